import { decodeObject } from '../../../src/engine/api/schema/decode.ts';
import { modelForKind } from '../../../src/engine/api/schema/lookup.ts';
import type { ObjectReference } from '../../../src/engine/api/reference.ts';
import type { Json, JsonObject } from '../../../src/engine/json.ts';
import type { ApplyOutcome, ApplyProblem, Command, FieldChange, Frame, Host, ReplyData } from '../../../src/worker/protocol.ts';
import { createSession, type Session } from '../../../src/ui/store/session.ts';

/** A cluster that keeps what is applied to it, as far as an editor can tell: real decoding, no validation, no controllers. */
export interface EditorFixture {
  readonly session: Session;
  readonly sent: Command[];
  readonly live: Map<string, JsonObject>;
  /** the next `act` and `preview-apply` answer with these problems too. */
  refuse: readonly ApplyProblem[];
  /** the API server does not answer. */
  down: boolean;
}

export function editorFixture(): EditorFixture {
  const live = new Map<string, JsonObject>();
  const sent: Command[] = [];
  let listener: ((frame: Frame) => void) | null = null;
  const clock: Frame['clock'] = { atMs: 0, startMs: 0, pace: 'adaptive', paused: true, speed: 0, waiting: null };

  const look = (objects: readonly JsonObject[]) => {
    const decoded = objects.flatMap(problemsOf);
    const problems = decoded.length > 0 ? decoded : fixture.refuse;
    const outcomes: ApplyOutcome[] = [];
    const changes: FieldChange[] = [];
    for (const [document, object] of objects.entries()) {
      if (problems.length > 0) continue;
      const reference = referenceOf(object);
      const before = live.get(keyOf(reference));
      const own = before ? difference(before, object, []).map((change) => ({ ...change, document, reference })) : [];
      changes.push(...own);
      const verdict = !before ? 'created' : own.length > 0 ? 'configured' : 'unchanged';
      outcomes.push({ document, reference, verdict, sentence: `${resourceOf(object)}/${reference.name} ${verdict}` });
    }
    return { problems, outcomes, changes };
  };

  const answer = (command: Command): ReplyData[Command['type']] => {
    if (fixture.down) throw new Error('The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?');
    if (command.type === 'preview-apply') return look(command.objects);
    if (command.type === 'read-object') return live.get(keyOf(command.reference)) ?? null;
    if (command.type !== 'act' || command.action.type !== 'apply') return null;
    const { problems, outcomes } = look(command.action.objects);
    if (problems.length === 0) for (const object of command.action.objects) live.set(keyOf(referenceOf(object)), object);
    listener?.({ type: 'frame', reset: false, clock, deeds: [{ index: sent.length, atMs: 0, sentence: 'You applied' }] });
    return { problems, outcomes, sentence: 'You applied' };
  };

  const host: Host = {
    async send<C extends Command>(command: C): Promise<ReplyData[C['type']]> {
      sent.push(command);
      await Promise.resolve();
      // Each branch of `answer` pairs a command with its own reply, which the type system cannot follow through a union.
      return answer(command) as ReplyData[C['type']];
    },
    onFrame(heard) {
      listener = heard;
      queueMicrotask(() => heard({ type: 'frame', reset: true, clock }));
      return () => { listener = null; };
    },
    close() {},
  };
  const fixture: EditorFixture = { session: createSession(host), sent, live, refuse: [], down: false };
  return fixture;
}

function problemsOf(object: JsonObject, document: number): ApplyProblem[] {
  const model = modelForKind(String(object.apiVersion), String(object.kind));
  if (model === undefined) return [{ document, path: ['kind'], message: `no matches for kind "${String(object.kind)}" in version "${String(object.apiVersion)}"` }];
  const { unknownFields, typeErrors } = decodeObject(model, object);
  return [...typeErrors, ...unknownFields].map(({ path, message }) => ({ document, path, message }));
}

function referenceOf(object: JsonObject): ObjectReference {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return { kind: String(object.kind), namespace: String(metadata.namespace ?? 'default'), name: String(metadata.name) };
}

function keyOf({ kind, namespace, name }: ObjectReference): string {
  return `${kind}/${namespace}/${name}`;
}

function resourceOf(object: JsonObject): string {
  const group = String(object.apiVersion).split('/').at(-2);
  return String(object.kind).toLowerCase() + (group ? `.${group}` : '');
}

function difference(before: Json | undefined, after: Json | undefined, path: (string | number)[]): Pick<FieldChange, 'path' | 'before' | 'after'>[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => difference(before[index], after[index], [...path, index])).flat();
  }
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => difference(before[key], after[key], [...path, key]));
  }
  return [{ path, before: before === undefined ? undefined : JSON.stringify(before), after: after === undefined ? undefined : JSON.stringify(after) }];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
