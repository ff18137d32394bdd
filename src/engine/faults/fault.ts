import type { FaultTarget } from '../actions.ts';
import type { Client } from '../api/api-server.ts';
import type { Component } from '../component.ts';
import type { ControllerRunner } from '../controllers/controller.ts';
import type { Machines, Registries } from '../node/machines.ts';
import type { ControlPlaneState } from '../simulation.ts';
import type { Drains } from './drains.ts';

/** What faults act on: the machines, the registries and the control plane itself; and the API as the person. */
export interface FaultContext {
  readonly controlPlane: ControlPlaneState;
  readonly components: readonly Component[];
  readonly controllers: readonly ControllerRunner[];
  readonly scheduler: Component;
  readonly machines: Machines;
  readonly registries: Registries;
  /** what has been drained and is not yet empty. */
  readonly drains: Drains;
  /** the API as the person uses it; to do something, with the rights of the user that they act as. */
  readonly you: Client;
}

/** One thing that a person can break or mend. */
export interface FaultDefinition {
  title(target: FaultTarget): string;
  /** one sentence on what it does. */
  readonly explanation: string;
  /** whether it takes something away. */
  readonly danger: boolean;
  /** whether it is done through the API server. */
  readonly needsApi: boolean;
  /** why it cannot be done now, as a sentence; undefined when it can. */
  obstacle(context: FaultContext, target: FaultTarget): string | undefined;
  /** Does it; returns what was done, in the second person past. May throw an Error with a sentence. */
  run(context: FaultContext, target: FaultTarget): string;
}

/** A field that a fault cannot do without. */
export function need(target: FaultTarget, field: 'node' | 'pod' | 'image' | 'controller'): string {
  const value = target[field];
  if (value === undefined || value === '') throw new Error(`This needs to be told which ${field}.`);
  return value;
}
