import type { KindMap, KubeObject } from '../../engine/api/object.ts';
import type { OwnerTreeNode } from '../protocol.ts';
import { ownersOf, referenceTo, type ClusterMirror } from './cluster-mirror.ts';
import { wantedOf } from './wanted.ts';

/** More children than these are counted and not named. */
const MOST_CHILDREN = 50;
/** Owners that own each other would never end. */
const MOST_LEVELS = 8;
/** Kinds that say nothing of how a workload is made. */
const ASIDE: ReadonlySet<string> = new Set(['Event', 'Lease', 'EndpointSlice', 'ControllerRevision']);

/** The family of an object: from its topmost owner down to pods and their containers. `null` for what neither owns nor is owned. */
export function ownerTreeOf(object: KubeObject, mirror: ClusterMirror): OwnerTreeNode | null {
  const topmost = ownersOf(mirror, object).findLast(({ kind, uid }) => kind !== 'Node' && uid !== undefined && mirror.withUid(uid) !== undefined);
  const top = topmost?.uid === undefined ? object : (mirror.withUid(topmost.uid) ?? object);
  const tree = nodeOf(top, mirror, MOST_LEVELS);
  return tree.children.length === 0 && tree.containers.length === 0 ? null : tree;
}

function nodeOf(object: KubeObject, mirror: ClusterMirror, levels: number): OwnerTreeNode {
  const dependents = levels === 0 ? [] : [...mirror.dependentsOf(object.metadata.uid ?? '')].filter(({ kind }) => !ASIDE.has(kind)).sort(byName);
  return {
    reference: referenceTo(object),
    wanted: wantedOf(object),
    children: dependents.slice(0, MOST_CHILDREN).map((dependent) => nodeOf(dependent, mirror, levels - 1)),
    more: Math.max(0, dependents.length - MOST_CHILDREN),
    containers: object.kind === 'Pod' ? containersOf(object as KindMap['Pod']) : [],
  };
}

function containersOf({ spec }: KindMap['Pod']): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
}

function byName(a: KubeObject, b: KubeObject): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return (a.metadata.name ?? '').localeCompare(b.metadata.name ?? '', 'en', { numeric: true });
}
