/**
 * What the page and the engine's worker say to each other. Everything is structured-cloneable plain data. The worker sends at
 * most one {@link Frame} a display frame, holding only what changed since the last; the page sends {@link Command}s and gets one
 * {@link Reply} to each.
 */
import type { Action } from '../engine/actions.ts';
import type { ApplyOutcome, ApplyProblem, FieldChange } from '../engine/api/apply.ts';
import type { ObjectReference } from '../engine/api/reference.ts';
import type { Acting, UserInfo } from '../engine/api/user.ts';
import type { FaultOffer } from '../engine/faults.ts';
import type { JsonObject } from '../engine/json.ts';
import type { MachineUse } from '../engine/node/machines.ts';
import type { OperatorView } from '../engine/operators/operators.ts';
import type { DecisionView, NodeVerdictView, PlacementView, WhatIfView } from './decision-views.ts';

export type { DecisionView, NodeVerdictView, PlacementView, WhatIfView };
export type { ApplyOutcome, ApplyProblem, FaultOffer, FieldChange, MachineUse, OperatorView, UserInfo };

/** How simulated time runs against the wall clock. A number is simulated seconds per second, 0.1 to 1000. */
export type Pace = 'adaptive' | number;

export interface ClockView {
  /** simulated time, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly startMs: number;
  readonly pace: Pace;
  readonly paused: boolean;
  /** simulated seconds per wall second right now (adaptive time changes it all the time). */
  readonly speed: number;
  readonly waiting: WaitView | null;
}

/** What time is being spent on while nothing visible happens: "waiting for node-monitor-grace-period, 31 s left". */
export interface WaitView {
  /** the timer's Kubernetes name, e.g. `node-monitor-grace-period`, `tolerationSeconds`, `image pull`. */
  readonly label: string;
  readonly subject: ObjectReference | null;
  readonly dueAtMs: number;
}

/** The shapes of DESIGN.md's table; decided in the worker, drawn by the stage. */
export type PodShape =
  | 'waiting' | 'pulling' | 'starting' | 'not-ready' | 'ready' | 'failing' | 'finishing' | 'completed' | 'unknown';

export interface ContainerView {
  readonly name: string;
  /** those of the pod itself and its sidecars count as ready or not; the others do their work and end. */
  readonly part: 'main' | 'sidecar' | 'init' | 'ephemeral';
  readonly image: string;
  /** `waiting`, `running` or `terminated`, with the reason kubectl shows (`ContainerCreating`, `CrashLoopBackOff`, `Error` …). */
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly reason: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly probes: readonly ('startup' | 'readiness' | 'liveness')[];
}

/** `preempted` while it leaves, `primary` by its role, `priority` above the usual, `static` of its kubelet, `daemon` of every node. */
export type PodMark = 'preempted' | 'primary' | 'priority' | 'static' | 'daemon';

export interface PodView {
  /** `namespace/name` */
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** node it is bound to, `null` while it waits for one. */
  readonly node: string | null;
  /** top of the owner chain as `Kind/namespace/name`; the pod itself when nobody owns it. Gives the hue. */
  readonly workload: string;
  /** short caption under the cell, e.g. `web`. */
  readonly caption: string;
  readonly shape: PodShape;
  /** its ordinal in a StatefulSet, or its index in a Job; empty for those that have none. */
  readonly number: string;
  /** whether a DaemonSet keeps it on its node: it stands at the tank's floor. */
  readonly daemon: boolean;
  /** node that keeps a place for it while others leave, `null` when none does. */
  readonly place: string | null;
  /** what sets it apart, as a small sign on its cell. */
  readonly mark: PodMark | null;
  /** the same and more in words: "priority 1000 (urgent)"; empty when there is nothing to say. */
  readonly traits: string;
  /** kubectl's STATUS column: Pending, ContainerCreating, Running, CrashLoopBackOff, Terminating, … */
  readonly status: string;
  /** accessible state as tests rely on it: "Running", "Running, not ready", "Pending", "CrashLoopBackOff", … */
  readonly spokenState: string;
  /** why it waits or fails, one line: the scheduler's message, the container's waiting message. Empty when all is well. */
  readonly reason: string;
  readonly readyContainers: number;
  readonly restarts: number;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly createdAtMs: number;
  /** what the outline fills with while pulling, starting or finishing; `null` otherwise. */
  readonly progress: { readonly fromMs: number; readonly toMs: number } | null;
  /** the pod's own first, then sidecars, init containers in their order, ephemeral ones. */
  readonly containers: readonly ContainerView[];
}

