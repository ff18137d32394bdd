import { createSimulation, type MachineSpec, type Simulation } from '../../src/engine/simulation.ts';
import type { Benchmark } from './benchmark.ts';

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;

function machines(count: number): MachineSpec[] {
  return Array.from({ length: count }, (_machine, index) => ({
    name: `node-${index + 1}`, cpuMillis: 32_000, memoryBytes: 64 * GIB, zone: `zone-${'abc'[index % 3]}`, region: 'region-1',
  }));
}

function deployment(name: string, replicas: number): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } },
    spec: {
      replicas, selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
      },
    },
  };
}

function readyPods(simulation: Simulation): number {
  return simulation.api.list('Deployment').reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0);
}

/** Milliseconds of wall time from applying a Deployment to its last pod being ready. */
function converge(replicas: number, nodes: number): number {
  const simulation = createSimulation({ seed: 1, machines: machines(nodes) });
  simulation.settle();
  // No full collection before: it gives memory back that the kernel then has to hand out again, page by page, within the time measured.
  const startedAt = performance.now();
  simulation.api.apply(deployment('web', replicas));
  simulation.settle();
  const elapsedMs = performance.now() - startedAt;
  const ready = readyPods(simulation);
  if (ready !== replicas) throw new Error(`${ready} of ${replicas} pods are ready`);
  return elapsedMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function repeated(times: number, measure: () => number): number {
  return Math.round(median(Array.from({ length: times }, measure)) * 10) / 10;
}

/** The machines hold 110 pods each at most: 300 on 3 nodes and 3,000 on 30 fill them to the same part. */
function idleHour(): number {
  const simulation = createSimulation({ seed: 1, machines: machines(1_000) });
  for (let index = 0; index < 10; index++) simulation.api.apply(deployment(`web-${index}`, 1_000));
  simulation.settle();
  const ready = readyPods(simulation);
  if (ready !== 10_000) throw new Error(`${ready} of 10000 pods are ready`);
  globalThis.gc?.();
  const startedAt = performance.now();
  simulation.advance(HOUR_MS);
  return Math.round(performance.now() - startedAt);
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'converge-300-on-3', unit: 'ms', atMost: 120, run: () => repeated(21, () => converge(300, 3)),
    what: 'wall time from applying a Deployment of 300 replicas on 3 nodes to all of them ready; median of 21',
  },
  {
    name: 'converge-3000-on-30', unit: 'ms', run: () => repeated(7, () => converge(3_000, 30)),
    what: 'the same with 3,000 replicas on 30 nodes; median of 7 (to be at most 12 times converge-300-on-3)',
  },
  {
    name: 'idle-hour-1000-nodes', unit: 'ms', atMost: 2_000, run: idleHour,
    what: 'wall time of an hour of simulated time in which nothing is done: 1,000 nodes, 10,000 running pods',
  },
];
