import type { Client } from '../../api/api-server.ts';
import type { Pod } from './job-types.ts';
import { isTracked, TRACKING_FINALIZER } from './pod-standing.ts';

/** The pod without the tracking finalizer. */
export function untracked(pod: Pod): Pod {
  const { finalizers = [], ...metadata } = pod.metadata;
  const others = finalizers.filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  return { ...pod, metadata: others.length > 0 ? { ...metadata, finalizers: others } : metadata };
}

/** Lets a pod go, as it is now, so that it can be deleted. Nothing when it is gone, or free already. */
export function untrack(client: Client, { metadata: { namespace = '', name = '', uid } }: Pod, note: string): void {
  const pod = client.get('Pod', namespace, name);
  if (pod && pod.metadata.uid === uid && isTracked(pod)) client.update(untracked(pod), { note });
}
