import { describe, expect, it } from 'vitest';
import { podReadyText, podStatusText } from '../../../src/engine/api/kinds/pod-printing.ts';
import { createSimulation, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { SAMPLES } from '../../../src/ui/editor/samples/samples.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

interface Promised {
  /** simulated time after which it has come to this. */
  readonly withinMs?: number;
  /** how many pods show which READY and STATUS, as `kubectl get pods` prints them. */
  readonly pods: Readonly<Record<string, number>>;
  /** the rest of what its purpose promises. */
  readonly also?: (simulation: Simulation) => void;
}

/** What each sample comes to on a cluster of three empty nodes. */
const PROMISED: Readonly<Record<string, Promised>> = {
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

describe('a sample, applied to a cluster of three empty nodes, comes to what its purpose promises', () => {
  it.each(SAMPLES)('$file: $purpose', ({ file, text }) => {
    const promised = PROMISED[file.replace('.yaml', '')];
    if (!promised) throw new Error(`nothing is promised of ${file}`);
    const simulation = createSimulation({ seed: 3 });
    simulation.settle();
    const { problems, outcomes } = simulation.api.apply(...readManifest(text).objects.map(({ object }) => object));
    expect(problems).toEqual([]);
    expect(outcomes.every(({ verdict }) => verdict === 'created')).toBe(true);
    if (promised.withinMs === undefined) simulation.settle();
    else simulation.advance(promised.withinMs);
    expect(printed(simulation)).toEqual(promised.pods);
    promised.also?.(simulation);
  });

  it('the version that does not exist stalls over a healthy one, whose pods keep serving', () => {
    const simulation = createSimulation({ seed: 3 });
    for (const file of ['deployment-and-service.yaml', 'bad-image.yaml']) {
      const text = SAMPLES.find((sample) => sample.file === file)?.text ?? '';
      expect(simulation.api.apply(...readManifest(text).objects.map(({ object }) => object)).problems).toEqual([]);
      simulation.advance(5 * MINUTE_MS);
    }
    expect(printed(simulation)).toEqual({ '1/1 Running': 3, '0/1 ImagePullBackOff': 1 });
    expect(endpointsOf(simulation, 'web').filter(Boolean)).toHaveLength(3);
  });
});

function podsOf(simulation: Simulation): KindMap['Pod'][] {
  return simulation.api.list('Pod');
}

function printed(simulation: Simulation): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const pod of podsOf(simulation)) {
    const words = `${podReadyText(pod)} ${podStatusText(pod)}`;
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

function isReady(pod: KindMap['Pod'] | undefined): boolean {
  return pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

function nodesOf(simulation: Simulation): string[] {
  return podsOf(simulation).map(({ spec }) => spec.nodeName ?? '');
}

function restartsOf(simulation: Simulation, name = ''): number {
  return simulation.api.get('Pod', 'default', name)?.status?.containerStatuses?.[0]?.restartCount ?? 0;
}

/** Of every endpoint of a Service whether it is ready. */
function endpointsOf(simulation: Simulation, service: string): boolean[] {
  const slices = simulation.api.list('EndpointSlice').filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service);
  return slices.flatMap(({ endpoints }) => (endpoints ?? []).map(({ conditions }) => conditions?.ready === true));
}

/** Pods, ready pods, and versions that run at the same time, looked at all through an update to another image. */
function countsDuringUpdate(simulation: Simulation): { all: number; ready: number; versions: number }[] {
  const [deployment] = simulation.api.list('Deployment');
  if (!deployment) throw new Error('there is no Deployment');
  const { name } = deployment.metadata;
  const sent = JSON.parse(deployment.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration'] ?? '{}') as { spec: { template: { spec: { containers: { image: string }[] } } } };
  for (const container of sent.spec.template.spec.containers) container.image = 'nginx:1.28';
  expect(simulation.api.apply(sent).problems).toEqual([]);
  const counts: { all: number; ready: number; versions: number }[] = [];
  for (let second = 0; second < 300; second++) {
    simulation.advance(SECOND_MS);
    const pods = podsOf(simulation).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const running = podsOf(simulation).filter(({ status }) => status?.containerStatuses?.some(({ state }) => state?.running));
    counts.push({ all: pods.length, ready: pods.filter(isReady).length, versions: new Set(running.map(({ spec }) => spec.containers[0]?.image)).size });
  }
  expect(simulation.api.get('Deployment', 'default', name ?? '')?.status?.updatedReplicas).toBe(deployment.spec.replicas);
  return counts;
}