export interface CustomKindView {
  /** the name it is served under: `Database.kubarium.dev`. */
  readonly kind: string;
  /** `databases.kubarium.dev` */
  readonly resource: string;
}

export interface NodeView {
  readonly name: string;
  readonly uid: string;
  /** kubectl's STATUS without SchedulingDisabled: condition Ready is True, False or Unknown/absent. */
  readonly ready: 'Ready' | 'NotReady';
  readonly unschedulable: boolean;
  /** it carries the label of a control-plane node. */
  readonly controlPlane: boolean;
  /** what its kubelet is running out of: "memory", "disk". */
  readonly pressures: readonly string[];
  readonly zone: string;
  readonly taints: readonly string[];
  readonly allocatableCpuMillis: number;
  readonly allocatableMemoryBytes: number;
  readonly allocatablePods: number;
  readonly requestedCpuMillis: number;
  readonly requestedMemoryBytes: number;
  readonly podCount: number;
  /** when the lease was last renewed; a change of it is a heartbeat. */
  readonly lastHeartbeatMs: number;
  /** the truth of the machine, which the control plane can only guess: powered, and cut off from the control plane or not. */
  readonly powered: boolean;
  readonly partitioned: boolean;
}

/** A Deployment, or a pod's other topmost owner. */
export interface WorkloadView {
  /** `Kind/namespace/name` */
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** index into the eight workload hues, the same everywhere; given out in order of appearance. */
  readonly hue: number;
  readonly desired: number;
  readonly ready: number;
  readonly updated: number;
  readonly available: number;
  /** what `ready` counts: pods that are ready, or parts of a Job that are done. */
  readonly counts: 'ready' | 'done';
  /** what else matters, in a few words: "suspended", "indexes 0-2,4", a CronJob's schedule. Empty when nothing does. */
  readonly note: string;
}

/** `controllers`, `scheduler`, `api`, `you`, or `node/<name>`. */
export type Station = 'controllers' | 'scheduler' | 'api' | 'you' | `node/${string}`;

/** One message between two components that are joined by a line. */
export interface MessageView {
  readonly id: number;
  readonly atMs: number;
  readonly from: Station;
  readonly to: Station;
  /** two words: "create pod", "bind web-…x9k2p", "pod created". */
  readonly caption: string;
  readonly subject: ObjectReference | null;
  /** who sent it, as upstream names it: `replicaset-controller`. */
  readonly actor: string;
}

export interface EventView {
  readonly key: string;
  readonly atMs: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly from: string;
  readonly object: ObjectReference;
}

export interface ControlPlaneView {
  readonly apiServer: boolean;
  /** false while its pod is down: the API server stands still with it. */
  readonly etcd: boolean;
  readonly scheduler: boolean;
  readonly controllerManager: boolean;
  readonly registry: boolean;
  readonly stoppedControllers: readonly string[];
  readonly controllers: readonly string[];
  readonly resourceVersion: number;
  /** pods the scheduler has in its queues. */
  readonly schedulerQueue: number;
  readonly controllerQueue: number;
}

/** A person's deed, for the time scrubber's marks and "you" in chains. */
export interface DeedView {
  readonly index: number;
  readonly atMs: number;
  /** "You powered off node-2" */
  readonly sentence: string;
}

