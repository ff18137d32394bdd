import type { AdmissionPlugin, EvictionPolicy } from './api/admission.ts';
import type { ActorIdentity, Client } from './api/api-server.ts';
import type { KindDefinition } from './api/kind-definition.ts';
import type { KindValidations } from './api/kind-validation.ts';
import type { KindName, KubeObject } from './api/object.ts';
import type { Store } from './api/store.ts';
import type { Authorizer } from './api/user.ts';
import type { ControllerDefinition } from './controllers/controller.ts';
import type { DeedContext, Deeds } from './deeds.ts';
import type { EventRecorder } from './events.ts';
import type { Kernel } from './kernel.ts';
import type { MachineSpec } from './node/machines.ts';
import type { Operators } from './operators/operators.ts';

/** What the late parts of the API server are made from. */
export interface LateSurroundings {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly kinds: ReadonlyMap<KindName, KindDefinition>;
  /** A component's client, or that of somebody whose permissions are asked for. */
  clientFor(actor: string, identity?: ActorIdentity): Client;
  recorderFor(component: string, host?: string): EventRecorder;
}

/**
 * The part of the engine that a cluster does without until somebody acts on it. The page loads it after the first frame, and it joins before
 * the first action. Joining must leave no trace: no event is scheduled, nothing written, no random number drawn, so that a cluster is the
 * same whenever that happens. {@link ./late-engine-parts.ts} is the whole of it.
 */
export interface LateEngine {
  readonly validations: KindValidations;
  readonly kinds: readonly KindDefinition[];
  readonly controllers: readonly ControllerDefinition[];
  /** Those that are part of the API server, and cannot be stopped without it. */
  readonly serverControllers: readonly ControllerDefinition[];
  /** Keeps the kinds in step with the CustomResourceDefinitions. */
  serveCustomKinds(store: Store, kinds: Map<KindName, KindDefinition>): void;
  /** Admission plugins in upstream's order. */
  createAdmissionPlugins(surroundings: LateSurroundings): readonly AdmissionPlugin[];
  createEvictionPolicy(surroundings: LateSurroundings): EvictionPolicy;
  createAuthorizer(surroundings: LateSurroundings): Authorizer;
  createOperators(surroundings: LateSurroundings): Operators;
  /** A machine as kubeadm makes it for the control plane. */
  controlPlaneMachine(name: string, more: Partial<MachineSpec>): MachineSpec;
  createDeeds(kernel: Kernel, context: DeedContext): Deeds;
  /** What an API server makes for itself before anybody comes: as old as the cluster, with names and without anything that the store gives. */
  bootstrapObjects(): readonly KubeObject[];
}
