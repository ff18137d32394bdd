import { createSimulation, type KindMap, type Simulation, type SimulationOptions } from '../../src/engine/simulation.ts';
import type { JsonObject } from '../../src/engine/json.ts';

/** A Deployment's manifest; `more` goes into its spec, `container` into its only container. */
export function deployment(name: string, replicas: number, { container = {}, pod = {}, more = {} }: { readonly container?: JsonObject; readonly pod?: JsonObject; readonly more?: JsonObject } = {}): JsonObject {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
    spec: {
      replicas, selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { ...pod, containers: [{ name: 'main', image: 'nginx:1.27', ...container }] } },
      ...more,
    },
  };
}

/** A cluster of three nodes with a Deployment `web` at rest. */
export function webCluster(replicas = 3, options: SimulationOptions = {}): Simulation {
  const simulation = createSimulation({ seed: 5, ...options });
  simulation.api.apply(deployment('web', replicas));
  simulation.settle();
  return simulation;
}

export function isReady(pod: KindMap['Pod']): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

export function readyPods(simulation: Simulation, namespace = 'default'): KindMap['Pod'][] {
  return simulation.api.list('Pod', { namespace }).filter(isReady);
}

/** `reason: message` of all events about an object, oldest first. */
export function eventsOf(simulation: Simulation, name: string): string[] {
  return simulation.api.list('Event').filter(({ involvedObject }) => involvedObject.name === name).map(({ reason, message }) => `${reason}: ${message}`);
}

export function readyStatus(simulation: Simulation, node: string): string | undefined {
  return simulation.api.get('Node', '', node)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}
