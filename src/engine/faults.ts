import type { FaultName, FaultTarget } from './actions.ts';
import type { ObjectReference } from './api/reference.ts';
import { CONTROL_PLANE_FAULTS } from './faults/control-plane-faults.ts';
import type { FaultContext, FaultDefinition } from './faults/fault.ts';
import { IMAGE_FAULTS } from './faults/image-faults.ts';
import { NODE_FAULTS } from './faults/node-faults.ts';
import { faultTargets } from './faults/offered-targets.ts';
import { POD_FAULTS } from './faults/pod-faults.ts';

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
  /** Does it and says so in the second person past: "You powered off node-2". Throws an Error with a sentence when it cannot be done. */
  inject(fault: FaultName, target: FaultTarget): string;
  /** What can be done to an object, a component (`ControlPlane`), or with `null` to the cluster as a whole. */
  offers(reference: ObjectReference | null): readonly FaultOffer[];
}

/** The one table of faults, by name. */
export const FAULTS: Readonly<Record<FaultName, FaultDefinition>> = { ...NODE_FAULTS, ...POD_FAULTS, ...IMAGE_FAULTS, ...CONTROL_PLANE_FAULTS };

export function createFaults(context: FaultContext): Faults {
  return {
    inject(fault, target) {
      const definition = FAULTS[fault];
      const obstacle = obstacleTo(definition, context, target);
      if (obstacle !== undefined) throw new Error(obstacle);
      return definition.run(context, target);
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
  if (definition.needsApi && !context.controlPlane.apiServer) return 'The API server is stopped: start it first.';
  return definition.obstacle(context, target);
}
