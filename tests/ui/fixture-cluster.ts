import type { ObjectReference } from '../../src/engine/api/reference.ts';
import type {
  ContainerView, ControlPlaneView, EventView, MessageView, NodeView, PodShape, PodView, WorkloadView,
} from '../../src/worker/protocol.ts';

/** A hand-made cluster: three nodes, the second powered off six minutes ago; fourteen pods in all nine shapes. */
export const FIXTURE_START_MS = Date.UTC(2026, 0, 5, 10, 2, 58);
const MINUTE = 60_000;
const MEBI = 1024 ** 2;
const GIBI = 1024 ** 3;

export function fixtureNodes(): NodeView[] {
  const node = (name: string, zone: string, part: Partial<NodeView>): NodeView => ({
    name, zone, uid: `uid-${name}`, ready: 'Ready', unschedulable: false, controlPlane: false, pressures: [], taints: [],
    allocatableCpuMillis: 4_000, allocatableMemoryBytes: 8 * GIBI, allocatablePods: 110,
    requestedCpuMillis: 2_480, requestedMemoryBytes: 4 * GIBI, podCount: 5,
    lastHeartbeatMs: FIXTURE_START_MS - 4_000, powered: true, partitioned: false, ...part,
  });
  return [
    node('node-1', 'a', {}),
    node('node-2', 'b', {
      ready: 'NotReady', powered: false, lastHeartbeatMs: FIXTURE_START_MS - 356_000, podCount: 2,
      requestedCpuMillis: 1_250, requestedMemoryBytes: 2 * GIBI,
      taints: ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'],
    }),
    node('node-3', 'c', { requestedCpuMillis: 3_200, requestedMemoryBytes: 5.6 * GIBI, podCount: 6, lastHeartbeatMs: FIXTURE_START_MS - 9_000 }),
  ];
}

interface PodSketch {
  readonly name: string;
  readonly workload: string;
  readonly caption: string;
  readonly node: string | null;
  readonly shape: PodShape;
  readonly createdAtMs: number;
  readonly restarts?: number;
  readonly reason?: string;
}

const STATUS: Readonly<Record<PodShape, { readonly status: string; readonly spoken: string; readonly ready: boolean }>> = {
  waiting: { status: 'Pending', spoken: 'Pending', ready: false },
  pulling: { status: 'ContainerCreating', spoken: 'ContainerCreating', ready: false },
  starting: { status: 'ContainerCreating', spoken: 'ContainerCreating', ready: false },
  'not-ready': { status: 'Running', spoken: 'Running, not ready', ready: false },
  ready: { status: 'Running', spoken: 'Running', ready: true },
  failing: { status: 'CrashLoopBackOff', spoken: 'CrashLoopBackOff', ready: false },
  finishing: { status: 'Terminating', spoken: 'Terminating', ready: true },
  completed: { status: 'Completed', spoken: 'Completed', ready: false },
  unknown: { status: 'Unknown', spoken: 'Unknown', ready: false },
};

const IMAGES: Readonly<Record<string, string>> = { web: 'nginx:1.27', api: 'ghcr.io/kubarium/api:2.4', db: 'postgres:17', report: 'busybox:1.37' };

/** A whole {@link PodView} from its name, owner, place and shape. */
export function fixturePod(sketch: PodSketch, atMs: number): PodView {
  const { status, spoken, ready } = STATUS[sketch.shape];
  const inTransit = sketch.shape === 'pulling' || sketch.shape === 'starting' || sketch.shape === 'finishing';
  const running = sketch.shape === 'ready' || sketch.shape === 'not-ready' || sketch.shape === 'finishing' || sketch.shape === 'unknown';
  const container: ContainerView = {
    part: 'main', name: sketch.caption, image: IMAGES[sketch.caption] ?? 'nginx:1.27',
    state: running ? 'running' : sketch.shape === 'completed' ? 'terminated' : 'waiting', reason: running ? '' : status,
    ready, restarts: sketch.restarts ?? 0, cpuMillis: 250, memoryBytes: 256 * MEBI, probes: ['readiness', 'liveness'],
  };
  return {
    key: `default/${sketch.name}`, uid: `uid-${sketch.name}`, namespace: 'default', name: sketch.name, node: sketch.node,
    workload: sketch.workload, caption: sketch.caption, shape: sketch.shape, number: '', daemon: false, place: null, mark: null, traits: '', status, spokenState: spoken, reason: sketch.reason ?? '',
    readyContainers: ready ? 1 : 0, restarts: sketch.restarts ?? 0, cpuMillis: 250, memoryBytes: 256 * MEBI,
    createdAtMs: sketch.createdAtMs, progress: inTransit ? { fromMs: atMs, toMs: atMs + 8_000 } : null, containers: [container],
  };
}

const WEB = 'Deployment/default/web';
const API = 'Deployment/default/api';
const DB = 'StatefulSet/default/db';
const REPORT = 'Job/default/report';

