import type { KindMap } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import { parseTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { finishedCondition } from './job/conditions.ts';

type Job = KindMap['Job'];

/** Deletes Jobs, and their pods with them, so many seconds after they ended (pkg/controller/ttlafterfinished). */
export const ttlAfterFinishedController: ControllerDefinition = {
  name: 'ttl-after-finished-controller',
  watches: ['Job'],
  create: createTtlAfterFinished,
};

function createTtlAfterFinished(context: ControllerContext): Controller {
  const { client } = context;

  return {
    watches: {
      Job({ type, object, previous }) {
        const key = objectKey(object.metadata.namespace, object.metadata.name ?? '');
        if (type === 'DELETED') context.cancelDelayed(key);
        else if (expiryMs(object) !== (previous && expiryMs(previous))) context.enqueue(key);
      },
    },
    resync() {
      if (!client.reachable()) return;
      for (const job of client.list('Job')) if (expiryMs(job) !== undefined) context.enqueue(objectKey(job.metadata.namespace, job.metadata.name ?? ''));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const job = client.get('Job', namespace, name);
      const dueMs = job && expiryMs(job);
      context.cancelDelayed(key);
      if (!job || dueMs === undefined) return;
      const leftMs = dueMs - context.now();
      if (leftMs > 0) {
        context.enqueueAfter(key, leftMs, { label: 'ttlSecondsAfterFinished', subject: { kind: 'Job', namespace, name } });
        return;
      }
      client.delete('Job', namespace, name, { propagationPolicy: 'Foreground', uid: job.metadata.uid ?? '', note: 'its time after it finished is over' });
    },
  };
}

/** When a Job's time is over, milliseconds; `undefined` while it runs, or when it may stay. */
function expiryMs(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  const finished = finishedCondition(job);
  if (ttlSecondsAfterFinished === undefined || !finished || job.metadata.deletionTimestamp !== undefined) return undefined;
  return parseTime(finished.lastTransitionTime ?? '') + ttlSecondsAfterFinished * 1000;
}
