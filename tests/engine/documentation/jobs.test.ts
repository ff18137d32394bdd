import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import type { KindMap, Simulation } from '../../../src/engine/simulation.ts';
import { clusterWith, containerOf, eventsOf, logOf, object, script } from './documentation-cluster.ts';

function job(name: string, container: JsonObject, spec: JsonObject = {}, pod: JsonObject = {}): JsonObject {
  return object('Job', name, { spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', ...container }], ...pod } } } }, 'batch/v1');
}

const python = (text: string): JsonObject => ({ image: 'python:3', command: ['python3', '-c', text] });
const indexed = { completionMode: 'Indexed' };

function podsOf(simulation: Simulation, name: string): KindMap['Pod'][] {
  return simulation.api.list('Pod', { namespace: 'default' }).filter(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === name);
}
function statusOf(simulation: Simulation, name: string): NonNullable<KindMap['Job']['status']> {
  return simulation.api.get('Job', 'default', name)?.status ?? {};
}

describe('a Job that computes π', () => {
  it('completes within the time it needs, and prints all digits', () => {
    const simulation = clusterWith(job('pi', { image: 'perl:5.34.0', command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] }, { backoffLimit: 4 }));
    simulation.settle();
    expect(statusOf(simulation, 'pi')).toMatchObject({ succeeded: 1, conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', status: 'True' }] });
    const [digits = ''] = logOf(simulation, podsOf(simulation, 'pi')[0]?.metadata.name ?? '');
    expect(digits).toMatch(/^3\.14159265358979323846/);
    expect(digits).toHaveLength(2_001);
    expect(eventsOf(simulation, 'pi')).toContain('Normal Completed: Job completed');
  });
});

describe('an indexed Job', () => {
  it('retries each index by itself: those that failed too often fail, the others succeed', () => {
    const text = 'import os, sys\nprint("Hello world")\nif int(os.environ.get("JOB_COMPLETION_INDEX")) % 2 == 0:\n  sys.exit(1)\n';
    const simulation = clusterWith(job('parity', python(text), { ...indexed, completions: 6, parallelism: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 5 }));
    simulation.settle();
    expect(statusOf(simulation, 'parity')).toMatchObject({ completedIndexes: '1,3,5', failedIndexes: '0,2,4', succeeded: 3, failed: 6 });
    expect(statusOf(simulation, 'parity').conditions?.map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual(['FailureTarget FailedIndexes: Job has failed indexes', 'Failed FailedIndexes: Job has failed indexes']);
    for (const { metadata } of podsOf(simulation, 'parity')) expect(logOf(simulation, metadata.name ?? '')).toEqual(['Hello world']);
  });

  it('gives an index up at once when its policy says so', () => {
    const text = 'import os, sys\nindex = int(os.environ.get("JOB_COMPLETION_INDEX"))\nif index == 0:\n  sys.exit(1)\nelif index == 1:\n  sys.exit(42)\nelse:\n  sys.exit(0)\n';
    const rules = [{ action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }];
    const simulation = clusterWith(job('choosy', python(text), { ...indexed, completions: 4, parallelism: 2, backoffLimitPerIndex: 1, backoffLimit: 6, podFailurePolicy: { rules } }));
    simulation.settle();
    expect(statusOf(simulation, 'choosy')).toMatchObject({ completedIndexes: '2,3', failedIndexes: '0,1', failed: 3 });
    const tries = (index: string) => podsOf(simulation, 'choosy').filter(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index'] === index).length;
    expect([tries('0'), tries('1')]).toEqual([2, 1]);
  });

  it('tells each pod its index, which picks its work', () => {
    const text = 'items=(foo bar baz)\necho ${items[$JOB_COMPLETION_INDEX]} > /tmp/data.txt\ncat /tmp/data.txt | rev\n';
    const simulation = clusterWith(job('reverse', { image: 'bash:5', command: ['bash', '-c', text] }, { ...indexed, completions: 3, parallelism: 3 }));
    simulation.settle();
    expect(podsOf(simulation, 'reverse').map(({ metadata }) => logOf(simulation, metadata.name ?? '')[0]).sort()).toEqual(['oof', 'rab', 'zab']);
  });

  it('reads its index from the downward API', () => {
    const volumes = [{ name: 'input', downwardAPI: { items: [{ path: 'data.txt', fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" } }] } }];
    const container = { command: ['rev', '/input/data.txt'], volumeMounts: [{ name: 'input', mountPath: '/input' }] };
    const simulation = clusterWith(job('volume', container, { ...indexed, completions: 2, parallelism: 2 }, { volumes }));
    simulation.settle();
    expect(statusOf(simulation, 'volume').completedIndexes).toBe('0,1');
    expect(podsOf(simulation, 'volume').map(({ metadata }) => logOf(simulation, metadata.name ?? '')[0]).sort()).toEqual(['0', '1']);
  });
});

describe('a pod failure policy', () => {
  it('fails the whole Job for an exit code that stands for a bug', () => {
    const rules = [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }];
    const container = { image: 'bash:5', command: ['bash'], args: ['-c', 'echo "a bug" && sleep 30 && exit 42'] };
    const simulation = clusterWith(job('buggy', container, { completions: 8, parallelism: 2, backoffLimit: 6, podFailurePolicy: { rules } }));
    simulation.settle();
    const failed = statusOf(simulation, 'buggy').conditions?.find(({ type }) => type === 'Failed');
    expect(failed).toMatchObject({ reason: 'PodFailurePolicy' });
    expect(failed?.message).toMatch(/^Container main for pod default\/buggy-\w{5} failed with exit code 42 matching FailJob rule at index 0$/);
    expect(podsOf(simulation, 'buggy')).toHaveLength(2);
  });
});

describe('a Job with a sidecar', () => {
  it('completes although the sidecar would go on for ever', () => {
    const mounts = { volumeMounts: [{ name: 'data', mountPath: '/opt' }] };
    const initContainers = [{ name: 'logshipper', image: 'alpine:latest', restartPolicy: 'Always', ...script('tail -F /opt/logs.txt'), ...mounts }];
    const simulation = clusterWith(job('shipped', { image: 'alpine:latest', ...script('echo "logging" > /opt/logs.txt'), ...mounts }, {}, { initContainers, volumes: [{ name: 'data', emptyDir: {} }] }));
    simulation.settle();
    expect(statusOf(simulation, 'shipped').conditions?.at(-1)).toMatchObject({ type: 'Complete', status: 'True' });
    const [pod] = podsOf(simulation, 'shipped');
    expect(pod && containerOf(pod, 'logshipper').state?.terminated?.exitCode).toBe(137);
    expect(eventsOf(simulation, pod?.metadata.name ?? '')).toContain('Normal Killing: Stopping container logshipper');
  });
});
