import { describe, expect, it } from 'vitest';
import { changeJob, conditions, createJobRig, endOne, jobOf, podTemplate, started, SYNC_MS } from './job-rig.ts';

const FINALIZER = 'batch.kubernetes.io/job-tracking';

describe('a Job', () => {
  it('runs one pod to its end and is complete, with all that kubectl shows of it', () => {
    const rig = started();
    const [pod] = rig.pods();
    const { uid } = rig.job().metadata;
    expect(pod?.metadata).toMatchObject({
      finalizers: [FINALIZER],
      labels: { 'batch.kubernetes.io/controller-uid': uid, 'controller-uid': uid, 'batch.kubernetes.io/job-name': 'pi', 'job-name': 'pi' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'pi', uid, controller: true, blockOwnerDeletion: true }],
    });
    expect(pod?.metadata.name).toMatch(/^pi-[a-z0-9]{5}$/);
    expect(rig.job().status).toEqual({ active: 1, ready: 1, terminating: 0, startTime: '2026-01-05T10:00:00Z', uncountedTerminatedPods: {} });
    endOne(rig, 0);
    expect(conditions(rig.job())).toEqual([
      'SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods', 'Complete=True CompletionsReached: Reached expected number of succeeded pods',
    ]);
    expect(rig.job().status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {}, startTime: '2026-01-05T10:00:00Z', completionTime: '2026-01-05T10:00:02Z' });
    expect(rig.job().status?.active).toBeUndefined();
    expect(rig.pods()[0]?.metadata.finalizers).toBeUndefined();
    expect(rig.events('Job')).toEqual([`SuccessfulCreate: Created pod: ${pod?.metadata.name}`, 'Completed: Job completed']);
  });

  it('never runs more pods than are still to complete', () => {
    const rig = started({ completions: 5, parallelism: 3 });
    const seen: number[] = [];
    while (rig.running().length > 0) {
      seen.push(rig.running().length);
      endOne(rig, 0);
    }
    expect(seen).toEqual([3, 3, 3, 2, 1]);
    expect(rig.job().status).toMatchObject({ succeeded: 5 });
    expect(rig.pods()).toHaveLength(5);
  });

  it('without completions is a work queue: after the first success no pod is started, and the rest are waited for', () => {
    const rig = started({ parallelism: 3 });
    expect(rig.job().spec.completions).toBeUndefined();
    endOne(rig, 0);
    expect(rig.running()).toHaveLength(2);
    endOne(rig, 1);
    expect(conditions(rig.job())).toEqual([]);
    endOne(rig, 0);
    expect(conditions(rig.job()).at(-1)).toBe('Complete=True CompletionsReached: Reached expected number of succeeded pods');
    expect(rig.job().status).toMatchObject({ succeeded: 2, failed: 1 });
  });

  it('follows its parallelism up and down; pods that it removes are not counted', () => {
    const rig = started({ completions: 10, parallelism: 2 });
    changeJob(rig, { parallelism: 4 });
    rig.advance(SYNC_MS);
    expect(rig.running()).toHaveLength(4);
    changeJob(rig, { parallelism: 1 });
    rig.advance(100);
    expect(rig.job().status).toMatchObject({ active: 1, ready: 1, terminating: 3 });
    rig.advance(5_000);
    expect(rig.job().status).toMatchObject({ active: 1, terminating: 0 });
    expect(rig.job().status?.failed).toBeUndefined();
  });

  it('starts many pods slowly where none can be, and tries again', () => {
    const rig = createJobRig();
    rig.refusePods(true);
    rig.you.create(jobOf({ completions: 50, parallelism: 50 }));
    rig.advance(20);
    expect(rig.events('Job')).toEqual(Array(2).fill(expect.stringMatching(/^FailedCreate: Error creating: pods "pi-.{5}" is forbidden: exceeded quota$/)));
    rig.refusePods(false);
    rig.advance(10_000);
    expect(rig.running()).toHaveLength(50);
  });

  it('adopts pods that its own selector matches, and lets go of those that it no longer does', () => {
    const rig = createJobRig();
    const labels = { app: 'batch' };
    const orphan = rig.you.create<'Pod'>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'orphan', namespace: 'default', labels }, spec: podTemplate().spec });
    rig.you.create(jobOf({ completions: 2, parallelism: 2, manualSelector: true, selector: { matchLabels: labels }, template: { ...podTemplate(), metadata: { labels } } }));
    rig.advance(SYNC_MS);
    expect(rig.pods()).toHaveLength(2);
    const adopted = rig.pods().find(({ metadata }) => metadata.uid === orphan.metadata.uid);
    expect(adopted?.metadata).toMatchObject({ finalizers: [FINALIZER], ownerReferences: [{ kind: 'Job', name: 'pi' }] });
    if (adopted) rig.you.update<'Pod'>({ ...adopted, metadata: { ...adopted.metadata, labels: { app: 'other' } } });
    rig.advance(SYNC_MS * 2);
    const released = rig.pods().find(({ metadata }) => metadata.uid === orphan.metadata.uid);
    expect(released?.metadata).not.toHaveProperty('finalizers');
    expect(released?.metadata).not.toHaveProperty('ownerReferences');
    expect(rig.pods()).toHaveLength(3);
  });

  it('is left alone when another controller manages it', () => {
    const rig = started({ managedBy: 'acme.io/queue' });
    expect(rig.pods()).toEqual([]);
    expect(rig.job().status).toEqual({});
  });

  it('when deleted leaves no pod that cannot be deleted', () => {
    const rig = started({ completions: 4, parallelism: 4 });
    rig.you.delete('Job', 'default', 'pi', { propagationPolicy: 'Background' });
    rig.advance(10_000);
    expect(rig.pods()).toEqual([]);
  });

  it('when deleted without its pods frees them', () => {
    const rig = started();
    rig.you.delete('Job', 'default', 'pi', { propagationPolicy: 'Orphan' });
    rig.advance(10_000);
    expect(rig.jobs()).toEqual([]);
    expect(rig.pods()[0]?.metadata.finalizers).toBeUndefined();
    expect(rig.pods()[0]?.status?.phase).toBe('Running');
  });

  it('frees pods whose Job went while the controller was stopped', () => {
    const rig = started();
    rig.runners['job-controller']?.stop();
    rig.you.delete('Job', 'default', 'pi', { propagationPolicy: 'Background' });
    rig.advance(10_000);
    expect(rig.pods()).toHaveLength(1);
    rig.runners['job-controller']?.start();
    rig.advance(10_000);
    expect(rig.pods()).toEqual([]);
  });
});

