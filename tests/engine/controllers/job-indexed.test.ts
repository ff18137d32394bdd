import { describe, expect, it } from 'vitest';
import { changeJob, conditions, endIndex, endOne, indexOf, runningIndexes, started, SYNC_MS, type Job } from './job-rig.ts';

describe('an Indexed Job', () => {
  it('gives each pod its index: in its name, hostname, label, annotation and environment', () => {
    const rig = started({ completionMode: 'Indexed', completions: 3, parallelism: 2 });
    expect(runningIndexes(rig)).toEqual([0, 1]);
    const pod = rig.running().find((candidate) => indexOf(candidate) === 1);
    expect(pod?.metadata.name).toMatch(/^pi-1-[a-z0-9]{5}$/);
    expect(pod?.spec.hostname).toBe('pi-1');
    expect(pod?.metadata.labels?.['batch.kubernetes.io/job-completion-index']).toBe('1');
    expect(pod?.spec.containers[0]?.env).toEqual([
      { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } } },
    ]);
  });

  it('completes every index once, and lists them', () => {
    const rig = started({ completionMode: 'Indexed', completions: 6, parallelism: 6 });
    for (const index of [0, 1, 3, 5, 4]) endIndex(rig, index, 0);
    expect(rig.job().status).toMatchObject({ completedIndexes: '0,1,3-5', succeeded: 5, active: 1 });
    endIndex(rig, 2, 1);
    rig.advance(12_000);
    expect(runningIndexes(rig)).toEqual([2]);
    endIndex(rig, 2, 0);
    expect(rig.job().status).toMatchObject({ completedIndexes: '0-5', succeeded: 6, failed: 1 });
    expect(conditions(rig.job()).at(-1)).toContain('Complete=True');
  });

  it('can be stretched and shrunk with its parallelism', () => {
    const rig = started({ completionMode: 'Indexed', completions: 2, parallelism: 2 });
    changeJob(rig, { completions: 4, parallelism: 4 });
    rig.advance(SYNC_MS);
    expect(runningIndexes(rig)).toEqual([0, 1, 2, 3]);
    endIndex(rig, 3, 0);
    endIndex(rig, 0, 0);
    changeJob(rig, { completions: 2, parallelism: 2 });
    rig.advance(SYNC_MS * 3);
    expect(runningIndexes(rig)).toEqual([1]);
    expect(rig.job().status).toMatchObject({ completedIndexes: '0', succeeded: 1 });
  });

  it('with a limit for each index lets the others go on, and fails in the end', () => {
    const rig = started({ completionMode: 'Indexed', completions: 3, parallelism: 3, backoffLimitPerIndex: 1 });
    endIndex(rig, 1, 1);
    expect(runningIndexes(rig)).toEqual([0, 2]);
    rig.advance(10_000);
    const second = rig.running().find((pod) => indexOf(pod) === 1);
    expect(second?.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']).toBe('1');
    rig.advance(SYNC_MS);
    endIndex(rig, 1, 1);
    expect(rig.job().status).toMatchObject({ failedIndexes: '1', failed: 2 });
    rig.advance(60_000);
    expect(runningIndexes(rig)).toEqual([0, 2]);
    endIndex(rig, 0, 0);
    endIndex(rig, 2, 0);
    expect(rig.job().status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1' });
    expect(conditions(rig.job())).toEqual(['FailureTarget=True FailedIndexes: Job has failed indexes', 'Failed=True FailedIndexes: Job has failed indexes']);
  });

  it('ends once too many indexes have failed', () => {
    const rig = started({ completionMode: 'Indexed', completions: 4, parallelism: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 1 });
    endIndex(rig, 0, 1);
    expect(conditions(rig.job())).toEqual([]);
    endIndex(rig, 1, 1);
    rig.advance(5_000);
    expect(conditions(rig.job()).at(-1)).toBe('Failed=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes');
  });

  it('ends well by its success policy; what still runs is stopped and is no failure', () => {
    const rig = started({ completionMode: 'Indexed', completions: 5, parallelism: 5, successPolicy: { rules: [{ succeededIndexes: '0,2-4', succeededCount: 2 }] } });
    endIndex(rig, 1, 0);
    endIndex(rig, 3, 0);
    expect(rig.running()).toHaveLength(3);
    endIndex(rig, 0, 0);
    rig.advance(5_000);
    expect(conditions(rig.job())).toEqual(['SuccessCriteriaMet=True SuccessPolicy: Matched rules at index 0', 'Complete=True SuccessPolicy: Matched rules at index 0']);
    expect(rig.job().status).toMatchObject({ succeeded: 3, completedIndexes: '0,1,3', terminating: 0 });
    expect(rig.job().status?.failed).toBeUndefined();
  });
});

describe('the pod failure policy', () => {
  const policy = (...rules: NonNullable<Job['spec']['podFailurePolicy']>['rules']): Partial<Job['spec']> => ({ podFailurePolicy: { rules } });

  it('fails the Job for an exit code', () => {
    const rig = started({ completions: 2, parallelism: 2, ...policy({ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }) });
    const name = rig.running()[0]?.metadata.name ?? '';
    endOne(rig, 42);
    const message = `Container main for pod default/${name} failed with exit code 42 matching FailJob rule at index 0`;
    expect(conditions(rig.job())).toEqual([`FailureTarget=True PodFailurePolicy: ${message}`]);
    rig.advance(5_000);
    expect(conditions(rig.job())[1]).toBe(`Failed=True PodFailurePolicy: ${message}`);
    expect(rig.events('Job').at(-1)).toBe(`PodFailurePolicy: ${message}`);
  });

  it('ignores disruptions', () => {
    const rig = started({ backoffLimit: 0, ...policy({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }) });
    const [pod] = rig.running();
    if (pod) rig.end(pod, 137, ['DisruptionTarget']);
    rig.advance(20_000);
    expect(rig.job().status?.failed).toBeUndefined();
    expect(rig.running()).toHaveLength(1);
    endOne(rig, 1);
    expect(conditions(rig.job()).at(-1)).toContain('BackoffLimitExceeded');
  });

  it('fails the Job for a condition, and counts what no rule speaks of', () => {
    const rig = started(policy({ action: 'Count', onExitCodes: { operator: 'NotIn', values: [1, 2] } }, { action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue', status: 'True' }] }));
    endOne(rig, 3, 12_000);
    endOne(rig, 1, 25_000);
    expect(rig.job().status).toMatchObject({ failed: 2, active: 1 });
    const [pod] = rig.running();
    if (pod) rig.end(pod, 2, ['ConfigIssue']);
    rig.advance(SYNC_MS);
    expect(conditions(rig.job()).at(-1)).toBe(`Failed=True PodFailurePolicy: Pod default/${pod?.metadata.name} has condition ConfigIssue matching FailJob rule at index 1`);
  });

  it('fails an index', () => {
    const rig = started({
      completionMode: 'Indexed', completions: 2, parallelism: 2, backoffLimitPerIndex: 5, ...policy({ action: 'FailIndex', onExitCodes: { operator: 'In', values: [7] } }),
    });
    endIndex(rig, 0, 7);
    expect(rig.job().status).toMatchObject({ failedIndexes: '0', failed: 1 });
    rig.advance(60_000);
    expect(runningIndexes(rig)).toEqual([1]);
  });
});
