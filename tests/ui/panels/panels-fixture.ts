import type { ObjectReference } from '../../../src/engine/api/reference.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSession, type Session } from '../../../src/ui/store/session.ts';
import type {
  ClockView, Command, DecisionView, EventView, FaultOffer, Frame, Host, NodeView, ObjectDetail, PodView, ReplyData, RowView, TableView, WorkloadView,
} from '../../../src/worker/protocol.ts';

/** 10:02:58.2 of the day in the pictures. */
export const NOW = Date.UTC(2026, 0, 5, 10, 2, 58, 200);
export const START = Date.UTC(2026, 0, 5, 9, 55, 0);

/** Replies by command type; a function gets the command. */
export type Replies = { readonly [Type in Command['type']]?: (command: Extract<Command, { type: Type }>) => ReplyData[Type] | Promise<ReplyData[Type]> };

export interface PanelsFixture {
  readonly session: Session;
  /** every command sent, oldest first. */
  readonly sent: readonly Command[];
  frame(change: Partial<Frame>): void;
}

/** A session over a host that sends the frames it is given and answers from `replies`, `null` otherwise. */
export function panelsFixture(replies: Replies = {}): PanelsFixture {
  const listeners = new Set<(frame: Frame) => void>();
  const sent: Command[] = [];
  const host: Host = {
    async send(command) {
      sent.push(command);
      const reply = replies[command.type] as ((command: Command) => unknown) | undefined;
      return (reply ? await reply(command) : null) as never;
    },
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
    },
  };
  const session = createSession(host);
  const frame = (change: Partial<Frame>) => {
    for (const listener of listeners) listener({ type: 'frame', reset: false, clock: clockAt(NOW), ...change });
  };
  frame({ reset: true });
  return { session, sent, frame };
}

export function clockAt(atMs: number, change: Partial<ClockView> = {}): ClockView {
  return { atMs, startMs: START, pace: 'adaptive', paused: false, speed: 1, waiting: null, ...change };
}

export const POD: ObjectReference = { kind: 'Pod', namespace: 'default', name: 'web-6d4f-x9k2p' };
export const OLD_POD: ObjectReference = { kind: 'Pod', namespace: 'default', name: 'web-6d4f-b7l1q' };
export const REPLICA_SET: ObjectReference = { kind: 'ReplicaSet', namespace: 'default', name: 'web-6d4f' };
export const DEPLOYMENT: ObjectReference = { kind: 'Deployment', namespace: 'default', name: 'web' };
export const node = (name: string): ObjectReference => ({ kind: 'Node', namespace: '', name });

export function podView(change: Partial<PodView> = {}): PodView {
  const name = change.name ?? POD.name;
  return {
    key: `default/${name}`, uid: name, namespace: 'default', name, node: 'node-3', workload: 'Deployment/default/web', caption: 'web',
    shape: 'ready', number: '', daemon: false, place: null, mark: null, traits: '', status: 'Running', spokenState: 'Running', reason: '', readyContainers: 1, restarts: 0, cpuMillis: 250, memoryBytes: 256 * 2 ** 20,
    createdAtMs: NOW - 400, progress: null,
    containers: [{ part: 'main', name: 'nginx', image: 'nginx:1.27', state: 'running', reason: '', ready: true, restarts: 0, cpuMillis: 250, memoryBytes: 256 * 2 ** 20, probes: ['readiness', 'liveness'] }],
    ...change,
  };
}

export function nodeView(name: string, change: Partial<NodeView> = {}): NodeView {
  return {
    name, uid: name, ready: 'Ready', unschedulable: false, controlPlane: false, pressures: [], zone: 'a', taints: [], allocatableCpuMillis: 4_000, allocatableMemoryBytes: 8 * 2 ** 30,
    allocatablePods: 110, requestedCpuMillis: 2_480, requestedMemoryBytes: 4 * 2 ** 30, podCount: 6, lastHeartbeatMs: NOW - 3_000, powered: true, partitioned: false, ...change,
  };
}

export const WORKLOADS: readonly WorkloadView[] = [
  { key: 'Deployment/default/web', kind: 'Deployment', namespace: 'default', name: 'web', hue: 0, desired: 6, ready: 5, updated: 6, available: 5, counts: 'ready' as const, note: '' },
  { key: 'Deployment/default/api', kind: 'Deployment', namespace: 'default', name: 'api', hue: 1, desired: 4, ready: 4, updated: 4, available: 4, counts: 'ready' as const, note: '' },
  { key: 'Deployment/kube-system/dns', kind: 'Deployment', namespace: 'kube-system', name: 'dns', hue: 3, desired: 2, ready: 2, updated: 2, available: 2, counts: 'ready' as const, note: '' },
];

