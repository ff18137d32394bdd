import type { Changes, ControlPlaneView, NodeView, PodView, WorkloadView } from '../../worker/protocol.ts';
import { inStageOrder } from './arrangement.ts';
import type { SceneInput } from './scene-model.ts';

/** What the stage knows of the cluster, kept so that a change costs what changed. */
export interface PodIndex {
  /** Forgets everything and starts from these. */
  reset(pods: Iterable<PodView>, nodes: Iterable<NodeView>, workloads: Iterable<WorkloadView>, controlPlane: ControlPlaneView | null): void;
  putPods(changes: Changes<PodView>): void;
  putNodes(changes: Changes<NodeView>): void;
  putWorkloads(changes: Changes<WorkloadView>): void;
  putControlPlane(view: ControlPlaneView): void;
  /** The input of the next scene. Arrays of nodes whose pods are as before are the same arrays. */
  input(): SceneInput;
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
  let order: readonly NodeView[] = [];
  let controlPlane: ControlPlaneView | null = null;
  const stale = new Set<string>();
  let nodesStale: 'no' | 'views' | 'set' = 'set';

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
  const refreshNodes = (): void => {
    if (nodesStale === 'set') {
      order = inStageOrder([...nodes.values()]);
      for (const name of members.keys()) stale.add(name);
    } else if (nodesStale === 'views') {
      order = order.map((node) => nodes.get(node.name) ?? node);
    }
    nodesStale = 'no';
  };
  const refreshPods = (): void => {
    if (stale.size === 0) return;
    let lane = stale.has('');
    podsByNode = new Map(podsByNode);
    for (const name of stale) {
      if (name === '') continue;
      const list = nodes.has(name) ? podsOf(name) : [];
      if (!nodes.has(name)) lane = true;
      if (list.length > 0) podsByNode.set(name, list);
      else podsByNode.delete(name);
    }
    if (lane) unbound = [...members.keys()].filter((name) => !nodes.has(name)).flatMap(podsOf);
    stale.clear();
  };

  return {
    pod: (key) => pods.get(key),
    reset(allPods, allNodes, allWorkloads, view) {
      pods.clear();
      nodes.clear();
      members.clear();
      podsByNode = new Map();
      hues = new Map([...allWorkloads].map((workload) => [workload.key, { hue: workload.hue }]));
      controlPlane = view;
      for (const node of allNodes) nodes.set(node.name, node);
      for (const pod of allPods) putPod(pod);
      stale.add('');
      nodesStale = 'set';
    },
    putPods({ put, gone }) {
      for (const key of gone) {
        const pod = pods.get(key);
        if (!pod) continue;
        leave(pod);
        pods.delete(key);
      }
      for (const pod of put) putPod(pod);
    },
    putNodes({ put, gone }) {
      for (const name of gone) if (nodes.delete(name)) nodesStale = 'set';
      for (const node of put) {
        const before = nodes.get(node.name);
        nodes.set(node.name, node);
        if (!before || before.zone !== node.zone) nodesStale = 'set';
        else if (nodesStale === 'no') nodesStale = 'views';
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
    input() {
      refreshNodes();
      refreshPods();
      return { nodes: order, podsByNode, unbound, workloads: hues, controlPlane };
    },
  };
}
