import { expect } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import type { KindName, Simulation } from '../../../src/engine/simulation.ts';
import { conditionsOf, countsDuringUpdate, endpointsOf, isReady, namesOf, nodesOf, objectsOf, podsOf, printed, restartsOf, whyWaiting } from './sample-looks.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export interface Promised {
  /** the sample that has to be there before. */
  readonly after?: string;
  /** simulated time after which it has come to this. */
  readonly withinMs?: number;
  /** how many pods show which READY and STATUS, as `kubectl get pods` prints them. */
  readonly pods: Readonly<Record<string, number>>;
  /** the rest of what its purpose promises. */
  readonly also?: (simulation: Simulation) => void;
}

/** What each sample comes to on a cluster of three empty nodes. */
export const PROMISED: Readonly<Record<string, Promised>> = {
  'first-deployment': {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      simulation.api.delete('Pod', 'default', podsOf(simulation)[0]?.metadata.name ?? '');
      simulation.settle();
      expect(printed(simulation)).toEqual({ '1/1 Running': 3 });
    },
  },
  'bare-pod': {
    pods: { '1/1 Running': 1 },
    also(simulation) {
      simulation.faults.inject('power-off-node', { node: podsOf(simulation)[0]?.spec.nodeName ?? '' });
      simulation.advance(10 * MINUTE_MS);
      expect(podsOf(simulation).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toEqual([]);
    },
  },
  replicaset: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      expect(simulation.api.list('Deployment')).toEqual([]);
      simulation.api.delete('Pod', 'default', podsOf(simulation)[0]?.metadata.name ?? '');
      simulation.settle();
      expect(printed(simulation)).toEqual({ '1/1 Running': 3 });
    },
  },
  'run-once': { pods: { '0/1 Completed': 1 } },
  'rolling-update': {
    pods: { '1/1 Running': 6 },
    also(simulation) {
      const counts = countsDuringUpdate(simulation);
      expect(Math.min(...counts.map(({ ready }) => ready))).toBe(6);
      expect(Math.max(...counts.map(({ all }) => all))).toBe(7);
    },
  },
  recreate: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      const counts = countsDuringUpdate(simulation);
      expect(Math.min(...counts.map(({ ready }) => ready))).toBe(0);
      expect(counts.every(({ versions }) => versions <= 1)).toBe(true);
    },
  },
  'bad-image': { pods: { '0/1 ImagePullBackOff': 3 }, withinMs: MINUTE_MS },
  partition: {
    pods: { '1/1 Running': 4 },
    also(simulation) {
      const imagesAfter = (change: (text: string) => string): string[] => {
        const sent = change(JSON.stringify(objectsOf('partition').find(({ kind }) => kind === 'StatefulSet')));
        expect(simulation.api.apply(JSON.parse(sent) as JsonObject).problems).toEqual([]);
        simulation.settle();
        return podsOf(simulation).map(({ metadata, spec }) => `${metadata.name} ${spec.containers[0]?.image}`).sort();
      };
      const update = (text: string): string => text.replace('redis:7', 'redis:8');
      expect(imagesAfter(update)).toEqual(['ledger-0 redis:7', 'ledger-1 redis:7', 'ledger-2 redis:7', 'ledger-3 redis:8']);
      const rest = (text: string): string => update(text).replace('"partition":3', '"partition":0');
      expect(imagesAfter(rest)).toEqual(['ledger-0 redis:8', 'ledger-1 redis:8', 'ledger-2 redis:8', 'ledger-3 redis:8']);
      const since = (name: string): number => Date.parse(simulation.api.get('Pod', 'default', name)?.metadata.creationTimestamp ?? '');
      expect(since('ledger-2')).toBeLessThan(since('ledger-1'));
      expect(since('ledger-1')).toBeLessThan(since('ledger-0'));
    },
  },
  probes: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      const [hangs, busy] = podsOf(simulation).map(({ metadata }) => metadata.name ?? '');
      simulation.faults.inject('fail-liveness', { pod: hangs });
      simulation.faults.inject('fail-readiness', { pod: busy });
      simulation.advance(MINUTE_MS);
      expect(restartsOf(simulation, hangs)).toBeGreaterThan(0);
      expect(isReady(simulation.api.get('Pod', 'default', busy ?? ''))).toBe(false);
      expect(restartsOf(simulation, busy)).toBe(0);
    },
  },
  'slow-start': {
    withinMs: 20 * SECOND_MS,
    pods: { '0/1 Running': 2 },
    also(simulation) {
      simulation.advance(MINUTE_MS);
      expect(printed(simulation)).toEqual({ '1/1 Running': 2 });
      for (const { metadata } of podsOf(simulation)) expect(restartsOf(simulation, metadata.name)).toBe(0);
    },
  },
  'never-ready': { withinMs: 10 * MINUTE_MS, pods: { '0/1 Running': 3 } },
  'slow-shutdown': {
    pods: { '1/1 Running': 2 },
    also(simulation) {
      const name = podsOf(simulation)[0]?.metadata.name ?? '';
      simulation.api.delete('Pod', 'default', name);
      simulation.advance(14 * SECOND_MS);
      expect(simulation.api.get('Pod', 'default', name)).toBeDefined();
      simulation.advance(4 * SECOND_MS);
      expect(simulation.api.get('Pod', 'default', name)).toBeUndefined();
    },
  },
  'crash-loop': {
    withinMs: 2 * MINUTE_MS,
    pods: { '0/1 CrashLoopBackOff': 1 },
    also: (simulation) => expect(restartsOf(simulation, podsOf(simulation)[0]?.metadata.name)).toBeGreaterThan(2),
  },
  'out-of-memory': {
    withinMs: MINUTE_MS,
    pods: { '0/1 CrashLoopBackOff': 1 },
    also: (simulation) => expect(podsOf(simulation)[0]?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 }),
  },
  'too-big': {
    pods: { '0/1 Pending': 1 },
    also: (simulation) => expect(podsOf(simulation)[0]?.status?.conditions?.[0]?.message).toMatch(/^0\/3 nodes are available: 3 Insufficient cpu\./),
  },
  resources: {
    pods: { '1/1 Running': 4 },
    also(simulation) {
      for (const { status } of podsOf(simulation)) expect(status?.qosClass).toBe('Burstable');
    },
  },
  'node-selector': { pods: { '1/1 Running': 2 }, also: (simulation) => expect(nodesOf(simulation)).toEqual(['node-1', 'node-1']) },
  'node-affinity': {
    pods: { '1/1 Running': 4 },
    also(simulation) {
      expect(nodesOf(simulation)).not.toContain('node-3');
      expect(nodesOf(simulation).filter((node) => node === 'node-2').length).toBeGreaterThanOrEqual(2);
    },
  },
  tolerations: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      const node = nodesOf(simulation)[0] ?? '';
      simulation.faults.inject('power-off-node', { node });
      simulation.advance(90 * SECOND_MS);
      expect(podsOf(simulation).filter((pod) => isReady(pod) && pod.spec.nodeName !== node)).toHaveLength(3);
    },
  },
  'deployment-and-service': {
    pods: { '1/1 Running': 3 },
    also: (simulation) => expect(endpointsOf(simulation, 'web')).toEqual([true, true, true]),
  },
  'config-and-secret': {
    pods: { '1/1 Running': 2 },
    also: (simulation) => expect(simulation.api.get('Secret', 'default', 'shop-secret')?.data).toEqual({ DATABASE_PASSWORD: btoa('not-very-secret') }),
  },
  'web-and-redis': {
    pods: { '1/1 Running': 4 },
    also(simulation) {
      expect(endpointsOf(simulation, 'web')).toEqual([true, true, true]);
      expect(endpointsOf(simulation, 'redis')).toEqual([true]);
      expect(simulation.api.get('Service', 'default', 'web')?.spec.ports?.[0]?.nodePort).toBe(30080);
    },
  },
  sidecar: {
    pods: { '2/2 Running': 2 },
    also(simulation) {
      for (const { status } of podsOf(simulation)) {
        const [helper, main] = [status?.initContainerStatuses?.[0], status?.containerStatuses?.[0]];
        expect(Date.parse(helper?.state?.running?.startedAt ?? '')).toBeLessThanOrEqual(Date.parse(main?.state?.running?.startedAt ?? ''));
      }
    },
  },
  statefulset: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      expect(namesOf(simulation)).toEqual(['db-0', 'db-1', 'db-2']);
      expect(namesOf(simulation).map((name) => Date.parse(simulation.api.get('Pod', 'default', name)?.metadata.creationTimestamp ?? '')).every((at, index, all) => at >= (all[index - 1] ?? 0))).toBe(true);
      expect(simulation.api.get('Service', 'default', 'db')?.spec.clusterIP).toBe('None');
      simulation.api.delete('Pod', 'default', 'db-1');
      simulation.settle();
      expect(namesOf(simulation)).toEqual(['db-0', 'db-1', 'db-2']);
    },
  },
  daemonset: {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      expect(nodesOf(simulation).sort()).toEqual(['node-1', 'node-2', 'node-3']);
      simulation.faults.inject('add-node', { node: 'node-4' });
      simulation.settle();
      expect(nodesOf(simulation).sort()).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
    },
  },
  job: {
    withinMs: MINUTE_MS,
    pods: { '0/1 Completed': 1 },
    also(simulation) {
      expect(conditionsOf(simulation, 'migrate')).toContain('Complete');
      simulation.advance(10 * MINUTE_MS);
      expect([simulation.api.list('Job'), podsOf(simulation)]).toEqual([[], []]);
    },
  },
  'parallel-job': {
    withinMs: 12 * SECOND_MS,
    pods: { '1/1 Running': 3 },
    also(simulation) {
      let most = 0;
      simulation.watch(['Pod'], () => void (most = Math.max(most, printed(simulation)['1/1 Running'] ?? 0)));
      simulation.settle();
      expect(most).toBe(3);
      expect(printed(simulation)).toEqual({ '0/1 Completed': 6 });
      expect(simulation.api.get('Job', 'default', 'thumbnails')?.status?.succeeded).toBe(6);
      expect(conditionsOf(simulation, 'thumbnails')).toContain('Complete');
    },
  },
  'indexed-job': {
    pods: { '0/1 Completed': 5 },
    also(simulation) {
      expect(simulation.api.get('Job', 'default', 'render')?.status).toMatchObject({ succeeded: 5, completedIndexes: '0-4' });
      for (const [index, pod] of podsOf(simulation).entries()) {
        expect(simulation.machines.logs({ namespace: 'default', pod: pod.metadata.name ?? '' }).map(({ text }) => text)).toEqual([`rendering part ${index}`]);
        const { startedAt } = pod.status?.containerStatuses?.[0]?.state?.terminated ?? {};
        const together = podsOf(simulation).filter(({ status }) => {
          const other = status?.containerStatuses?.[0]?.state?.terminated;
          return Date.parse(other?.startedAt ?? '') <= Date.parse(startedAt ?? '') && Date.parse(other?.finishedAt ?? '') > Date.parse(startedAt ?? '');
        });
        expect(together.length).toBeLessThanOrEqual(2);
      }
    },
  },
  'failure-policy': {
    pods: { '0/1 Error': 1 },
    also: (simulation) => expect(simulation.api.get('Job', 'default', 'import')?.status?.conditions?.find(({ type }) => type === 'Failed')?.reason).toBe('PodFailurePolicy'),
  },
  cronjob: {
    withinMs: 10 * MINUTE_MS + 30 * SECOND_MS,
    pods: { '0/1 Completed': 3 },
    also: (simulation) => expect(simulation.api.list('Job').map(({ status }) => status?.succeeded)).toEqual([1, 1, 1]),
  },
  'job-with-sidecar': {
    pods: { '0/2 Completed': 1 },
    also(simulation) {
      expect(conditionsOf(simulation, 'report')).toContain('Complete');
      const { initContainerStatuses: [proxy] = [], containerStatuses: [report] = [] } = podsOf(simulation)[0]?.status ?? {};
      expect(Date.parse(proxy?.state?.terminated?.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(report?.state?.terminated?.finishedAt ?? ''));
    },
  },
  'init-containers': {
    withinMs: 10 * SECOND_MS,
    pods: { '0/1 Init:1/2': 1 },
    also(simulation) {
      simulation.settle();
      expect(printed(simulation)).toEqual({ '1/1 Running': 1 });
    },
  },
  'lifecycle-hooks': {
    pods: { '1/1 Running': 1 },
    also(simulation) {
      const [pod] = podsOf(simulation);
      const ready = pod?.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
      expect(Date.parse(ready) - Date.parse(pod?.status?.containerStatuses?.[0]?.state?.running?.startedAt ?? '')).toBeGreaterThanOrEqual(3 * SECOND_MS);
      simulation.api.delete('Pod', 'default', 'polite');
      simulation.advance(9 * SECOND_MS);
      expect(simulation.api.get('Pod', 'default', 'polite')?.status?.containerStatuses?.[0]?.state?.running).toBeDefined();
      simulation.advance(3 * SECOND_MS);
      expect(podsOf(simulation)).toEqual([]);
    },
  },
  'topology-spread': { pods: { '1/1 Running': 6 }, also: (simulation) => expect(nodesOf(simulation).sort()).toEqual(['node-1', 'node-1', 'node-2', 'node-2', 'node-3', 'node-3']) },
  'anti-affinity': {
    pods: { '1/1 Running': 6 },
    also(simulation) {
      for (const app of ['cache', 'store']) {
        const nodes = podsOf(simulation).filter(({ metadata }) => metadata.labels?.['app'] === app).map(({ spec }) => spec.nodeName ?? '');
        expect(nodes.sort()).toEqual(['node-1', 'node-2', 'node-3']);
      }
    },
  },
  'host-port': {
    pods: { '1/1 Running': 3, '0/1 Pending': 1 },
    also(simulation) {
      expect(nodesOf(simulation).filter(Boolean).sort()).toEqual(['node-1', 'node-2', 'node-3']);
      expect(whyWaiting(simulation)).toEqual([expect.stringMatching(/^0\/3 nodes are available: 3 node\(s\) didn't have free ports for the requested pod ports\./)]);
    },
  },
  'runtime-class': {
    pods: { '1/1 Running': 2 },
    also(simulation) {
      for (const { spec } of podsOf(simulation)) expect(spec.overhead).toEqual({ cpu: '250m', memory: '128Mi' });
      const node = nodesOf(simulation)[0] ?? '';
      // Beside 250m for each container there would be room; not beside the overhead, too.
      const here = nodesOf(simulation).filter((other) => other === node).length;
      const spec = (cpuMillis: number): object => ({ nodeSelector: { 'kubernetes.io/hostname': node }, containers: [{ name: 'nginx', image: 'nginx:1.27', resources: { requests: { cpu: `${cpuMillis}m` } } }] });
      simulation.api.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'too-much' }, spec: spec(4000 - here * 250) });
      simulation.settle();
      expect(whyWaiting(simulation)).toEqual([expect.stringContaining('1 Insufficient cpu')]);
      simulation.api.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'just-fits' }, spec: spec(4000 - here * 500) });
      simulation.settle();
      expect(isReady(simulation.api.get('Pod', 'default', 'just-fits'))).toBe(true);
    },
  },
  'scheduling-gate': {
    withinMs: 10 * MINUTE_MS,
    pods: { '0/1 SchedulingGated': 1 },
    also(simulation) {
      const [gated] = objectsOf('scheduling-gate') as unknown as [{ spec: { schedulingGates?: unknown } }];
      const { schedulingGates: _, ...spec } = gated.spec;
      expect(simulation.api.apply({ ...gated, spec }).problems).toEqual([]);
      simulation.settle();
      expect(printed(simulation)).toEqual({ '1/1 Running': 1 });
    },
  },
  'disruption-budget': {
    pods: { '1/1 Running': 3 },
    also(simulation) {
      let fewest = 3;
      simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, podsOf(simulation).filter(isReady).length)));
      for (const node of ['node-1', 'node-2']) simulation.faults.inject('drain-node', { node });
      simulation.settle();
      expect(nodesOf(simulation)).toEqual(['node-3', 'node-3', 'node-3']);
      expect(fewest).toBe(2);
    },
  },
  priority: {
    pods: { '1/1 Running': 12, '0/1 Pending': 3 },
    also(simulation) {
      const readyOf = (app: string): number => podsOf(simulation).filter((pod) => isReady(pod) && pod.metadata.labels?.['app'] === app).length;
      expect([readyOf('checkout'), readyOf('reports')]).toEqual([3, 9]);
      simulation.api.delete('Deployment', 'default', 'checkout');
      simulation.settle();
      expect(readyOf('reports')).toBe(12);
      simulation.api.apply(...objectsOf('priority'));
      simulation.settle();
      expect([readyOf('checkout'), readyOf('reports')]).toEqual([3, 9]);
      expect(simulation.api.list('Event').filter(({ reason }) => reason === 'Preempted').length).toBeGreaterThanOrEqual(3);
    },
  },
  'limit-range': {
    withinMs: MINUTE_MS,
    pods: { '1/1 Running': 2 },
    also(simulation) {
      for (const { metadata, spec } of podsOf(simulation)) {
        expect(metadata.labels?.['app']).toBe('modest');
        expect(spec.containers[0]?.resources).toEqual({ requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } });
      }
      const refusals = simulation.api.list('Event').filter(({ reason, involvedObject }) => reason === 'FailedCreate' && involvedObject.name?.startsWith('greedy-'));
      expect(refusals.map(({ message }) => message).join()).toContain('maximum cpu usage per Container is 500m, but limit is 1');
    },
  },
  'quota-and-limits': {
    withinMs: MINUTE_MS,
    pods: { '1/1 Running': 4 },
    also(simulation) {
      expect(podsOf(simulation)[0]?.spec.containers[0]?.resources).toEqual({ requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '400m', memory: '128Mi' } });
      expect(simulation.api.list('Event').filter(({ reason }) => reason === 'FailedCreate').map(({ message }) => message).join()).toContain('exceeded quota: compute');
      expect(simulation.api.get('ResourceQuota', 'team-red', 'compute')?.status?.used).toMatchObject({ pods: '4', 'requests.cpu': '800m' });
    },
  },
  'read-only-role': {
    pods: { '1/1 Running': 1 },
    also(simulation) {
      for (const name of ['jane', 'system:serviceaccount:default:dashboard']) {
        const may = (verb: string, resource: string): boolean => simulation.can({ name, groups: [] }, { verb, group: '', resource, namespace: 'default' });
        expect([may('list', 'pods'), may('delete', 'pods'), may('list', 'secrets')]).toEqual([true, false, false]);
      }
    },
  },
  'custom-kind': {
    pods: {},
    also(simulation) {
      const bad = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'bad' }, spec: { cronSpec: 'now and then', replicas: 11 } };
      expect(simulation.api.apply(bad).problems.map(({ path }) => path)).toEqual(expect.arrayContaining([['spec', 'cronSpec'], ['spec', 'replicas']]));
    },
  },
  'custom-object': {
    after: 'custom-kind',
    pods: {},
    also: (simulation) => expect(simulation.api.get('CronTab.stable.example.com' as KindName, 'default', 'my-new-cron-object')).toMatchObject({ spec: { replicas: 1 } }),
  },
  namespace: {
    pods: { '1/1 Running': 2 },
    also(simulation) {
      expect(podsOf(simulation).map(({ metadata }) => metadata.namespace)).toEqual(['team-blue', 'team-blue']);
      simulation.api.delete('Namespace', '', 'team-blue');
      simulation.settle();
      expect(podsOf(simulation)).toEqual([]);
      expect(simulation.api.get('Namespace', '', 'team-blue')).toBeUndefined();
    },
  },
};
