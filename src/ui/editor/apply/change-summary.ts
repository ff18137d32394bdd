import { referenceKey, type ObjectReference } from '../../../engine/api/reference.ts';
import type { ApplyOutcome, FieldChange } from '../../../worker/protocol.ts';

/** Changes of one object, for the list under the editor. */
export interface ObjectChanges {
  readonly key: string;
  /** `Deployment web`. */
  readonly title: string;
  readonly verdict: ApplyOutcome['verdict'];
  readonly fields: readonly FieldLine[];
}

export interface FieldLine {
  /** `spec.template.spec.containers[0].image` */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const LONGEST_IN_SUMMARY = 24;

/** One line for the footer: "1 change: replicas 4 → 6", "2 new objects", "No changes". */
export function summarize(outcomes: readonly ApplyOutcome[], changes: readonly FieldChange[]): string {
  const created = outcomes.filter((outcome) => outcome.verdict === 'created');
  const isCreated = new Set(created.map((outcome) => referenceKey(outcome.reference)));
  const edits = changes.filter((change) => !isCreated.has(referenceKey(change.reference)));
  const parts: string[] = [];
  if (created.length > 0) {
    const names = created.map((outcome) => titleOf(outcome.reference)).join(', ');
    parts.push(`${created.length} new ${created.length === 1 ? 'object' : 'objects'}: ${names}`);
  }
  if (edits.length > 0) {
    const words = edits.map(inWords).join(', ');
    parts.push(`${edits.length} ${edits.length === 1 ? 'change' : 'changes'}: ${words}`);
  }
  return parts.join('; ') || (outcomes.length > 0 ? 'No changes' : '');
}

function inWords(change: FieldChange): string {
  const name = nameOf(change.path);
  const [before, after] = [change.before, change.after].map((value) => (value === undefined ? null : plainValue(value)));
  if (before === null && after === null) return name;
  if (before === null) return `${name} added`;
  if (after === null) return `${name} removed`;
  if ((before?.length ?? 0) > LONGEST_IN_SUMMARY || (after?.length ?? 0) > LONGEST_IN_SUMMARY) return name;
  return `${name} ${before} → ${after}`;
}

function nameOf(path: FieldChange['path']): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `${String(path.at(-2) ?? '')}[${last}]` : String(last ?? '');
}

/** Every object that would change, with its fields. */
export function changesByObject(outcomes: readonly ApplyOutcome[], changes: readonly FieldChange[]): readonly ObjectChanges[] {
  return outcomes.filter((outcome) => outcome.verdict !== 'unchanged').map((outcome) => {
    const key = referenceKey(outcome.reference);
    const own = outcome.verdict === 'created' ? [] : changes.filter((change) => referenceKey(change.reference) === key);
    return { key, title: titleOf(outcome.reference), verdict: outcome.verdict, fields: own.map(fieldLine) };
  });
}

function fieldLine(change: FieldChange): FieldLine {
  return {
    path: pathText(change.path),
    before: change.before === undefined ? null : plainValue(change.before),
    after: change.after === undefined ? null : plainValue(change.after),
  };
}

/** `spec.containers[0].image`; keys that hold dots stand in brackets as kubectl prints them. */
export function pathText(path: FieldChange['path']): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/[^\w-]/.test(part)) text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** Compact JSON as people write it: strings without their quotes. */
function plainValue(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

function titleOf(reference: ObjectReference): string {
  return `${reference.kind} ${reference.name}`;
}