export function event(key: string, atMs: number, reason: string, object: ObjectReference, from: string, message: string, change: Partial<EventView> = {}): EventView {
  return { key, atMs, type: 'Normal', reason, message, count: 1, from, object, ...change };
}

export const EVENTS: readonly EventView[] = [
  event('e1', NOW - 300_600, 'NodeNotReady', OLD_POD, 'node-controller', 'Node is not ready', { type: 'Warning', count: 3 }),
  event('e2', NOW - 500, 'TaintManagerEviction', OLD_POD, 'taint-eviction-controller', 'Marking for deletion Pod default/web-6d4f-b7l1q'),
  event('e3', NOW - 400, 'SuccessfulCreate', REPLICA_SET, 'replicaset-controller', 'Created pod: web-6d4f-x9k2p'),
  event('e4', NOW - 300, 'Scheduled', POD, 'default-scheduler', 'Successfully assigned default/web-6d4f-x9k2p to node-3'),
  event('e5', NOW - 100, 'Started', POD, 'kubelet, node-3', 'Started container nginx'),
];

export const DEEDS = [{ index: 0, atMs: NOW - 356_000, sentence: 'You powered off node-2' }];

const scores = (...weighted: readonly (readonly [number, number, number])[]) => weighted.map(([raw, normalized, points]) => ({ raw, normalized, weighted: points }));

export const SCHEDULED: DecisionView = {
  atMs: NOW - 300, outcome: 'scheduled', node: 'node-3', message: '', profile: 'default-scheduler', filterPlugins: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit'],
  narrowedBy: [], preemption: null, strategy: 'LeastAllocated', idle: { filters: ['NodeName', 'NodePorts'], scores: ['InterPodAffinity'] },
  scorePlugins: [
    { name: 'TaintToleration', weight: 3 }, { name: 'NodeAffinity', weight: 2 }, { name: 'NodeResourcesFit', weight: 1 }, { name: 'PodTopologySpread', weight: 2 },
    { name: 'NodeResourcesBalancedAllocation', weight: 1 }, { name: 'ImageLocality', weight: 1 },
  ],
  nodes: [
    { node: 'node-1', refusedBy: null, scores: scores([0, 100, 300], [0, 0, 0], [44, 44, 44], [2, 50, 100], [88, 88, 88], [0, 0, 0]), total: 532 },
    { node: 'node-2', refusedBy: { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }, scores: null, total: null },
    { node: 'node-3', refusedBy: null, scores: scores([0, 100, 300], [0, 0, 0], [25, 25, 25], [0, 100, 200], [90, 90, 90], [12, 12, 12]), total: 627 },
  ],
};

export const UNSCHEDULABLE: DecisionView = {
  atMs: NOW - 300, outcome: 'unschedulable', node: null,
  message: '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
  profile: 'default-scheduler', filterPlugins: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit'], narrowedBy: [], strategy: 'LeastAllocated', idle: { filters: ['NodeName', 'NodePorts'], scores: ['InterPodAffinity'] },
  preemption: { nominatedNode: null, victims: [], message: 'preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.' },
  scorePlugins: [],
  nodes: [
    { node: 'node-1', refusedBy: { plugin: 'NodeResourcesFit', reasons: ['Insufficient memory'] }, scores: null, total: null },
    { node: 'node-2', refusedBy: { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }, scores: null, total: null },
    { node: 'node-3', refusedBy: { plugin: 'NodeResourcesFit', reasons: ['Insufficient memory'] }, scores: null, total: null },
  ],
};