describe('failed pods of a Job', () => {
  it('are replaced after 10 s, 20 s, 40 s …', () => {
    const rig = started();
    const createdAt: number[] = [];
    rig.onPod((pod) => {
      if (!pod.status?.conditions) createdAt.push(rig.kernel.now());
    });
    const gaps: number[] = [];
    for (let failure = 0; failure < 3; failure++) {
      const endedAt = rig.kernel.now();
      const [pod] = rig.running();
      if (pod) rig.end(pod, 1);
      while (rig.running().length === 0) rig.advance(100);
      gaps.push(Math.round(((createdAt.at(-1) ?? 0) - endedAt) / 1000));
    }
    expect(gaps).toEqual([10, 20, 40]);
    expect(rig.job().status).toMatchObject({ failed: 3, active: 1 });
  });

  it('end it beyond the limit', () => {
    const rig = started({ backoffLimit: 1, parallelism: 2, completions: 2 });
    endOne(rig, 1, 20_000);
    expect(rig.running()).toHaveLength(2);
    endOne(rig, 1, 100);
    rig.advance(1_000);
    expect(conditions(rig.job())).toEqual(['FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit']);
    expect(rig.job().status).toMatchObject({ failed: 3, terminating: 1 });
    rig.advance(5_000);
    expect(conditions(rig.job())[1]).toBe('Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit');
    expect(rig.job().status).toMatchObject({ failed: 3, terminating: 0, ready: 0 });
    expect(rig.events('Job').at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('do not delay those after a success', () => {
    const rig = started({ completions: 3, parallelism: 2 });
    const [first, second] = rig.running();
    if (first) rig.end(first, 1);
    rig.advance(1_000);
    if (second) rig.end(second, 0);
    rig.advance(SYNC_MS);
    expect(rig.running()).toHaveLength(2);
  });

  it('with containers that restart are counted by their restarts', () => {
    const rig = started({ backoffLimit: 3, template: podTemplate('OnFailure') });
    const [pod] = rig.running();
    if (pod) rig.restart(pod, 2);
    rig.advance(SYNC_MS);
    expect(conditions(rig.job())).toEqual([]);
    if (pod) rig.restart(pod, 3);
    rig.advance(10_000);
    expect(conditions(rig.job()).at(-1)).toBe('Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('include deleted ones at once, or with podReplacementPolicy Failed only when they have ended', () => {
    const replaced = (podReplacementPolicy: string): (readonly [number, number])[] => {
      const rig = started({ podReplacementPolicy });
      rig.you.delete('Pod', 'default', rig.running()[0]?.metadata.name ?? '');
      const seen: (readonly [number, number])[] = [];
      rig.advance(1_100);
      seen.push([rig.job().status?.failed ?? 0, rig.job().status?.terminating ?? 0]);
      rig.advance(2_000);
      seen.push([rig.job().status?.failed ?? 0, rig.job().status?.terminating ?? 0]);
      rig.advance(12_000);
      expect(rig.running()).toHaveLength(1);
      return seen;
    };
    expect(replaced('TerminatingOrFailed')).toEqual([[1, 1], [1, 0]]);
    expect(replaced('Failed')).toEqual([[0, 1], [1, 0]]);
  });
});

describe('the deadline of a Job', () => {
  it('ends it', () => {
    const rig = started({ activeDeadlineSeconds: 30 });
    rig.advance(28_000);
    expect(conditions(rig.job())).toEqual([]);
    rig.advance(5_000);
    expect(conditions(rig.job())).toEqual([
      'FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline', 'Failed=True DeadlineExceeded: Job was active longer than specified deadline',
    ]);
    expect(rig.events('Job').at(-1)).toBe('DeadlineExceeded: Job was active longer than specified deadline');
    expect(rig.job().status).toMatchObject({ failed: 1 });
  });

  it('can be changed, and does not run while it is suspended', () => {
    const rig = started({ activeDeadlineSeconds: 30 });
    changeJob(rig, { suspend: true });
    rig.advance(60_000);
    expect(conditions(rig.job())).toEqual(['Suspended=True JobSuspended: Job suspended']);
    changeJob(rig, { suspend: false });
    rig.advance(20_000);
    expect(rig.job().status?.startTime).toBe('2026-01-05T10:01:01Z');
    changeJob(rig, { activeDeadlineSeconds: 21 });
    rig.advance(5_000);
    expect(conditions(rig.job()).at(-1)).toContain('Failed=True DeadlineExceeded');
  });
});

describe('a suspended Job', () => {
  it('has no pods and no start; resumed it runs', () => {
    const rig = started({ suspend: true, parallelism: 2, completions: 2 });
    expect(rig.pods()).toEqual([]);
    expect(rig.job().status).toEqual({ conditions: [expect.objectContaining({ type: 'Suspended', status: 'True' })], ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    changeJob(rig, { suspend: false });
    rig.advance(SYNC_MS);
    expect(rig.running()).toHaveLength(2);
    changeJob(rig, { suspend: true });
    rig.advance(5_000);
    expect(rig.pods()).toEqual([]);
    expect(rig.job().status?.failed).toBeUndefined();
    expect(conditions(rig.job())).toEqual(['Suspended=True JobSuspended: Job suspended']);
    expect(rig.events('Job').filter((event) => !event.startsWith('Successful'))).toEqual(['Suspended: Job suspended', 'Resumed: Job resumed']);
  });
});

describe('the Job controller', () => {
  it('costs nothing once its Jobs have ended', () => {
    const rig = started({ completions: 3, parallelism: 3 });
    while (rig.running().length > 0) endOne(rig, 0);
    rig.advance(5_000);
    for (const kind of ['Job', 'Pod', 'Event'] as const) rig.writes(kind);
    rig.advance(3_000_000);
    expect([rig.writes('Job'), rig.writes('Pod')]).toEqual([0, 0]);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('continues from a checkpoint byte for byte, its back-off included', () => {
    const rig = started({ completions: 4, parallelism: 2, backoffLimit: 9 });
    endOne(rig, 1);
    endOne(rig, 1);
    const restored = createJobRig(rig.save());
    for (const one of [rig, restored]) {
      one.advance(30_000);
      endOne(one, 0, 40_000);
    }
    expect(restored.save()).toEqual(rig.save());
    expect(rig.running()).toHaveLength(2);
  });

  it('makes no pod twice however it is stopped and started', () => {
    const rig = started({ completions: 4, parallelism: 4 });
    for (let round = 0; round < 4; round++) {
      rig.runners['job-controller']?.stop();
      rig.runners['job-controller']?.start();
      rig.advance(300);
      endOne(rig, 0, 0);
    }
    rig.advance(5_000);
    expect(rig.pods()).toHaveLength(4);
    expect(rig.job().status).toMatchObject({ succeeded: 4 });
  });
});
