import type { KindMap } from '../api/object.ts';

type Pod = KindMap['Pod'];

/** Pods that wait for room on a node (`status.nominatedNodeName`), by node (pkg/scheduler/backend/queue/nominator.go). */
export interface Nominations {
  readonly size: number;
  /** in the order of their uids. */
  on(node: string): readonly Pod[];
  /** Takes over where the pod waits now; nowhere unless it names a node. */
  set(pod: Pod): void;
  remove(uid: string): void;
  clear(): void;
}

const NONE: readonly Pod[] = [];

/** Tells `changed` the node for which other pods wait now. */
export function createNominations(changed: (node: string) => void): Nominations {
  const byNode = new Map<string, readonly Pod[]>();
  const nodes = new Map<string, string>();

  function remove(uid: string): void {
    const node = nodes.get(uid);
    if (node === undefined) return;
    nodes.delete(uid);
    const others = (byNode.get(node) ?? NONE).filter(({ metadata }) => metadata.uid !== uid);
    if (others.length > 0) byNode.set(node, others);
    else byNode.delete(node);
    changed(node);
  }

  return {
    get size() {
      return nodes.size;
    },
    on: (node) => byNode.get(node) ?? NONE,
    set(pod) {
      const { uid = '' } = pod.metadata;
      const node = pod.status?.nominatedNodeName;
      if (!node && !nodes.has(uid)) return;
      remove(uid);
      if (!node) return;
      nodes.set(uid, node);
      byNode.set(node, [...(byNode.get(node) ?? NONE), pod].sort((a, b) => ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)));
      changed(node);
    },
    remove,
    clear() {
      byNode.clear();
      nodes.clear();
    },
  };
}