export const POD_OBJECT: JsonObject = {
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: POD.name, generateName: 'web-6d4f-', namespace: 'default', uid: '7d1c', resourceVersion: '2184', creationTimestamp: '2026-01-05T10:02:57Z',
    labels: { app: 'web', 'pod-template-hash': '6d4f' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6d4f', uid: 'rs', controller: true, blockOwnerDeletion: true }],
  },
  spec: {
    containers: [{ name: 'nginx', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', resources: { requests: { cpu: '250m', memory: '256Mi' } } }],
    nodeName: 'node-3', restartPolicy: 'Always', terminationGracePeriodSeconds: 30,
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
  },
  status: {
    phase: 'Running', podIP: '10.244.2.7', qosClass: 'Burstable', startTime: '2026-01-05T10:02:58Z',
    containerStatuses: [{ name: 'nginx', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-05T10:02:58Z' } } }],
  },
};

export function podDetail(change: Partial<ObjectDetail> = {}): ObjectDetail {
  return {
    reference: POD, family: null, object: POD_OBJECT,
    summary: [
      { label: 'Node', value: 'node-3' }, { label: 'Pod IP', value: '10.244.2.7' }, { label: 'QoS class', value: 'Burstable' },
      { label: 'Labels', value: 'app=web, pod-template-hash=6d4f' }, { label: 'Restart policy', value: 'Always' },
    ],
    conditions: [
      { type: 'PodScheduled', status: 'True', reason: '', message: '', sinceMs: NOW - 300 },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [nginx]', sinceMs: NOW - 300 },
    ],
    owners: [REPLICA_SET, DEPLOYMENT], dependents: [],
    chain: [
      { atMs: NOW - 100, parts: [{ text: 'kubelet node-3', reference: node('node-3') }, { text: ' started container nginx' }], note: 'image was already there', person: false },
      { atMs: NOW - 300, parts: [{ text: 'scheduler' }, { text: ' chose ' }, { text: 'node-3', reference: node('node-3') }, { text: ', 627 points; node-1 had 532' }], note: '', person: false },
      { atMs: NOW - 400, parts: [{ text: 'ReplicaSet web-6d4f', reference: REPLICA_SET }, { text: ' had 5 of 6 pods, so it made one' }], note: '', person: false },
      { atMs: NOW - 500, parts: [{ text: 'Pod web-6d4f-b7l1q', reference: OLD_POD }, { text: ' was evicted from node-2' }], note: 'tolerated the taint unreachable for 300\u00a0s', person: false },
      { atMs: NOW - 300_600, parts: [{ text: 'node-2', reference: node('node-2') }, { text: ' stopped its heartbeat: Ready=Unknown' }], note: '50\u00a0s without a lease renewal', person: false },
      { atMs: NOW - 356_000, parts: [{ text: 'You powered off ' }, { text: 'node-2', reference: node('node-2') }], note: '', person: true },
    ],
    decision: SCHEDULED,
    ...change,
  };
}

export const OFFERS: readonly FaultOffer[] = [
  { fault: 'crash-container', target: { namespace: 'default', pod: POD.name, container: 'nginx' }, title: 'Crash container nginx', explanation: 'Its process ends with an error; the kubelet starts it again.', enabled: true, danger: true },
  { fault: 'fail-readiness', target: { namespace: 'default', pod: POD.name }, title: 'Fail readiness', explanation: 'Its readiness probe fails from now on; Services send it no traffic.', enabled: true, danger: false },
  { fault: 'restore-readiness', target: { namespace: 'default', pod: POD.name }, title: 'Restore readiness', explanation: 'Readiness is not failing.', enabled: false, danger: false },
];

export const POD_TABLE: TableView = {
  kind: 'Pod',
  columns: [
    { name: 'Name', description: 'Name must be unique within a namespace.', priority: 0, type: 'string' },
    { name: 'Ready', description: 'The aggregate readiness state of this pod for accepting traffic.', priority: 0, type: 'string' },
    { name: 'Status', description: 'The aggregate status of the containers in this pod.', priority: 0, type: 'string' },
    { name: 'Restarts', description: 'The number of times the containers in this pod have been restarted.', priority: 0, type: 'string' },
    { name: 'Age', description: 'When the pod was created.', priority: 0, type: 'string' },
    { name: 'IP', description: 'The address of the pod.', priority: 1, type: 'string' },
    { name: 'Node', description: 'The node of the pod.', priority: 1, type: 'string' },
  ],
};

export function podRow(name: string, change: { readonly status?: string; readonly restarts?: string; readonly createdAtMs?: number } = {}): RowView {
  return {
    key: `default/${name}`, reference: { kind: 'Pod', namespace: 'default', name },
    cells: [name, '1/1', change.status ?? 'Running', change.restarts ?? '0', change.createdAtMs ?? NOW - 400, '10.244.2.7', 'node-3'],
  };
}

/** The cluster of the pictures. */
export const PICTURE: Partial<Frame> = {
  pods: { put: [podView(), podView({ name: 'db-0', key: 'default/db-0', node: null, workload: 'Pod/default/db-0', shape: 'waiting', status: 'Pending', spokenState: 'Pending' })], gone: [] },
  nodes: { put: [nodeView('node-1'), nodeView('node-2', { ready: 'NotReady', powered: false, podCount: 4 }), nodeView('node-3', { podCount: 8 })], gone: [] },
  workloads: { put: WORKLOADS, gone: [] },
  events: { put: EVENTS, gone: [] },
  deeds: DEEDS,
};
