import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import type { Change } from '../api/store.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { disruptionTarget, withPodCondition } from './pod-conditions.ts';
import { allowedStay } from './tolerations.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];
type Taints = NonNullable<Node['spec']['taints']>;

const NODE = 'node/';
const POD = 'pod/';
const EVICT = 'evict/';
const NO_TAINTS: Taints = [];

/** A deletion that has been decided on. */
interface Eviction {
  readonly uid: string;
  /** when the taint, or the pod on the tainted node, was first seen: what tolerationSeconds count from. */
  readonly startMs: number;
  readonly dueMs: number;
  readonly note: string;
}

type SavedEviction = readonly [key: string, uid: string, startMs: number, dueMs: number, note: string];

/** Deletes pods from nodes with NoExecute taints, each after what it tolerates (pkg/controller/tainteviction). */
export const taintEvictionController: ControllerDefinition = {
  name: 'taint-eviction-controller',
  watches: ['Node', 'Pod'],
  create: createTaintEviction,
};

function createTaintEviction(context: ControllerContext): Controller {
  const { client, recorder, now } = context;
  const evictions = new Map<string, Eviction>();
  const tainted = new Set<string>();

  function index(): void {
    tainted.clear();
    for (const node of client.select('Node')) if (noExecute(node).length > 0) tainted.add(node.metadata.name ?? '');
  }
  if (client.reachable()) index();

  function observeNode({ type, object, previous }: Change<'Node'>): void {
    const name = object.metadata.name ?? '';
    if (type === 'MODIFIED' && previous?.spec.taints === object.spec.taints) return;
    const taints = type === 'DELETED' ? NO_TAINTS : noExecute(object);
    if (taints.length > 0) tainted.add(name);
    else tainted.delete(name);
    if (type !== 'DELETED' && !isSame(taints, previous ? noExecute(previous) : NO_TAINTS)) context.enqueue(NODE + name);
  }

  function observePod({ type, object, previous }: Change<'Pod'>): void {
    const key = keyOf(object);
    if (type === 'DELETED') {
      if (evictions.has(key)) context.enqueue(POD + key);
      return;
    }
    const { nodeName, tolerations } = object.spec;
    if (nodeName === undefined || !tainted.has(nodeName)) return;
    if (previous?.spec.nodeName === nodeName && isSame(previous.spec.tolerations, tolerations)) return;
    context.enqueue(POD + key);
  }

  function cancel(key: string): void {
    const eviction = evictions.get(key);
    if (!eviction) return;
    evictions.delete(key);
    context.cancelDelayed(EVICT + key);
    tell(key, eviction.uid, `Cancelling deletion of Pod ${key}`);
  }

  function tell(key: string, uid: string, message: string): void {
    const { namespace, name } = splitKey(key);
    recorder.event({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid } }, 'Normal', 'TaintManagerEviction', message);
  }

  function considerNode(name: string): void {
    const node = client.get('Node', '', name);
    if (!node) return;
    const taints = noExecute(node);
    for (const pod of client.list('Pod', { nodeName: name })) considerPod(pod, taints);
  }

  /** Decides whether, and when, the pod has to go. A deletion decided on earlier keeps its time. */
  function considerPod(pod: Pod, taints: Taints): void {
    const key = keyOf(pod);
    const uid = pod.metadata.uid ?? '';
    if (taints.length === 0) return cancel(key);
    const stay = allowedStay(pod.spec.tolerations ?? [], taints);
    if (stay.kind === 'forever') return cancel(key);
    if (stay.kind === 'none') {
      cancel(key);
      return evict(key, uid, `does not tolerate ${stay.taint.key}`);
    }
    const note = `tolerated ${stay.taint.key} for ${stay.seconds} s`;
    if (stay.seconds === 0) return evict(key, uid, note);
    const earlier = evictions.get(key);
    if (earlier && earlier.startMs < now()) return;
    if (earlier) cancel(key);
    evictions.set(key, { uid, startMs: now(), dueMs: now() + stay.seconds * 1000, note });
    const { namespace, name } = splitKey(key);
    context.enqueueAfter(EVICT + key, stay.seconds * 1000, { label: 'tolerationSeconds', subject: { kind: 'Pod', namespace, name, uid } });
  }

  function evict(key: string, uid: string, note: string): void {
    const { namespace, name } = splitKey(key);
    tell(key, uid, `Marking for deletion Pod ${key}`);
    const pod = client.get('Pod', namespace, name);
    if (!pod || pod.metadata.uid !== uid) return;
    const status = withPodCondition(pod, disruptionTarget('DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint'), now());
    if (status) client.updateStatus<'Pod'>({ ...pod, status }, { note });
    client.delete('Pod', namespace, name, { note });
  }

  return {
    watches: { Node: observeNode, Pod: observePod },
    resync() {
      if (!client.reachable()) return;
      index();
      for (const name of [...tainted].sort()) context.enqueue(NODE + name);
      for (const key of [...evictions.keys()].sort()) context.enqueue(POD + key);
    },
    reconcile(key) {
      if (key.startsWith(NODE)) considerNode(key.slice(NODE.length));
      else if (key.startsWith(EVICT)) {
        const podKey = key.slice(EVICT.length);
        const eviction = evictions.get(podKey);
        if (!eviction || eviction.dueMs > now()) return;
        evict(podKey, eviction.uid, eviction.note);
        evictions.delete(podKey);
      } else {
        const podKey = key.slice(POD.length);
        const { namespace, name } = splitKey(podKey);
        const pod = client.get('Pod', namespace, name);
        if (!pod || (evictions.has(podKey) && evictions.get(podKey)?.uid !== pod.metadata.uid)) cancel(podKey);
        const node = pod?.spec.nodeName === undefined ? undefined : client.get('Node', '', pod.spec.nodeName);
        if (pod && node && noExecute(node).length > 0) considerPod(pod, noExecute(node));
      }
    },
    save: () => [...evictions].map(([key, { uid, startMs, dueMs, note }]): SavedEviction => [key, uid, startMs, dueMs, note]),
    load(saved) {
      for (const [key, uid, startMs, dueMs, note] of saved as unknown as readonly SavedEviction[]) evictions.set(key, { uid, startMs, dueMs, note });
    },
  };
}

function noExecute(node: Node): Taints {
  const { taints } = node.spec;
  return taints?.some(({ effect }) => effect === 'NoExecute') ? taints.filter(({ effect }) => effect === 'NoExecute') : NO_TAINTS;
}

function keyOf({ metadata }: Pod): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}