/** Columns and rows of one kind, as `kubectl get` prints them (`wide` columns have priority 1). */
export interface TableView {
  readonly kind: string;
  readonly columns: readonly { readonly name: string; readonly description: string; readonly priority: number; readonly type: string }[];
}
export interface RowView {
  /** `namespace/name` or `name` */
  readonly key: string;
  readonly reference: ObjectReference;
  /** one cell a column; ages are `createdAtMs` numbers under the column "Age" and formatted by the page. */
  readonly cells: readonly (string | number)[];
}

export interface Changes<T> {
  readonly put: readonly T[];
  /** keys (`key` or `name`) of what is gone. */
  readonly gone: readonly string[];
}

export interface Frame {
  readonly type: 'frame';
  /** true for the first frame of a cluster: forget everything you held. */
  readonly reset: boolean;
  readonly clock: ClockView;
  readonly controlPlane?: ControlPlaneView;
  readonly pods?: Changes<PodView>;
  readonly nodes?: Changes<NodeView>;
  readonly workloads?: Changes<WorkloadView>;
  /** newest last; at most 24 a frame, `messagesLeftOut` counts the rest. */
  readonly messages?: readonly MessageView[];
  readonly messagesLeftOut?: number;
  readonly events?: Changes<EventView>;
  readonly deeds?: readonly DeedView[];
  /** kinds that CustomResourceDefinitions have added. */
  readonly customKinds?: readonly CustomKindView[];
  /** the table asked for by `show-table`. */
  readonly table?: { readonly view?: TableView; readonly rows: Changes<RowView> };
  /** the details of the selected object, whenever they changed. */
  readonly detail?: ObjectDetail | null;
  /** the live object behind what the editor shows, whenever it changed; for the diff before applying. */
  readonly canUndoReset?: boolean;
}

/** An object with what it owns. */
export interface OwnerTreeNode {
  readonly reference: ObjectReference;
  /** how many pods it is to have, or to see through; `null` for what counts none. */
  readonly wanted: number | null;
  /** at most 50; `more` counts the rest. */
  readonly children: readonly OwnerTreeNode[];
  readonly more: number;
  /** names of a pod's containers, init containers first. */
  readonly containers: readonly string[];
}

/** Everything the inspector shows of one object. */
export interface ObjectDetail {
  readonly reference: ObjectReference;
  /** the whole wire object; `null` once it is deleted. */
  readonly object: JsonObject | null;
  readonly summary: readonly { readonly label: string; readonly value: string }[];
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string; readonly sinceMs: number }[];
  readonly owners: readonly ObjectReference[];
  readonly dependents: readonly ObjectReference[];
  /** the whole family, from the topmost owner down; `null` for what neither owns nor is owned. */
  readonly family: OwnerTreeNode | null;
  /** newest first: what led here. */
  readonly chain: readonly ChainLink[];
  /** for pods: the scheduler's last decision. */
  readonly decision: DecisionView | null;
}

export interface ChainLink {
  readonly atMs: number;
  /** plain sentence; parts that name objects are links. */
  readonly parts: readonly { readonly text: string; readonly reference?: ObjectReference }[];
  /** second line, in small: "50 s without a lease renewal". */
  readonly note: string;
  readonly person: boolean;
}

/** What is wrong with an operator's code. */
export interface CodeProblem {
  readonly message: string;
  /** from 1; null when the code does not say. */
  readonly line: number | null;
}

/** An operator's code in the cluster, and what runs it. */
export interface OperatorSite {
  /** of the ConfigMap that holds the code. */
  readonly namespace: string;
  readonly name: string;
  /** the code as the ConfigMap has it now; its pod may have read an older one. */
  readonly code: string;
  /** the Deployment of its pods; `null` when nobody runs it. */
  readonly deployment: string | null;
  readonly account: string;
  /** names of the Deployment's pods. */
  readonly pods: readonly string[];
  /** what is granted to its account. */
  readonly roles: readonly ObjectReference[];
  /** what it does, while a pod of it is there to run it. */
  readonly running: OperatorView | null;
}

