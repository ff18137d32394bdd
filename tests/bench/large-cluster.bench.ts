import { createSimulation, type MachineSpec, type Simulation } from '../../src/engine/simulation.ts';
import type { Benchmark } from './benchmark.ts';

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
const NODES = 5_000;
const PODS = 150_000;
const DEPLOYMENTS = 150;

function machines(): MachineSpec[] {
  return Array.from({ length: NODES }, (_machine, index) => ({
    name: `node-${index + 1}`, cpuMillis: 32_000, memoryBytes: 64 * GIB, zone: `zone-${'abc'[index % 3]}`, region: 'region-1',
  }));
}

function deployment(name: string): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } },
    spec: {
      replicas: PODS / DEPLOYMENTS, selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
      },
    },
  };
}

/** 5,000 nodes and 150,000 running pods, grown through the API like any other cluster; the Events of its growth have had their hour. */
function grown(): Simulation {
  const simulation = createSimulation({ seed: 1, machines: machines() });
  for (let index = 0; index < DEPLOYMENTS; index++) {
    simulation.api.apply(deployment(`web-${index}`));
    simulation.settle();
  }
  const ready = simulation.api.list('Deployment').reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0);
  if (ready !== PODS) throw new Error(`${ready} of ${PODS} pods are ready`);
  simulation.advance(HOUR_MS);
  return simulation;
}

function heapUsed(): number {
  const simulation = grown();
  globalThis.gc?.();
  globalThis.gc?.();
  const megabytes = Math.round(process.memoryUsage().heapUsed / 1_000_000);
  // It must still be there when its memory is counted.
  if (simulation.now() <= 0) throw new Error('no time has passed');
  return megabytes;
}

function idleHour(): number {
  const simulation = grown();
  globalThis.gc?.();
  const startedAt = performance.now();
  simulation.advance(HOUR_MS);
  return Math.round(performance.now() - startedAt);
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'heap-150000-pods', unit: 'MB', atMost: 1_000, run: heapUsed, what: 'heap used by a cluster of 5,000 nodes with 150,000 running pods, an hour after the last was started; MB of 1,000,000 bytes' },
  { name: 'idle-hour-5000-nodes', unit: 'ms', atMost: 10_000, run: idleHour, what: 'wall time of an hour of simulated time of that cluster in which nothing is done' },
];
