import { describe, expect, test } from 'vitest';
import { chainLines, watchedCluster, type WatchedCluster } from './cluster.ts';

const template = (app: string, container: object, more: object = {}) => ({
  metadata: { labels: { app } }, spec: { containers: [{ name: 'run', image: 'nginx:1.27', ...container }], ...more },
});
const statefulSet = (replicas: number) => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' },
  spec: { replicas, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db', { image: 'redis:7' }) },
});
const daemonSet = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' }, spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', {}) } };
const jobSpec = { completions: 2, parallelism: 1, completionMode: 'Indexed', template: template('work', { image: 'busybox:1.37', command: ['sleep', '5'] }, { restartPolicy: 'Never' }) };
const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec: jobSpec };
const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report' }, spec: { schedule: '*/2 * * * *', jobTemplate: { spec: { ...jobSpec, completions: 1 } } } };

function clusterWith(...objects: readonly object[]): WatchedCluster {
  const cluster = watchedCluster();
  cluster.simulation.api.apply(...objects);
  return cluster;
}
const workloadOf = ({ feed }: WatchedCluster, kind: string) => feed.take(true).workloads?.put.find((workload) => workload.kind === kind);

describe('the answer to Why?', () => {
  test('of a StatefulSet’s pod names its number, and who removed it', () => {
    const cluster = clusterWith(statefulSet(2));
    const { simulation, watch, inspect } = cluster;
    watch(30_000);
    expect(chainLines(inspect('Pod', 'db-1'))).toContain('[StatefulSet db] had 1 of 2 pods, so it made number 1');
    const uid = simulation.api.get('Pod', 'default', 'db-1')?.metadata.uid;
    simulation.api.scale('StatefulSet', 'default', 'db', 1);
    watch(40_000);
    expect(chainLines(inspect('Pod', 'db-1', uid))).toContain('[StatefulSet db] had more pods than it should, so it removed this one');
  });

  test('of a DaemonSet’s pod names the node it is for', () => {
    const { watch, inspect, simulation } = clusterWith(daemonSet);
    watch(20_000);
    const [pod] = simulation.api.list('Pod', { nodeName: 'node-2' });
    expect(chainLines(inspect('Pod', pod?.metadata.name ?? ''))).toContain('[DaemonSet agent] had no pod on node-2, so it made one');
  });

  test('of a Job counts what is done to its end', () => {
    const { watch, inspect, podsOf } = clusterWith(job);
    watch(60_000);
    expect(chainLines(inspect('Pod', podsOf('work')[1] ?? '')).join('\n')).toMatch(/\[Job work\] had 0 of 1 pods at work, so it made one for index 1/);
    const lines = chainLines(inspect('Job', 'work'));
    expect(lines[0]).toBe('[Job work] is complete');
    expect(lines).toContain('[Job work] counted a pod that succeeded, 1 of 2 so far');
  });

  test('of who pushed out another, and of who was pushed out, name each other', () => {
    const slow = template('batch', { resources: { requests: { cpu: '3' } } });
    const fill = {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'batch' },
      spec: { replicas: 3, selector: { matchLabels: { app: 'batch' } }, template: { ...slow, metadata: { ...slow.metadata, annotations: { 'kubarium.dev/shutdown-seconds': '10' } } } },
    };
    const urgent = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'urgent' }, spec: { priorityClassName: 'urgent', containers: [{ name: 'a', image: 'nginx:1.27', resources: { requests: { cpu: '3' } } }] } };
    const cluster = clusterWith(fill);
    const { simulation, watch, inspect, feed } = cluster;
    watch(20_000);
    simulation.api.apply({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'urgent' }, value: 1_000 }, urgent);
    watch(1_000);
    const pods = feed.take(true).pods?.put ?? [];
    const leaving = pods.find(({ mark }) => mark === 'preempted');
    expect(leaving).toMatchObject({ shape: 'finishing', reason: 'preempted by urgent' });
    expect(pods.find(({ name }) => name === 'urgent')).toMatchObject({ place: leaving?.node, mark: 'priority' });
    expect(chainLines(inspect('Pod', leaving?.name ?? ''))[0]).toBe(`[Pod ${leaving?.name}] was preempted by [Pod urgent] (the pod that waits has a higher priority)`);
    expect(chainLines(inspect('Pod', 'urgent')).join('\n')).toContain(`scheduler keeps a place for it on [${leaving?.node}]`);
  });
});

describe('workloads', () => {
  test('of Jobs count what is done, and note which indexes', () => {
    const cluster = clusterWith(job);
    cluster.watch(60_000);
    expect(workloadOf(cluster, 'Job')).toMatchObject({ desired: 2, ready: 2, counts: 'done', note: 'indexes 0,1' });
  });

  test('of CronJobs count pods that are done, and note the schedule, or that they are suspended', () => {
    const cluster = clusterWith(cronJob);
    cluster.watch(260_000, 1_000);
    expect(workloadOf(cluster, 'CronJob')).toMatchObject({ desired: 2, ready: 2, counts: 'done', note: '*/2 * * * *' });
    cluster.simulation.api.apply({ ...cronJob, spec: { ...cronJob.spec, suspend: true } });
    expect(workloadOf(cluster, 'CronJob')?.note).toBe('suspended');
  });
});

test('suspending a CronJob, and the end of a Job, are heard', () => {
  const cluster = clusterWith(cronJob);
  const captions = cluster.watch(150_000, 1_000).map(({ caption }) => caption);
  expect(captions).toEqual(expect.arrayContaining(['create job', 'job created', 'count pod', 'job complete']));
  cluster.simulation.api.apply({ ...cronJob, spec: { ...cronJob.spec, suspend: true } });
  expect((cluster.feed.take(false).messages ?? []).map(({ from, to, caption }) => `${from} > ${to}: ${caption}`)).toEqual(['you > api: suspend report', 'api > controllers: cronjob suspended']);
});