export function fixturePods(): PodView[] {
  const old = FIXTURE_START_MS - 12 * MINUTE;
  const recent = FIXTURE_START_MS - 1_000;
  const pod = (name: string, workload: string, node: string | null, shape: PodShape, createdAtMs: number, more: Partial<PodSketch> = {}) =>
    fixturePod({ name, workload, node, shape, createdAtMs, caption: name.split('-')[0] ?? name, ...more }, FIXTURE_START_MS);
  return [
    pod('web-6d4f7c9b8-8kq2m', WEB, 'node-1', 'ready', old),
    pod('web-6d4f7c9b8-p4vzt', WEB, 'node-1', 'ready', old),
    pod('web-6d4f7c9b8-b7l1q', WEB, 'node-2', 'unknown', old),
    pod('web-6d4f7c9b8-c5n8d', WEB, 'node-3', 'ready', old),
    pod('web-6d4f7c9b8-x9k2p', WEB, 'node-3', 'not-ready', recent),
    pod('web-6d4f7c9b8-t2r6w', WEB, 'node-3', 'pulling', recent),
    pod('api-7f58d6cc4-lm2xz', API, 'node-1', 'ready', old),
    pod('api-7f58d6cc4-qq8tn', API, 'node-2', 'unknown', old),
    pod('api-7f58d6cc4-hd4vs', API, 'node-3', 'starting', recent),
    pod('api-7f58d6cc4-w6j9k', API, 'node-3', 'finishing', old),
    pod('db-0', DB, 'node-1', 'ready', old),
    pod('db-1', DB, null, 'waiting', recent, { reason: '0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 Insufficient memory.' }),
    pod('report-4rk8c', REPORT, 'node-1', 'completed', old),
    pod('report-z7p5d', REPORT, 'node-3', 'failing', old, { restarts: 4, reason: 'back-off 1m20s restarting failed container=report' }),
  ];
}

export function fixtureWorkloads(): WorkloadView[] {
  const workload = (key: string, hue: number, desired: number, ready: number): WorkloadView => {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    return { key, kind, namespace, name, hue, desired, ready, updated: desired, available: ready, counts: 'ready' as const, note: '' };
  };
  return [workload(WEB, 0, 6, 3), workload(API, 1, 4, 1), workload(DB, 2, 2, 1), workload(REPORT, 3, 2, 0)];
}

export const FIXTURE_CONTROL_PLANE: ControlPlaneView = {
  apiServer: true, etcd: true, scheduler: true, controllerManager: true, registry: true, stoppedControllers: [],
  controllers: ['deployment-controller', 'replicaset-controller', 'node-lifecycle-controller', 'taint-eviction-controller', 'garbage-collector-controller'],
  resourceVersion: 2_184, schedulerQueue: 1, controllerQueue: 0,
};

export const podReference = (name: string): ObjectReference => ({ kind: 'Pod', namespace: 'default', name });

export function fixtureEvents(): EventView[] {
  const event = (secondsAgo: number, type: EventView['type'], reason: string, object: ObjectReference, from: string, message: string, count = 1): EventView => ({
    key: `default/${object.name}.${reason}`, atMs: FIXTURE_START_MS - secondsAgo * 1_000, type, reason, object, from, message, count,
  });
  const fresh = podReference('web-6d4f7c9b8-x9k2p');
  return [
    event(310, 'Warning', 'NodeNotReady', podReference('web-6d4f7c9b8-b7l1q'), 'node-controller', 'Node is not ready'),
    event(60, 'Warning', 'BackOff', podReference('report-z7p5d'), 'kubelet, node-3', 'Back-off restarting failed container report in pod report-z7p5d_default', 9),
    event(2.4, 'Normal', 'TaintManagerEviction', podReference('web-6d4f7c9b8-b7l1q'), 'taint-eviction-controller', 'Marking for deletion Pod default/web-6d4f7c9b8-b7l1q'),
    event(2.2, 'Normal', 'SuccessfulCreate', { kind: 'ReplicaSet', namespace: 'default', name: 'web-6d4f7c9b8' }, 'replicaset-controller', 'Created pod: web-6d4f7c9b8-x9k2p'),
    event(2.1, 'Normal', 'Scheduled', fresh, 'default-scheduler', 'Successfully assigned default/web-6d4f7c9b8-x9k2p to node-3'),
    event(1.9, 'Warning', 'FailedScheduling', podReference('db-1'), 'default-scheduler', '0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 Insufficient memory.'),
    event(1.2, 'Normal', 'Pulled', fresh, 'kubelet, node-3', 'Container image "nginx:1.27" already present on machine'),
    event(0.4, 'Normal', 'Started', fresh, 'kubelet, node-3', 'Container started'),
  ];
}

/** One turn of the control loop, as messages; the host sends one of them every simulated second. */
export const FIXTURE_MESSAGES: readonly Omit<MessageView, 'id' | 'atMs'>[] = [
  { from: 'you', to: 'api', caption: 'scale web', subject: { kind: 'Deployment', namespace: 'default', name: 'web' }, actor: 'you' },
  { from: 'controllers', to: 'api', caption: 'create pod', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'replicaset-controller' },
  { from: 'api', to: 'scheduler', caption: 'pod created', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'kube-apiserver' },
  { from: 'scheduler', to: 'api', caption: 'bind web-…t2r6w', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'default-scheduler' },
  { from: 'api', to: 'node/node-3', caption: 'pod bound', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'kube-apiserver' },
  { from: 'node/node-3', to: 'api', caption: 'pod status', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'kubelet' },
  { from: 'api', to: 'controllers', caption: 'pod ready', subject: podReference('web-6d4f7c9b8-t2r6w'), actor: 'kube-apiserver' },
];
