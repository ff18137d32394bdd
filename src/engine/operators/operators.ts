import { StatusError } from '../api/errors.ts';
import { kindNameOf } from '../api/kind-name.ts';
import type { KindMap, KindName, KubeObject } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import type { Change } from '../api/store.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controllers/controller.ts';
import type { JsonObject } from '../json.ts';
import type { LateSurroundings } from '../late-engine.ts';
import type { LogLine } from '../node/machines.ts';
import { OPERATOR_IMAGE } from './operator-image.ts';
import { createOperatorCalls } from './operator-calls.ts';
import { transcribe, withRun, type OperatorRun } from './operator-runs.ts';
import type { OperatorCall, OperatorDeclaration, OperatorSandbox } from './sandbox.ts';

type Pod = KindMap['Pod'];

const CODE_FILE = 'operator.js';
const LOG_LINES = 200;

/** An operator whose code somebody runs: known by the ConfigMap that holds it. */
interface Operator {
  /** key of the ConfigMap. */
  readonly key: string;
  /** the pod that does the work; others of the operator stand by. */
  readonly leader: Leader;
  readonly code: string;
  readonly declaration: OperatorDeclaration;
  readonly call: OperatorCall;
}

/** What is known of a pod from the moment that it leads: it may have gone since, and nobody have noticed yet. */
interface Leader {
  readonly uid: string;
  readonly name: string;
  readonly node: string;
  readonly account: string;
}

interface Saved {
  readonly logs: readonly (readonly [string, readonly LogLine[]])[];
  /** the code that each leader was started with: the file may have changed since. */
  readonly leaders: readonly (readonly [key: string, leader: Leader, code: string])[];
  /** those that could not be started. */
  readonly failed: readonly (readonly [key: string, view: OperatorView])[];
}

/** An operator that is there to run, for people to look at. */
export interface OperatorView {
  /** of the ConfigMap that holds its code. */
  readonly namespace: string;
  readonly name: string;
  /** the pod that does the work. */
  readonly pod: string;
  readonly code: string;
  /** what the code says of itself; null when it cannot be run. */
  readonly declaration: OperatorDeclaration | null;
  /** why it cannot be run. */
  readonly problem: string;
  /** what it did last, the newest last; nothing of what was before the cluster was opened. */
  readonly runs: readonly OperatorRun[];
}

export interface Operators {
  readonly definition: ControllerDefinition;
  /** In the order of their ConfigMaps. */
  list(): readonly OperatorView[];
  /** What an operator's pod has printed. */
  logOf(podUid: string): readonly LogLine[];
}

/**
 * Runs the code of operators while their pods do. As with any controller outside the control plane, it is the pod that works: when it is
 * gone, or cut off, nothing is reconciled until another stands in, and what it may do is what its service account may.
 */
export function createOperators(surroundings: LateSurroundings, sandbox: () => OperatorSandbox | undefined): Operators {
  const logs = new Map<string, LogLine[]>();
  const views = new Map<string, OperatorView>();
  return {
    definition: { name: 'operators', watches: 'lasting', create: (context) => createController(context, surroundings, sandbox, logs, views) },
    list: () => [...views].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, view]) => view),
    logOf: (uid) => logs.get(uid) ?? [],
  };
}

