import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, StatusError, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';

type Pod = KindMap['Pod'];

/** A cluster of three nodes that these objects were applied to, one after the other; each must be accepted. */
export function clusterWith(...objects: readonly JsonObject[]): Simulation {
  const simulation = createSimulation({ seed: 3 });
  simulation.advance(2_000);
  for (const object of objects) accept(simulation, object);
  return simulation;
}

export function accept(simulation: Simulation, object: JsonObject): void {
  const [problem] = simulation.api.apply(object).problems;
  if (problem) throw new Error(problem.message);
}

/** Why the API refuses to create an object; `undefined` when it does not. */
export function refusalOf(simulation: Simulation, refused: JsonObject): string | undefined {
  try {
    simulation.api.create(refused);
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

/** A Pod with one container, `main`. */
export function pod(name: string, container: JsonObject, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers: [{ name: 'main', image: 'busybox:1.36', ...container }], ...spec } };
}

/** What `sh -c` runs. */
export function script(text: string, more: JsonObject = {}): JsonObject {
  return { command: ['sh', '-c', text], ...more };
}

export function object(kind: string, name: string, body: JsonObject, apiVersion = 'v1'): JsonObject {
  return { apiVersion, kind, metadata: { name }, ...body };
}

export function podNamed(simulation: Simulation, name: string): Pod {
  const found = simulation.api.get('Pod', 'default', name);
  if (!found) throw new Error(`There is no pod ${name}.`);
  return found;
}

/** A container's status, of whichever list. */
export function containerOf({ status }: Pod, name = 'main'): NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] {
  const found = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find((container) => container.name === name);
  if (!found) throw new Error(`There is no container ${name}.`);
  return found;
}

export function conditionOf({ status }: Pod, type: string): NonNullable<NonNullable<Pod['status']>['conditions']>[number] | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function logOf(simulation: Simulation, name: string, container?: string): string[] {
  return simulation.machines.logs({ namespace: 'default', pod: name, ...(container === undefined ? {} : { container }) }).map(({ text }) => text);
}

/** `Type Reason: message` of all events about an object, oldest first. */
export function eventsOf(simulation: Simulation, name: string): string[] {
  return simulation.api.list('Event').filter(({ involvedObject }) => involvedObject.name === name).map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}
