import type { Client } from '../../api/api-server.ts';
import { controllerOf } from '../../api/object.ts';
import { matchesSelector } from '../../api/selectors.ts';
import { adoptedBy, releasedBy } from '../controller-reference.ts';
import type { Job, Pod } from './job-types.ts';
import { isTracked, TRACKING_FINALIZER } from './pod-standing.ts';
import { untracked } from './untrack.ts';

/**
 * The pods of a Job by name. Pods that it selects and nobody controls are adopted and tracked; its own that it no longer selects are let go
 * (pkg/controller/job getPodsForJob). `mayAdopt` is false when it is known that there are no such pods.
 */
export function claimPods(client: Client, job: Job, mayAdopt: boolean): readonly Pod[] {
  const { metadata: { namespace = '', uid = '' }, spec: { selector } } = job;
  const isGoing = job.metadata.deletionTimestamp !== undefined;
  const pods: Pod[] = [];
  for (const pod of client.list('Pod', { controllerUid: uid })) {
    if (selector && matchesSelector(selector, pod.metadata.labels)) pods.push(pod);
    else if (!isGoing) client.update({ ...untracked(pod), metadata: releasedBy(untracked(pod).metadata, job) }, { note: `released by Job ${job.metadata.name ?? ''}` });
  }
  if (!selector || isGoing || !mayAdopt) return pods;
  const alike = client.list('Pod', { namespace, ...(selector.matchLabels ? { labels: selector.matchLabels } : {}) });
  const adopted = alike.filter((pod) => !controllerOf(pod) && pod.metadata.deletionTimestamp === undefined && matchesSelector(selector, pod.metadata.labels));
  if (adopted.length === 0) return pods;
  for (const pod of adopted) pods.push(client.update<'Pod'>(withTracking(pod, job), { note: `adopted by Job ${job.metadata.name ?? ''}` }));
  return pods.sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

function withTracking(pod: Pod, job: Job): Pod {
  const metadata = adoptedBy(pod.metadata, job);
  return { ...pod, metadata: isTracked(pod) ? metadata : { ...metadata, finalizers: [...(metadata.finalizers ?? []), TRACKING_FINALIZER] } };
}