function createController(context: ControllerContext, { clientFor, recorderFor }: LateSurroundings, sandbox: () => OperatorSandbox | undefined, logs: Map<string, LogLine[]>, views: Map<string, OperatorView>): Controller {
  const { client } = context;
  /** ready pods by the key of their operator's ConfigMap. */
  const candidates = new Map<string, Map<string, Pod>>();
  const operators = new Map<string, Operator>();

  function write(podUid: string, text: string): void {
    const lines = logs.get(podUid) ?? [];
    lines.push(...text.split('\n').map((line) => ({ atMs: context.now(), text: line })));
    logs.set(podUid, lines.slice(-LOG_LINES));
  }
  function observePod({ type, object, previous }: Change<'Pod'>): void {
    const uid = object.metadata.uid ?? '';
    const key = operatorOf(object);
    const before = previous && operatorOf(previous);
    // Its image may have been changed for one that runs no operator.
    if (before !== undefined && before !== key) stand(before, uid, undefined);
    if (key !== undefined) stand(key, uid, type !== 'DELETED' && isReady(object) ? object : undefined);
    if (type === 'DELETED') logs.delete(uid);
  }
  /** A pod is there to run an operator, or no longer is. */
  function stand(key: string, uid: string, pod: Pod | undefined): void {
    const pods = candidates.get(key) ?? new Map<string, Pod>();
    if (pod) candidates.set(key, pods.set(uid, pod));
    else if (pods.delete(uid) && pods.size === 0) candidates.delete(key);
    const leader = operators.get(key)?.leader.uid;
    if (leader === undefined ? pods.size > 0 || views.has(key) : !pods.has(leader)) context.enqueue(`${key}|`);
  }
  function observe(change: Change): void {
    if (change.kind === 'Pod') observePod(change as unknown as Change<'Pod'>);
    if (operators.size === 0 || change.kind === 'Event' || change.kind === 'Lease') return;
    for (const operator of operators.values()) {
      const { object } = change;
      const { declaration } = operator;
      const kind = kindNameOf(declaration.for);
      if (change.kind === kind) context.enqueue(`${operator.key}|${objectKey(object.metadata.namespace, object.metadata.name ?? '')}`);
      for (const watched of declaration.watches) {
        const name = kindNameOf(watched) === change.kind ? object.metadata.labels?.[watched.byLabel] : undefined;
        if (name !== undefined) context.enqueue(`${operator.key}|${namedKey(kind, object, name)}`);
      }
      if (!declaration.owns.some((owned) => kindNameOf(owned) === change.kind)) continue;
      const owner = object.metadata.ownerReferences?.find((reference) => kindNameOf(reference) === kind);
      if (owner) context.enqueue(`${operator.key}|${namedKey(kind, object, owner.name)}`);
    }
  }
  /** Key of the object of a kind that another one names: in the namespace of the other, unless the kind has none. */
  function namedKey(kind: KindName, { metadata }: KubeObject, name: string): string {
    return objectKey(client.kinds.get(kind)?.namespaced === false ? undefined : metadata.namespace, name);
  }

  /** Whoever has been ready longest leads, until it is no longer ready. */
  function elect(key: string): void {
    const pods = candidates.get(key);
    const leading = operators.get(key);
    if (leading && pods?.has(leading.leader.uid)) return;
    const [next] = [...(pods?.values() ?? [])].sort(bySeniority);
    const code = next && codeOf(key);
    operators.delete(key);
    views.delete(key);
    if (next) start(key, leaderOf(next), code, true);
  }
  function codeOf(key: string): string | undefined {
    const { namespace, name } = splitKey(key);
    return client.get('ConfigMap', namespace, name)?.data?.[CODE_FILE];
  }
  function start(key: string, leader: Leader, code: string | undefined, isNew: boolean): void {
    const { uid, account } = leader;
    const { namespace, name } = splitKey(key);
    const place = sandbox();
    const show = (declaration: OperatorDeclaration | null, problem: string): void => {
      if (problem !== '') write(uid, `error: ${problem}`);
      views.set(key, { namespace, name, pod: leader.name, code: code ?? '', declaration, problem, runs: [] });
    };
    if (code === undefined || !place) {
      show(null, code === undefined ? `ConfigMap ${namespace}/${name} has no file ${CODE_FILE}` : 'operators cannot be run here');
      return;
    }
    try {
      const declaration = place.declare(code);
      const user = {
        name: `system:serviceaccount:${namespace}:${account}`,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      };
      const own = clientFor(`${name}@${leader.node}`, { trusted: false, user });
      const call = createOperatorCalls(own, recorderFor(name), { write: (text) => write(uid, text) }, context.now);
      operators.set(key, { key, leader, code, declaration, call });
      show(declaration, '');
      if (!isNew) return;
      write(uid, `leading: reconciling ${declaration.for.kind} (${declaration.for.apiVersion})`);
      const kind = kindNameOf(declaration.for);
      if (client.kinds.has(kind)) for (const { metadata } of client.list(kind)) context.enqueue(`${key}|${objectKey(metadata.namespace, metadata.name ?? '')}`);
    } catch (error) {
      show(null, error instanceof Error ? error.message : String(error));
    }
  }
  function run(operator: Operator, target: string): void {
    const { namespace, name } = splitKey(target);
    const kind = kindNameOf(operator.declaration.for);
    const object = client.kinds.has(kind) ? client.get(kind, namespace, name) : undefined;
    const place = sandbox();
    if (!object || !place) return;
    const transcript = transcribe(operator.call);
    const outcome = place.reconcile(operator.code, object as unknown as JsonObject, transcript.call);
    const view = views.get(operator.key);
    if (view) views.set(operator.key, { ...view, runs: withRun(view.runs, transcript.end(context.now(), { kind, namespace, name }, outcome)) });
    const key = `${operator.key}|${target}`;
    if (outcome.ok) {
      if (outcome.requeueAfterSeconds !== null && outcome.requeueAfterSeconds > 0) context.enqueueAfter(key, outcome.requeueAfterSeconds * 1000, { label: `${splitKey(operator.key).name} looks again`, subject: { kind, namespace, name } }, true);
      return;
    }
    write(operator.leader.uid, `error: reconciling ${target}: ${outcome.error}`);
    throw new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: outcome.error, reason: 'InternalError', code: 500 });
  }

  function rebuild(): void {
    candidates.clear();
    for (const pod of client.select('Pod')) {
      const key = operatorOf(pod);
      if (key === undefined || !isReady(pod)) continue;
      candidates.set(key, (candidates.get(key) ?? new Map<string, Pod>()).set(pod.metadata.uid ?? '', pod));
    }
  }
  if (client.reachable()) rebuild();

  return {
    watches: { lasting: observe },
    resync() {
      if (!client.reachable()) return;
      rebuild();
      for (const key of candidates.keys()) context.enqueue(`${key}|`);
    },
    reconcile(key) {
      const bar = key.indexOf('|');
      const operatorKey = key.slice(0, bar);
      const target = key.slice(bar + 1);
      if (target === '') {
        elect(operatorKey);
        return;
      }
      const operator = operators.get(operatorKey);
      if (operator) run(operator, target);
    },
    save: () => ({
      logs: [...logs], leaders: [...operators.values()].map(({ key, leader, code }) => [key, leader, code]), failed: [...views].filter(([, { declaration }]) => !declaration),
    }) as never,
    load(json) {
      const saved = json as unknown as Saved;
      for (const [uid, lines] of saved.logs) logs.set(uid, [...lines]);
      for (const [key, leader, code] of saved.leaders) start(key, leader, code, false);
      for (const [key, view] of saved.failed) views.set(key, view);
    },
  };
}

/** Key of the ConfigMap that holds the code, for a pod that runs an operator. */
function operatorOf({ spec, metadata }: Pod): string | undefined {
  const runs = spec.containers.some(({ image = '' }) => image.split(':')[0] === OPERATOR_IMAGE);
  const name = runs ? spec.volumes?.find(({ configMap }) => configMap)?.configMap?.name : undefined;
  return name === undefined ? undefined : objectKey(metadata.namespace, name);
}

function isReady({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && (status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false);
}

function leaderOf({ metadata: { uid = '', name = '' }, spec }: Pod): Leader {
  return { uid, name, node: spec.nodeName ?? '', account: spec.serviceAccountName || 'default' };
}

function readySince({ status }: Pod): string {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}

function bySeniority(a: Pod, b: Pod): number {
  const [left, right] = [readySince(a), readySince(b)];
  if (left !== right) return left < right ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
