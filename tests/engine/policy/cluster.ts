import { createSimulation, StatusError, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import type { JsonObject } from '../../../src/engine/json.ts';

export const QUANTITIES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };

/** A manifest of a kind in the namespace `default`, or in none. */
export function manifest(apiVersion: string, kind: string, name: string, rest: JsonObject): JsonObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}
export function pod(name: string, spec: JsonObject = {}, metadata: JsonObject = {}, container: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', ...metadata }, spec: { containers: [{ name: 'main', image: 'nginx:1.27', ...container }], ...spec } };
}
export function quota(name: string, hard: JsonObject, rest: JsonObject = {}): JsonObject {
  return manifest('v1', 'ResourceQuota', name, { spec: { hard, ...rest } });
}
export function budget(name: string, app: string, spec: JsonObject): JsonObject {
  return manifest('policy/v1', 'PodDisruptionBudget', name, { spec: { selector: { matchLabels: { app } }, ...spec } });
}

export function cluster(...objects: readonly object[]): Simulation {
  const simulation = createSimulation({ seed: 11 });
  if (objects.length > 0) apply(simulation, ...objects);
  return simulation;
}
/** Applies, and throws what is refused. */
export function apply(simulation: Simulation, ...objects: readonly object[]): void {
  const { problems } = simulation.api.apply(...objects);
  if (problems[0]) throw new Error(problems[0].message);
  simulation.settle(60_000);
}

/** The words with which the API refuses to create an object; '' when it does not. */
export function refusal(simulation: Simulation, object: object): string {
  try {
    simulation.api.create(object);
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
  return '';
}
export function podNamed(simulation: Simulation, name: string): KindMap['Pod'] {
  const found = simulation.api.get('Pod', 'default', name);
  if (!found) throw new Error(`no pod ${name}`);
  return found;
}
