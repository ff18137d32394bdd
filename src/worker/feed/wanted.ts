import type { KubeObject } from '../../engine/api/object.ts';

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

/** How many pods an object is to have, or for a Job to see through; `null` for what counts none. */
export function wantedOf({ kind, spec }: KubeObject): number | null {
  const { replicas, completions } = (spec ?? {}) as { readonly replicas?: number; readonly completions?: number };
  if (kind === 'Job') return completions ?? null;
  return SCALED.has(kind) ? (replicas ?? 1) : null;
}
