import type { JsonObject } from '../json.ts';
import type { Client } from './api-server.ts';
import { decodeRequest, type RequestProblem } from './decode-request.ts';
import { StatusError } from './errors.ts';
import { fieldDifferences, type FieldDifference } from './field-changes.ts';
import type { KindDefinition } from './kind-definition.ts';
import { groupVersionOf } from './kind-name.ts';
import { inNamespace, LAST_APPLIED, lastApplied, verdictSentence, withLastApplied, withoutLastApplied } from './last-applied.ts';
import { mergeThreeWays } from './merge.ts';
import type { KindMap, KindName, KubeObject } from './object.ts';
import { referenceKey, type ObjectReference } from './reference.ts';
import { modelForKind } from './schema/lookup.ts';

/** A problem with one of the objects; `document` is its number in what was given, from 0. */
export interface ApplyProblem extends RequestProblem {
  readonly document: number;
}
export interface ApplyOutcome {
  readonly document: number;
  readonly reference: ObjectReference;
  readonly verdict: 'created' | 'configured' | 'unchanged';
  /** kubectl's words: `deployment.apps/web created`. */
  readonly sentence: string;
}
export interface FieldChange extends FieldDifference {
  readonly document: number;
  readonly reference: ObjectReference;
}

/** What became of the objects: when there is any problem, nothing was written. */
export interface ApplyResult {
  readonly problems: readonly ApplyProblem[];
  readonly outcomes: readonly ApplyOutcome[];
  /** fields of objects that were there already. */
  readonly changes: readonly FieldChange[];
}

/** What is to be done with one object. */
interface Plan {
  readonly document: number;
  readonly definition: KindDefinition;
  readonly reference: ObjectReference;
  readonly verdict: 'create' | 'update';
  readonly next: KindMap[KindName];
}

type Planned = { readonly plan: Plan; readonly outcome: ApplyOutcome; readonly changes: readonly FieldChange[] } | { readonly problems: readonly ApplyProblem[] };

/**
 * What `kubectl apply` does with objects: creates those that are not there, and changes the others by a three-way merge with what was
 * applied before (kubectl/pkg/cmd/apply). Everything is checked before anything is written. `dryRun` stops there.
 * Throws UnreachableError when the API server cannot be reached.
 */
export function applyObjects(client: Client, objects: readonly JsonObject[], { dryRun = false }: { readonly dryRun?: boolean } = {}): ApplyResult {
  const parts = objects.flatMap(partsOf);
  const batch: Batch = { states: new Map(), namespaces: namesOfNamespaces(parts.map(({ object }) => object)) };
  const planned = parts.map((part) => planPart(client, part, batch));
  const problems = planned.flatMap((item) => ('problems' in item ? item.problems : []));
  if (problems.length > 0) return { problems, outcomes: [], changes: [] };
  const ready = planned.flatMap((item) => ('plan' in item ? [item] : []));
  const written = new Map<string, KubeObject>();
  if (!dryRun) for (const item of ready) perform(client, item.plan, written);
  return { problems: [], outcomes: ready.map(({ outcome }) => outcome), changes: ready.flatMap(({ changes }) => changes) };
}

/** One object of what was given, and where in its document it stands. */
interface Part {
  readonly document: number;
  readonly path: ApplyProblem['path'];
  readonly object: JsonObject;
}

/** A document, or the items of a `List`, as `kubectl get -o yaml` prints several objects. */
function partsOf(object: JsonObject, document: number): readonly Part[] {
  const { apiVersion, kind, items } = object;
  if (apiVersion !== 'v1' || kind !== 'List' || !Array.isArray(items)) return [{ document, path: [], object }];
  return (items as readonly JsonObject[]).map((item, index) => ({ document, path: ['items', index], object: isObject(item) ? item : {} }));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function planPart(client: Client, { object, document, path }: Part, batch: Batch): Planned {
  const result = plan(client, object, document, batch);
  if (path.length === 0 || !('problems' in result)) return result;
  return { problems: result.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })) };
}

/** Objects of the same call: what earlier ones will have made by the time a later one is written. */
interface Batch {
  readonly states: Map<string, KubeObject>;
  readonly namespaces: ReadonlySet<string>;
}

function namesOfNamespaces(objects: readonly JsonObject[]): ReadonlySet<string> {
  const names = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => (metadata as JsonObject | undefined)?.['name']);
  return new Set(names.filter((name) => typeof name === 'string'));
}

