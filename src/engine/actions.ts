import type { ObjectReference } from './api/reference.ts';
import type { JsonObject } from './json.ts';

export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

/** Component of the control plane that a person can stop and start. Controllers are named as upstream names them. */
export type ControlPlaneComponent = 'kube-apiserver' | 'kube-scheduler' | 'kube-controller-manager';

/** Every fault a person can inject; `faults.ts` says for each what it needs and does. */
export type FaultName =
  | 'power-off-node' | 'power-on-node'
  | 'partition-node' | 'heal-partition'
  | 'cordon-node' | 'uncordon-node' | 'drain-node'
  | 'add-node' | 'remove-node'
  | 'memory-pressure' | 'disk-pressure' | 'relieve-pressure'
  | 'crash-container' | 'oom-container'
  | 'fail-readiness' | 'restore-readiness' | 'fail-liveness' | 'restore-liveness'
  | 'delete-pod'
  | 'break-image' | 'mend-image'
  | 'stop-registry' | 'start-registry'
  | 'stop-scheduler' | 'start-scheduler'
  | 'stop-controller-manager' | 'start-controller-manager'
  | 'stop-api-server' | 'start-api-server'
  | 'stop-controller' | 'start-controller';

/**
 * What a person (or a program that embeds the engine) did. Plain JSON; a session is its seed and the list of these with
 * their times. Objects are wire-shaped and need not be valid: a refused action is recorded too and is refused again on replay.
 */
export type Action =
  | { readonly type: 'apply'; readonly objects: readonly JsonObject[] }
  | { readonly type: 'create'; readonly object: JsonObject }
  | { readonly type: 'update'; readonly object: JsonObject; readonly subresource?: 'status' | 'ephemeralcontainers' }
  | { readonly type: 'delete'; readonly target: ObjectReference; readonly propagationPolicy?: PropagationPolicy; readonly gracePeriodSeconds?: number }
  | { readonly type: 'scale'; readonly target: ObjectReference; readonly replicas: number }
  | { readonly type: 'rollback'; readonly target: ObjectReference; readonly toRevision?: number }
  | { readonly type: 'restart-rollout'; readonly target: ObjectReference }
  /** a KubeSchedulerConfiguration for the scheduler; null for its own. */
  | { readonly type: 'configure-scheduler'; readonly configuration: JsonObject | null }
  | { readonly type: 'fault'; readonly fault: FaultName; readonly target: FaultTarget };

/** What a fault is aimed at; each fault reads the fields it needs. */
export interface FaultTarget {
  /** node, for node faults; optional for add-node (a name is made). */
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  /** image reference without its tag or digest being resolved, for break-image. */
  readonly image?: string;
  /** controller name, for stop-controller and start-controller. */
  readonly controller?: string;
  /** node size, for add-node. */
  readonly cpuMillis?: number;
  readonly memoryBytes?: number;
  readonly zone?: string;
}