/** Somebody the cluster knows. */
export interface KnownUser {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  /** of a service account with its namespace: `default/robot`. */
  readonly name: string;
  /** who acts as it; for a group somebody who is in it. */
  readonly user: UserInfo;
  /** roles that are granted to it: "view in shop". */
  readonly grants: readonly string[];
}

/** A whole session, put away. A Blob passes between worker, page and storage without being copied, which a text of megabytes is. */
export type SavedState = string | Blob;

export type Command =
  | { readonly type: 'open-scenario'; readonly scenario: string }
  | { readonly type: 'restore'; readonly saved: SavedState }
  | { readonly type: 'reset' }
  | { readonly type: 'undo-reset' }
  /** as the administrator, unless told otherwise. */
  | ({ readonly type: 'act'; readonly action: Action } & Acting)
  /** dry run of `apply`: problems and field changes, nothing is written. */
  | ({ readonly type: 'preview-apply'; readonly objects: readonly JsonObject[] } & Acting)
  /** whom one can act as. */
  | { readonly type: 'users' }
  /** what the scheduler runs with. */
  | { readonly type: 'scheduler-configuration' }
  /** null for its usual configuration; without pods those that wait. */
  | { readonly type: 'what-if'; readonly configurations: readonly (JsonObject | null)[]; readonly pods: readonly { readonly namespace: string; readonly name: string }[] | null }
  /** all operators whose code is in the cluster. */
  | { readonly type: 'operator-sites' }
  | { readonly type: 'check-operator'; readonly code: string }
  | { readonly type: 'set-pace'; readonly pace: Pace }
  | { readonly type: 'set-paused'; readonly paused: boolean }
  | { readonly type: 'step' }
  | { readonly type: 'select'; readonly reference: ObjectReference | null }
  | { readonly type: 'show-table'; readonly kind: string | null }
  | { readonly type: 'offers'; readonly reference: ObjectReference | null }
  | { readonly type: 'read-object'; readonly reference: ObjectReference }
  | { readonly type: 'machine-use'; readonly node: string }
  | { readonly type: 'read-logs'; readonly namespace: string; readonly pod: string; readonly container?: string; readonly previous?: boolean; readonly tailLines?: number }
  | { readonly type: 'save' };

/** What each command's reply carries. */
export interface ReplyData {
  'open-scenario': null;
  restore: null;
  reset: null;
  'undo-reset': null;
  act: { readonly problems: readonly ApplyProblem[]; readonly outcomes: readonly ApplyOutcome[]; readonly sentence: string };
  'preview-apply': { readonly problems: readonly ApplyProblem[]; readonly changes: readonly FieldChange[]; readonly outcomes: readonly ApplyOutcome[] };
  users: readonly KnownUser[];
  'scheduler-configuration': JsonObject;
  'what-if': readonly WhatIfView[];
  'operator-sites': readonly OperatorSite[];
  'check-operator': CodeProblem | null;
  'set-pace': null;
  'set-paused': null;
  step: null;
  select: null;
  'show-table': null;
  /** what can be done to the thing; `null` asks for the cluster's own faults. */
  offers: readonly FaultOffer[];
  'read-object': JsonObject | null;
  /** what really is in use on a node's machine; `null` while it is off, or when there is none. */
  'machine-use': MachineUse | null;
  'read-logs': { readonly lines: readonly { readonly atMs: number; readonly text: string }[]; readonly message: string };
  /** the whole session, for `restore`. */
  save: SavedState;
}

export interface Request {
  readonly type: 'command';
  readonly id: number;
  readonly command: Command;
}
export type Reply =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly data: ReplyData[keyof ReplyData] }
  /** `message` is fit to be shown to a person. */
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly message: string };

/** The page's end of the worker; `worker/connect.ts` makes one over a Worker, and an inline twin for tests. */
export interface Host {
  send<C extends Command>(command: C): Promise<ReplyData[C['type']]>;
  onFrame(listener: (frame: Frame) => void): () => void;
  close(): void;
}
