import type { KindMap, KubeObject } from '../../engine/api/object.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { ClusterMirror } from './cluster-mirror.ts';

type Pod = KindMap['Pod'];

/** How many pods its owner wants at once, as far as a number says it; `null` for owners that count otherwise, or not at all. */
export function wantedBy(mirror: ClusterMirror, owner: ObjectReference | null): number | null {
  const found = owner ? mirror.find(owner) : undefined;
  if (!found) return null;
  switch (owner?.kind) {
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return replicasOf(found);
    case 'Job': {
      const { spec, status } = found as KindMap['Job'];
      return Math.min(spec.parallelism ?? 1, Math.max(1, (spec.completions ?? Infinity) - (status?.succeeded ?? 0)));
    }
    default:
      return null;
  }
}

/** Which of its owner's pods it is: "number 0" of a StatefulSet, "index 2" of a Job, the node it is made for. Empty for those that are all alike. */
export function partOfOwner({ metadata: { labels }, spec }: Pod, owner: ObjectReference | null): string {
  switch (owner?.kind) {
    case 'StatefulSet': return numbered('number', labels?.['apps.kubernetes.io/pod-index']);
    case 'Job': return numbered('index', labels?.['batch.kubernetes.io/job-completion-index']);
    case 'DaemonSet': return nodeMeantFor(spec);
    default: return '';
  }
}

export function replicasOf(object: KubeObject): number {
  return (object as KindMap['ReplicaSet']).spec?.replicas ?? 1;
}

function numbered(word: string, number: string | undefined): string {
  return number === undefined ? '' : `${word} ${number}`;
}

/** The DaemonSet controller binds nothing: it asks for its node by affinity. */
function nodeMeantFor({ affinity }: Pod['spec']): string {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms) for (const { key, values = [] } of matchFields) if (key === 'metadata.name') return values[0] ?? '';
  return '';
}