function plan(client: Client, sent: JsonObject, document: number, batch: Batch): Planned {
  const decoded = decodeRequest(sent, client.kinds);
  if (!decoded.ok) return { problems: decoded.problems.map((problem) => ({ document, ...problem })) };
  const { definition, object } = decoded;
  const { name, generateName } = object.metadata;
  if (!name) {
    const message = generateName ? `from ${generateName}: cannot use generate name with apply` : 'resource name may not be empty';
    return { problems: [{ document, path: ['metadata', generateName ? 'generateName' : 'name'], message }] };
  }
  const namespace = definition.namespaced ? (object.metadata.namespace || 'default') : '';
  const reference: ObjectReference = { kind: definition.kind, namespace, name };
  const key = referenceKey(reference);
  try {
    const live = batch.states.get(key) ?? client.get(definition.kind, namespace, name);
    const placed = inNamespace(sent, namespace);
    const planning: Planning = { client, definition, reference, document, batch };
    const planned = live ? planUpdate(planning, placed, live) : planCreate(planning, placed);
    if ('plan' in planned) batch.states.set(key, planned.plan.next);
    return planned;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { problems: problemsOf(error, document) };
  }
}

interface Planning {
  readonly client: Client;
  readonly definition: KindDefinition;
  readonly reference: ObjectReference;
  readonly document: number;
  readonly batch: Batch;
}

function planCreate(planning: Planning, sent: JsonObject): Planned {
  const { client, batch } = planning;
  const next = decodeAgain(planning, withLastApplied(sent, sent));
  client.create(next, { dryRun: true, expectedNamespaces: batch.namespaces, expected: batch.states });
  return planned(planning, 'create', next, 'created', []);
}

function planUpdate(planning: Planning, sent: JsonObject, live: KubeObject): Planned {
  const { client, definition, reference, document, batch } = planning;
  const model = modelForKind(groupVersionOf(definition), definition.kind) ?? definition.kind;
  const merged = mergeThreeWays(lastApplied(live), withoutLastApplied(sent), live as unknown as JsonObject, model) as JsonObject;
  const next = decodeAgain(planning, withLastApplied(merged, sent));
  // An object that this very call is about to make is not there to be updated yet.
  const isNew = batch.states.has(referenceKey(reference)) && !client.get(definition.kind, reference.namespace, reference.name);
  const result = isNew ? client.create(next, { dryRun: true, expectedNamespaces: batch.namespaces, expected: batch.states }) : client.update(next, { dryRun: true, verb: 'patch' });
  const changes = fieldDifferences(live, result).map((change) => ({ document, reference, ...change }));
  const isSameAnnotation = live.metadata.annotations?.[LAST_APPLIED] === next.metadata.annotations?.[LAST_APPLIED];
  return planned(planning, 'update', next, changes.length === 0 && isSameAnnotation ? 'unchanged' : 'configured', changes);
}

function planned({ definition, reference, document }: Planning, verdict: Plan['verdict'], next: KindMap[KindName], words: ApplyOutcome['verdict'], changes: readonly FieldChange[]): Planned {
  return { plan: { document, definition, reference, verdict, next }, outcome: { document, reference, verdict: words, sentence: verdictSentence(definition, reference.name, words) }, changes };
}

/** `written` are the objects that this call has written: one that comes again was planned from a version that it has itself replaced since. */
function perform(client: Client, { verdict, reference, next }: Plan, written: Map<string, KubeObject>): void {
  const key = referenceKey(reference);
  const before = written.get(key);
  const sent = before ? { ...next, metadata: { ...next.metadata, resourceVersion: before.metadata.resourceVersion } } : next;
  written.set(key, verdict === 'create' ? client.create(sent) : client.update(sent, { verb: 'patch' }));
}

/** The server reads the merged object like any other; what was sent has been read before, so that nothing can be wrong with it now. */
function decodeAgain({ client, definition }: Planning, object: JsonObject): KindMap[KindName] {
  const decoded = decodeRequest(object, client.kinds);
  if (decoded.ok) return decoded.object;
  const [problem] = decoded.problems;
  throw new Error(`the merged ${definition.kind} cannot be read: ${problem?.message ?? ''}`);
}

/** Every field error at its place; all else at the object's name. */
function problemsOf(error: StatusError, document: number): ApplyProblem[] {
  const { message } = error;
  if (error.fieldErrors.length === 0) return [{ document, path: ['metadata', 'name'], message }];
  const head = message.slice(0, message.indexOf(' is invalid: ') + ' is invalid: '.length);
  return error.fieldErrors.map((field) => ({ document, path: field.path, message: `${head}${field.message}` }));
}
