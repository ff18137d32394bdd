import { describe, expect, it } from 'vitest';
import { createSimulation, restoreSimulation, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';

type Job = KindMap['Job'];

function jobOf(name: string, script: string, spec: Partial<Job['spec']> = {}, restartPolicy = 'Never'): object {
  const template = { spec: { restartPolicy, terminationGracePeriodSeconds: 2, containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script] }] } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'default' }, spec: { template, ...spec } };
}
function run(...objects: object[]): Simulation {
  const simulation = createSimulation({ seed: 5 });
  expect(simulation.api.apply(...objects).problems).toEqual([]);
  return simulation;
}
function job(simulation: Simulation, name: string): Job {
  const found = simulation.api.get('Job', 'default', name);
  if (!found) throw new Error(`no Job ${name}`);
  return found;
}
const endOf = (simulation: Simulation, name: string): string | undefined => job(simulation, name).status?.conditions?.at(-1)?.reason;

describe('a Job in a cluster', () => {
  it('runs to its end on real nodes, and leaves its pods to be looked at', () => {
    const simulation = run(jobOf('pi', 'sleep 5', { completions: 5, parallelism: 2, completionMode: 'Indexed' }));
    expect(simulation.settle().settled).toBe(true);
    expect(job(simulation, 'pi').status).toMatchObject({ succeeded: 5, completedIndexes: '0-4' });
    expect(simulation.api.list('Pod', { namespace: 'default' }).map(({ status }) => status?.phase)).toEqual(Array(5).fill('Succeeded'));
  });

  it('is unchanged when it is applied again, and cannot change its template', () => {
    const simulation = run(jobOf('pi', 'sleep 5'));
    simulation.settle();
    expect(simulation.api.apply(jobOf('pi', 'sleep 5')).outcomes.map(({ verdict }) => verdict)).toEqual(['unchanged']);
    expect(simulation.api.apply(jobOf('pi', 'sleep 6')).problems[0]?.message).toMatch(/spec\.template: Invalid value: .*: field is immutable$/s);
  });

  it('gives up after its limit, with exit codes that say why', () => {
    const simulation = run(jobOf('bad', 'exit 3', { backoffLimit: 2 }), jobOf('worse', 'exit 42', { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] } }));
    expect(simulation.settle().settled).toBe(true);
    expect(endOf(simulation, 'bad')).toBe('BackoffLimitExceeded');
    expect(job(simulation, 'bad').status?.failed).toBe(3);
    expect(job(simulation, 'worse').status?.conditions?.at(-1)?.message).toMatch(/^Container main for pod default\/worse-\S+ failed with exit code 42 matching FailJob rule at index 0$/);
  });

  it('counts restarts in place where containers restart', () => {
    const simulation = run(jobOf('stubborn', 'exit 1', { backoffLimit: 2 }, 'OnFailure'));
    expect(simulation.settle().settled).toBe(true);
    expect(endOf(simulation, 'stubborn')).toBe('BackoffLimitExceeded');
    expect(simulation.api.list('Pod', { namespace: 'default' }).filter(({ metadata }) => metadata.finalizers)).toEqual([]);
  });

  it('stops its pods at its deadline, and is not over before they are', () => {
    const simulation = run(jobOf('slow', 'sleep 1000', { activeDeadlineSeconds: 20, parallelism: 2, completions: 2 }));
    expect(simulation.settle().settled).toBe(true);
    expect(endOf(simulation, 'slow')).toBe('DeadlineExceeded');
    expect(job(simulation, 'slow').status).toMatchObject({ failed: 2, terminating: 0 });
    expect(simulation.api.list('Pod', { namespace: 'default' }).filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([]);
  });

  it('outlives the loss of a node: its pods there fail once and are run elsewhere', () => {
    const simulation = run(jobOf('pi', 'sleep 1200', { completions: 3, parallelism: 3 }));
    simulation.advance(30_000);
    const lost = simulation.api.list('Pod', { namespace: 'default' }).filter(({ spec }) => spec.nodeName === 'node-2');
    expect(lost.length).toBeGreaterThan(0);
    simulation.machines.powerOff('node-2');
    simulation.advance(900_000);
    expect(job(simulation, 'pi').status).toMatchObject({ failed: lost.length, active: 3 });
    simulation.api.delete('Node', '', 'node-2');
    simulation.advance(2_400_000);
    expect(job(simulation, 'pi').status).toMatchObject({ succeeded: 3, failed: lost.length, terminating: 0 });
  });

  it('goes with all that is its own, at any time', () => {
    const simulation = run(jobOf('pi', 'sleep 1000', { parallelism: 3, completions: 9 }));
    simulation.advance(10_000);
    simulation.api.delete('Job', 'default', 'pi');
    expect(simulation.settle().settled).toBe(true);
    expect(simulation.api.list('Pod', { namespace: 'default' })).toEqual([]);
  });

  it('continues from a checkpoint exactly', () => {
    const simulation = run(
      jobOf('flaky', 'exit 1', { backoffLimit: 4 }), jobOf('pi', 'sleep 3', { completions: 6, parallelism: 2, ttlSecondsAfterFinished: 30 }),
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick', namespace: 'default' }, spec: { schedule: '* * * * *', timeZone: 'Europe/Paris', jobTemplate: { spec: (jobOf('x', 'sleep 2') as Job).spec } } },
    );
    for (let round = 0; round < 8; round++) {
      const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>);
      for (const one of [simulation, restored]) one.advance(23_700);
      expect(restored.hash()).toBe(simulation.hash());
    }
  });
});

describe('a CronJob in a cluster', () => {
  it('runs each minute and keeps three', () => {
    const simulation = run({
      apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello', namespace: 'default' },
      spec: { schedule: '* * * * *', jobTemplate: { spec: (jobOf('x', 'date; echo Hello') as Job).spec } },
    });
    simulation.advance(6 * 60_000 + 20_000);
    expect(simulation.api.list('Job')).toHaveLength(3);
    expect(simulation.api.list('Pod', { namespace: 'default' }).map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(simulation.currentWait()).toMatchObject({ label: 'next run of the CronJob' });
  });
});
