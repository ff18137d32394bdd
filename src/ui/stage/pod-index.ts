import type { Changes, ControlPlaneView, NodeView, PodView, WorkloadView } from '../../worker/protocol.ts';
import { inStageOrder } from './arrangement.ts';
import { createPodVersions } from './pod-versions.ts';
import type { SceneInput } from './scene-model.ts';

/** What the stage knows of the cluster, kept so that a change costs what changed. */
export interface PodIndex {
  /** Forgets everything and starts from these. */
  reset(pods: Iterable<PodView>, nodes: Iterable<NodeView>, workloads: Iterable<WorkloadView>, controlPlane: ControlPlaneView | null): void;
  putPods(changes: Changes<PodView>): void;
  putNodes(changes: Changes<NodeView>): void;
  putWorkloads(changes: Changes<WorkloadView>): void;
  putControlPlane(view: ControlPlaneView): void;
  /**
   * The input of the next scene. Arrays of nodes whose pods are as before are the same arrays. At most `most` nodes (the lane counts as one) are
   * brought up to date, those that changed first; the others are as they were.
   */
  input(most?: number): SceneInput;
  /** nodes that changed since they were last in an input, the lane among them. */
  readonly changed: number;
  pod(key: string): PodView | undefined;
}

export function createPodIndex(): PodIndex {
  const pods = new Map<string, PodView>();
  const nodes = new Map<string, NodeView>();
  /** keys of the pods bound to each node name, `''` for none; in order of arrival. */
  const members = new Map<string, Set<string>>();
  let hues = new Map<string, Pick<WorkloadView, 'hue'>>();
  let podsByNode = new Map<string, readonly PodView[]>();
  let unbound: readonly PodView[] = [];
  const versions = createPodVersions();
  let kept: ReadonlyMap<string, readonly PodView[]> = NONE_KEPT;
  let order: readonly NodeView[] = [];
  let controlPlane: ControlPlaneView | null = null;
  /** names of nodes whose pods or view changed, `''` for the lane; in the order in which they did. */
  const stale = new Set<string>();
  /** nodes came, went or changed zone. */
  let nodesMoved = true;

  const leave = (pod: PodView): void => {
    members.get(pod.node ?? '')?.delete(pod.key);
    stale.add(pod.node ?? '');
  };
  const enter = (pod: PodView): void => {
    const name = pod.node ?? '';
    const keys = members.get(name);
    if (keys) keys.add(pod.key);
    else members.set(name, new Set([pod.key]));
    stale.add(name);
  };
  const putPod = (pod: PodView): void => {
    const before = pods.get(pod.key);
    // A pod of the same name with another uid is another pod: it goes to the end of its node.
    if (before && (before.node !== pod.node || before.uid !== pod.uid)) leave(before);
    pods.set(pod.key, pod);
    versions.replace(before, pod);
    enter(pod);
  };
  const podsOf = (name: string): readonly PodView[] => {
    const found: PodView[] = [];
    for (const key of members.get(name) ?? []) {
      const pod = pods.get(key);
      if (pod) found.push(pod);
    }
    return found;
  };
  const refreshNodes = (due: ReadonlySet<string>): void => {
    if (nodesMoved) order = inStageOrder([...nodes.values()]);
    else if (order.some((node) => due.has(node.name) && nodes.get(node.name) !== node)) {
      order = order.map((node) => (due.has(node.name) ? nodes.get(node.name) ?? node : node));
    }
    nodesMoved = false;
  };
  const takeDue = (most: number): ReadonlySet<string> => {
    if (nodesMoved) for (const name of members.keys()) stale.add(name);
    const due = new Set(nodesMoved || stale.size <= most ? stale : [...stale].slice(0, most));
    for (const name of due) stale.delete(name);
    return due;
  };
  const refreshPods = (due: ReadonlySet<string>): void => {
    if (due.size === 0) return;
    let lane = due.has('');
    podsByNode = new Map(podsByNode);
    for (const name of due) {
      if (name === '') continue;
      const list = nodes.has(name) ? podsOf(name) : [];
      if (!nodes.has(name)) lane = true;
      if (sameMembers(list, podsByNode.get(name))) continue;
      if (list.length > 0) podsByNode.set(name, list);
      else podsByNode.delete(name);
    }
    if (!lane) return;
    unbound = [...members.keys()].filter((name) => !nodes.has(name)).flatMap(podsOf);
    kept = keptFor(unbound, kept);
  };

  return {
    pod: (key) => pods.get(key),
    reset(allPods, allNodes, allWorkloads, view) {
      pods.clear();
      nodes.clear();
      members.clear();
      versions.clear();
      podsByNode = new Map();
      hues = new Map([...allWorkloads].map((workload) => [workload.key, { hue: workload.hue }]));
      controlPlane = view;
      for (const node of allNodes) nodes.set(node.name, node);
      for (const pod of allPods) putPod(pod);
      stale.add('');
      nodesMoved = true;
    },
    putPods({ put, gone }) {
      for (const key of gone) {
        const pod = pods.get(key);
        if (!pod) continue;
        leave(pod);
        pods.delete(key);
        versions.replace(pod, undefined);
      }
      for (const pod of put) putPod(pod);
    },
    putNodes({ put, gone }) {
      for (const name of gone) if (nodes.delete(name)) nodesMoved = true;
      for (const node of put) {
        const before = nodes.get(node.name);
        nodes.set(node.name, node);
        if (!before || before.zone !== node.zone) nodesMoved = true;
        stale.add(node.name);
      }
    },
    putWorkloads({ put }) {
      const changed = put.filter((workload) => hues.get(workload.key)?.hue !== workload.hue);
      if (changed.length === 0) return;
      // The hue of a workload that is gone stays with its last pods.
      hues = new Map(hues);
      for (const workload of changed) hues.set(workload.key, { hue: workload.hue });
    },
    putControlPlane(view) {
      controlPlane = view;
    },
    get changed() {
      return stale.size;
    },
    input(most = Infinity) {
      const due = takeDue(most);
      refreshNodes(due);
      refreshPods(due);
      return { nodes: order, podsByNode, unbound, kept, workloads: hues, versions: versions.newest, controlPlane };
    },
  };
}

const NONE_KEPT: ReadonlyMap<string, readonly PodView[]> = new Map();

/** Of pods that wait those that a node keeps a place for. Arrays that hold the same as before are the same. */
function keptFor(waiting: readonly PodView[], before: ReadonlyMap<string, readonly PodView[]>): ReadonlyMap<string, readonly PodView[]> {
  const kept = new Map<string, readonly PodView[]>();
  for (const pod of waiting) if (pod.place !== null) kept.set(pod.place, [...(kept.get(pod.place) ?? []), pod]);
  if (kept.size === 0) return NONE_KEPT;
  for (const [node, pods] of kept) {
    const known = before.get(node);
    if (known && sameMembers(pods, known)) kept.set(node, known);
  }
  return kept;
}

function sameMembers(a: readonly PodView[], b: readonly PodView[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((pod, index) => pod === b[index]);
}
