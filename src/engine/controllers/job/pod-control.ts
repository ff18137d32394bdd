import type { Client } from '../../api/api-server.ts';
import { isStatus, StatusError } from '../../api/errors.ts';
import { isPodReady } from '../../api/pod-readiness.ts';
import type { EventRecorder } from '../../events.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { slowStart } from '../replicaset/slow-start.ts';
import type { Job, Pod } from './job-types.ts';
import { untrack } from './untrack.ts';

export interface Removal {
  readonly removed: number;
  /** how many of them were ready. */
  readonly removedReady: number;
  readonly error: StatusError | undefined;
}

/** Makes and removes pods of a Job and tells of it in Events. */
export interface PodControl {
  /** Slow start: what fails at first is not tried hundreds of times. Returns how many there are now. */
  create(job: Job, pods: readonly Pod[]): { readonly created: number; readonly error: StatusError | undefined };
  /** Marks pods for deletion. Those that are kept tracked are still to be counted. */
  remove(job: Job, pods: readonly Pod[], keepTracked: boolean): Removal;
}

export function createPodControl(client: Client, recorder: EventRecorder): PodControl {
  function createOne(job: Job, pod: Pod): { readonly error: StatusError } | undefined {
    try {
      const { name } = client.create(pod).metadata;
      recorder.event(job, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!isNamespaceTerminating(error)) recorder.event(job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      return { error };
    }
    return undefined;
  }
  function removeOne(job: Job, pod: Pod, keepTracked: boolean): StatusError | undefined {
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    try {
      if (!keepTracked) untrack(client, pod, `Job ${job.metadata.name ?? ''} does not count it`);
      client.delete('Pod', namespace, name, { uid, note: `deleted by Job ${job.metadata.name ?? ''}` });
      recorder.event(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    } catch (error) {
      if (isStatus(error, 'NotFound')) return undefined;
      if (!(error instanceof StatusError)) throw error;
      recorder.event(job, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      return error;
    }
    return undefined;
  }

  return {
    create(job, pods) {
      let tried = 0;
      let created = 0;
      const failure = slowStart(pods.length, () => {
        const pod = pods[tried++];
        const failed = pod && createOne(job, pod);
        if (!failed) created++;
        return failed;
      });
      // In a namespace that is going nothing can be created any more: trying again is useless.
      return { created, error: failure && !isNamespaceTerminating(failure.error) ? failure.error : undefined };
    },
    remove(job, pods, keepTracked) {
      let removed = 0;
      let removedReady = 0;
      let error: StatusError | undefined;
      for (const pod of pods) {
        const failure = removeOne(job, pod, keepTracked);
        error ??= failure;
        if (failure) continue;
        removed++;
        if (isPodReady(pod)) removedReady++;
      }
      return { removed, removedReady, error };
    },
  };
}
