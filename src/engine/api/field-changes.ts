import { LAST_APPLIED } from './last-applied.ts';
import type { KubeObject } from './object.ts';

/** One field that differs between two states of an object. Values are compact JSON, `undefined` when the field is absent. */
export interface FieldDifference {
  readonly path: readonly (string | number)[];
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Path = readonly (string | number)[];

/** Metadata that the server keeps for itself, and what `kubectl apply` notes down. */
const OWN_METADATA: ReadonlySet<string> = new Set(['resourceVersion', 'uid', 'generation', 'creationTimestamp', 'managedFields']);

/** Fields that a write would change, leaves first where objects have the same shape; what the server manages itself is left out. */
export function fieldDifferences(before: KubeObject, after: KubeObject): FieldDifference[] {
  const found: FieldDifference[] = [];
  compare(before, after, [], found);
  return found.filter(({ path }) => !isOwn(path));
}

function isOwn(path: Path): boolean {
  if (path[0] === 'status') return true;
  if (path[0] !== 'metadata') return false;
  return OWN_METADATA.has(String(path[1])) || path[2] === LAST_APPLIED;
}

function compare(before: unknown, after: unknown, path: Path, found: FieldDifference[]): void {
  if (before === after) return;
  const keys = keysOfBoth(before, after, path);
  if (keys) {
    for (const key of keys) compare(at(before, key), at(after, key), [...path, key], found);
    return;
  }
  const [left, right] = [asText(before), asText(after)];
  if (left !== right) found.push({ path, before: left, after: right });
}

/** What to look into; undefined when the values are to be compared as wholes. Metadata's maps are looked into even when one side has none. */
function keysOfBoth(before: unknown, after: unknown, path: Path): readonly (string | number)[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return Array.from({ length: Math.max(before.length, after.length) }, (_item, index) => index);
  const isNoteMap = path.length === 2 && path[0] === 'metadata' && (path[1] === 'annotations' || path[1] === 'labels');
  const left = isNoteMap ? (before ?? {}) : before;
  const right = isNoteMap ? (after ?? {}) : after;
  if (!isFields(left) || !isFields(right)) return undefined;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])];
}

function at(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

function asText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
