import type { Client } from '../../api/api-server.ts';
import { isSame } from '../../api/equality.ts';
import { controllerOf, type KindMap } from '../../api/object.ts';
import { podCondition } from '../../api/pod-readiness.ts';
import { objectKey } from '../../api/reference.ts';
import { matchesSelector } from '../../api/selectors.ts';
import { createSelectorIndex } from '../selector-index.ts';
import { isTerminating, targetNode } from './daemon-pod.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { nodeFitter, type NodeFit } from './node-fit.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];
type DaemonSet = KindMap['DaemonSet'];

/** A DaemonSet's fleet, and the pods that are to become, or no longer are, part of it. By name; some may have changed since. */
export interface Owned {
  readonly key: string;
  readonly fleet: Fleet;
  readonly orphans: Set<string>;
  readonly strayed: Set<string>;
}

/** The fleets of all DaemonSets, kept up to date with each change. What returns keys names the DaemonSets to which it makes a difference, sorted. */
export interface Fleets {
  /** Looks at everything anew. */
  rebuild(): void;
  /** A DaemonSet is there, or has changed. */
  track(daemonSet: DaemonSet): void;
  forget(daemonSet: DaemonSet): void;
  of(daemonSet: DaemonSet): Owned | undefined;
  nodeChanged(before: Node | undefined, after: Node | undefined): readonly string[];
  podChanged(before: Pod | undefined, after: Pod | undefined): readonly string[];
}

interface Tracked extends Owned {
  readonly spec: DaemonSet['spec'];
  readonly fitOf: (node: Node) => NodeFit;
}

const NONE: readonly string[] = [];

export function createFleets(client: Client): Fleets {
  const byUid = new Map<string, Tracked>();
  const uidByKey = new Map<string, string>();
  let selectors = createSelectorIndex();

  function ownerOf(pod: Pod | undefined): Tracked | undefined {
    const owner = pod && controllerOf(pod);
    return owner?.kind === 'DaemonSet' ? byUid.get(owner.uid) : undefined;
  }

  function track(daemonSet: DaemonSet): void {
    const { namespace = '', name = '', uid = '' } = daemonSet.metadata;
    const { spec } = daemonSet;
    const known = byUid.get(uid);
    if (known && isSame(known.spec, spec)) return;
    const key = objectKey(namespace, name);
    const fitOf = nodeFitter(daemonSet);
    const isSelectorSame = known && isSame(known.spec.selector, spec.selector);
    const tracked: Tracked = isSelectorSame ? { ...known, spec, fitOf } : { key, spec, fitOf, fleet: createFleet(), orphans: new Set(), strayed: new Set() };
    byUid.set(uid, tracked);
    for (const node of client.select('Node')) tracked.fleet.setFit(node.metadata.name ?? '', fitOf(node));
    if (isSelectorSame) return;
    uidByKey.set(key, uid);
    selectors.set(key, spec.selector);
    for (const pod of client.select('Pod', { controllerUid: uid })) put(tracked, pod);
    const { matchLabels } = spec.selector;
    for (const pod of client.select('Pod', { namespace, ...(matchLabels ? { labels: matchLabels } : {}) })) {
      if (isAdoptable(pod, tracked)) tracked.orphans.add(pod.metadata.name ?? '');
    }
  }

  function put({ fleet, spec, strayed }: Tracked, pod: Pod): void {
    const node = targetNode(pod);
    if (!matchesSelector(spec.selector, pod.metadata.labels)) strayed.add(pod.metadata.name ?? '');
    else if (node !== undefined) fleet.setPod(node, pod);
  }
  function drop({ fleet, strayed }: Tracked, pod: Pod): void {
    const node = targetNode(pod);
    strayed.delete(pod.metadata.name ?? '');
    if (node !== undefined && fleet.node(node)?.pods.has(pod.metadata.name ?? '')) fleet.dropPod(node, pod);
  }
  function offer(pod: Pod): readonly string[] {
    const keys = selectors.matching(pod.metadata.namespace ?? '', pod.metadata.labels);
    for (const key of keys) byUid.get(uidByKey.get(key) ?? '')?.orphans.add(pod.metadata.name ?? '');
    return keys;
  }

  return {
    rebuild() {
      byUid.clear();
      uidByKey.clear();
      selectors = createSelectorIndex();
      for (const daemonSet of client.select('DaemonSet')) track(daemonSet);
    },
    track,
    forget({ metadata }) {
      const key = objectKey(metadata.namespace, metadata.name ?? '');
      byUid.delete(metadata.uid ?? '');
      uidByKey.delete(key);
      selectors.delete(key);
    },
    of: ({ metadata }) => byUid.get(metadata.uid ?? ''),
    nodeChanged(before, after) {
      if (byUid.size === 0 || (before && after && isSameToDaemons(before, after))) return NONE;
      const name = (after ?? before)?.metadata.name ?? '';
      const keys: string[] = [];
      for (const { key, fleet, fitOf } of byUid.values()) if (fleet.setFit(name, after && fitOf(after))) keys.push(key);
      return keys.sort();
    },
    podChanged(before, after) {
      const left = ownerOf(before);
      const right = ownerOf(after);
      const keys: string[] = [];
      const hasMoved = left !== right || !before || !after || targetNode(before) !== targetNode(after) || before.metadata.labels !== after.metadata.labels;
      if (left && before && hasMoved) drop(left, before);
      if (right && after) put(right, after);
      if (left && (left !== right || !before || !after || isNews(before, after))) keys.push(left.key);
      if (right && right !== left) keys.push(right.key);
      const isFreeAnew = after && !controllerOf(after) && !isTerminating(after) && (!before || controllerOf(before) || !isSame(before.metadata.labels, after.metadata.labels));
      return isFreeAnew ? [...new Set([...keys, ...offer(after)])].sort() : keys.sort();
    },
  };
}

/** Whether a DaemonSet may take the pod for its own. */
export function isAdoptable(pod: Pod, { spec }: Pick<DaemonSet, 'spec'>): boolean {
  return !controllerOf(pod) && !isTerminating(pod) && matchesSelector(spec.selector, pod.metadata.labels);
}

/** Whether no DaemonSet can tell the difference. Heartbeats change nothing of this. */
function isSameToDaemons(before: Node, after: Node): boolean {
  return (before.spec === after.spec || isSame(before.spec?.taints, after.spec?.taints)) && isSame(before.metadata.labels, after.metadata.labels);
}

/** Whether a pod that stays the same DaemonSet's has changed in what that looks at. */
function isNews(before: Pod, after: Pod): boolean {
  if (isTerminating(before) !== isTerminating(after) || before.status?.phase !== after.status?.phase || before.spec.nodeName !== after.spec.nodeName) return true;
  const was = podCondition(before, 'Ready');
  const is = podCondition(after, 'Ready');
  return was?.status !== is?.status || was?.lastTransitionTime !== is?.lastTransitionTime || !isSame(before.metadata.labels, after.metadata.labels);
}
