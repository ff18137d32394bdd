import type { FaultName, FaultTarget } from './actions.ts';
import type { Client } from './api/api-server.ts';
import type { ObjectReference } from './api/reference.ts';
import { CONTROL_PLANE_FAULTS } from './faults/control-plane-faults.ts';
import type { FaultContext, FaultDefinition } from './faults/fault.ts';
import { IMAGE_FAULTS } from './faults/image-faults.ts';
import { NODE_FAULTS } from './faults/node-faults.ts';
import { faultTargets } from './faults/offered-targets.ts';
import { POD_FAULTS } from './faults/pod-faults.ts';
import { PRESSURE_FAULTS } from './faults/pressure-faults.ts';

/** What a person can do to a thing, as a menu shows it. */
export interface FaultOffer {
  readonly fault: FaultName;
  readonly target: FaultTarget;
  /** "Kill node-2", "Start node-2", "Crash container nginx" */
  readonly title: string;
  /** one sentence on what it does; or why it cannot be done now. */
  readonly explanation: string;
  readonly enabled: boolean;
  readonly danger: boolean;
}

/** Everything a person can break and mend. */
export interface Faults {
  /**
   * Does it and says so in the second person past: "You powered off node-2". Throws an Error with a sentence when it cannot be done, a
   * StatusError when it takes a request to the API that `client` may not make.
   */
  inject(fault: FaultName, target: FaultTarget, client?: Client): string;
  /** What can be done to an object, a component (`ControlPlane`), or with `null` to the cluster as a whole. */
  offers(reference: ObjectReference | null): readonly FaultOffer[];
}

/** The one table of faults, by name. */
export const FAULTS: Readonly<Record<FaultName, FaultDefinition>> = { ...NODE_FAULTS, ...PRESSURE_FAULTS, ...POD_FAULTS, ...IMAGE_FAULTS, ...CONTROL_PLANE_FAULTS };

/** Those that are requests to the API, and take its permission; the others are done to machines and processes. */
const REQUESTS: ReadonlySet<FaultName> = new Set<FaultName>(['cordon-node', 'uncordon-node', 'drain-node', 'remove-node', 'delete-pod']);

export function isRequest(fault: FaultName): boolean {
  return REQUESTS.has(fault);
}

export function createFaults(context: FaultContext): Faults {
  return {
    inject(fault, target, client = context.you) {
      const definition = FAULTS[fault];
      const obstacle = obstacleTo(definition, context, target);
      if (obstacle !== undefined) throw new Error(obstacle);
      return definition.run({ ...context, you: client }, target);
    },
    offers: (reference) => faultTargets(context, reference).map(({ fault, target }) => {
      const definition = FAULTS[fault];
      const obstacle = obstacleTo(definition, context, target);
      return {
        fault, target, title: definition.title(target), explanation: obstacle ?? definition.explanation,
        enabled: obstacle === undefined, danger: definition.danger,
      };
    }),
  };
}

function obstacleTo(definition: FaultDefinition, context: FaultContext, target: FaultTarget): string | undefined {
  if (definition.needsApi && !context.controlPlane.apiServer) {
    return context.controlPlane.downPods.includes('etcd') ? 'etcd is down, and the API server with it.' : 'The API server is stopped: start it first.';
  }
  return definition.obstacle(context, target);
}
