import type { Action } from '../../src/engine/actions.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import type { ObjectReference } from '../../src/engine/api/reference.ts';
import type { ApplyOutcome, Command, DeedView, FaultOffer, Frame, Host, KnownUser, NodeView, PodShape, PodView, ReplyData } from '../../src/worker/protocol.ts';
import {
  FIXTURE_CONTROL_PLANE, FIXTURE_MESSAGES, FIXTURE_START_MS, fixtureEvents, fixtureNodes, fixturePod, fixturePods, fixtureWorkloads,
} from './fixture-cluster.ts';
import { fixtureDetail, podRow, POD_TABLE } from './fixture-detail.ts';

export interface FixtureHostOptions {
  /** false: like the worker, silent until `open-scenario` or `restore`. Otherwise the first frame follows the first `onFrame`. */
  readonly opened?: boolean;
  /** false: time stands still until {@link FixtureHost.tick}. */
  readonly running?: boolean;
}

export interface FixtureHost extends Host {
  /** Lets simulated time pass at once, one frame a simulated second. */
  tick(ms: number): void;
  /** every command sent so far. */
  readonly sent: readonly Command[];
}

const FIXTURE_USERS: readonly KnownUser[] = [
  { kind: 'User', name: 'jane', user: { name: 'jane', groups: [] }, grants: ['view in shop'] },
  { kind: 'Group', name: 'developers', user: { name: 'someone', groups: ['developers'] }, grants: ['edit'] },
  { kind: 'ServiceAccount', name: 'shop/robot', user: { name: 'system:serviceaccount:shop:robot', groups: [] }, grants: [] },
];

const FRAME_MS = 100;
const HEARTBEAT_MS = 10_000;
const GRACE_MS = 40_000;
const LIFE: readonly PodShape[] = ['waiting', 'pulling', 'starting', 'not-ready', 'ready', 'ready', 'ready', 'finishing'];
const STAGE_SECONDS = 3;

/** The protocol's other side, played by a small hand-made cluster: for component tests and for looking at the page. */
export function createFixtureHost(options: FixtureHostOptions = {}): FixtureHost {
  const listeners = new Set<(frame: Frame) => void>();
  const sent: Command[] = [];
  let opened = options.opened ?? true;
  let world = makeWorld();
  let before: World | null = null;
  const timer = options.running === false ? null : setInterval(() => { if (opened && !world.paused) pass(FRAME_MS * speed()); }, FRAME_MS);

  const speed = (): number => (world.pace === 'adaptive' ? 1 : world.pace);
  const emit = (part: Partial<Frame> = {}): void => {
    if (!opened) return;
    const frame: Frame = { type: 'frame', reset: false, clock: clockOf(world, speed()), ...part };
    for (const listener of listeners) listener(frame);
  };
  const emitAll = (): void => emit({
    reset: true, controlPlane: FIXTURE_CONTROL_PLANE, deeds: world.deeds, canUndoReset: before !== null,
    pods: { put: [...world.pods.values()], gone: [] }, nodes: { put: [...world.nodes.values()], gone: [] },
    workloads: { put: fixtureWorkloads(), gone: [] }, events: { put: fixtureEvents(), gone: [] },
    ...(world.table ? { table: { view: POD_TABLE, rows: { put: [...world.pods.values()].map(podRow), gone: [] } } } : {}),
  });
  const emitPods = (put: readonly PodView[], gone: readonly string[]): void => emit({
    pods: { put, gone },
    ...(world.table ? { table: { rows: { put: put.map(podRow), gone } } } : {}),
    ...(world.selected?.kind === 'Pod' && put.some((pod) => pod.name === world.selected?.name) ? { detail: detailOf(world, world.selected) } : {}),
  });

  const pass = (ms: number): void => {
    const second = Math.floor(world.atMs / 1_000);
    world.atMs += ms;
    emit();
    for (let at = second + 1; at <= Math.floor(world.atMs / 1_000); at++) liveOneSecond(world, at, emit, emitPods);
  };

  const act = (action: Action): ReplyData['act'] => {
    if (action.type === 'apply') return { problems: [], outcomes: outcomesOf(action.objects), sentence: 'You applied 1 object' };
    if (action.type !== 'fault') throw new Error(`This cluster cannot do "${action.type}".`);
    const sentence = doFault(world, action);
    world.deeds = [...world.deeds, { index: world.deeds.length, atMs: world.atMs, sentence }];
    emit({ deeds: world.deeds, nodes: { put: [...world.nodes.values()], gone: [] }, pods: { put: [...world.pods.values()], gone: [] } });
    return { problems: [], outcomes: [], sentence };
  };

  const answer = (command: Command): ReplyData[Command['type']] => {
    switch (command.type) {
      case 'open-scenario': opened = true; before = null; world = makeWorld(world.table); emitAll(); return null;
      case 'restore': {
        const saved = String(command.saved);
        if (!saved.startsWith('fixture ')) throw new Error('The saved session was made by another version.');
        opened = true; world = makeWorld(world.table); world.atMs = Number(saved.slice(8)); emitAll(); return null;
      }
      case 'reset': before = world; world = makeWorld(world.table); emitAll(); return null;
      case 'undo-reset': if (!before) throw new Error('There is nothing to undo.'); world = before; before = null; emitAll(); return null;
      case 'save': return `fixture ${world.atMs}`;
      case 'set-pace': world.pace = command.pace; emit(); return null;
      case 'set-paused': world.paused = command.paused; emit(); return null;
      case 'step': world.paused = true; pass(1_000); return null;
      case 'select': world.selected = command.reference; emit({ detail: command.reference && detailOf(world, command.reference) }); return null;
      case 'show-table':
        world.table = command.kind === 'Pod';
        emit({ table: { view: { kind: command.kind ?? '', columns: world.table ? POD_TABLE.columns : [] }, rows: { put: world.table ? [...world.pods.values()].map(podRow) : [], gone: [] } } });
        return null;
      case 'offers': return offersFor(world, command.reference);
      case 'read-object': return detailOf(world, command.reference).object;
      case 'machine-use': return null;
      case 'read-logs': return { lines: [{ atMs: world.atMs - 900, text: '/docker-entrypoint.sh: Configuration complete; ready for start up' }, { atMs: world.atMs - 400, text: '10.244.2.1 - - "GET /healthz HTTP/1.1" 200 2' }], message: '' };
      case 'preview-apply': return { problems: [], changes: [], outcomes: outcomesOf(command.objects) };
      case 'users': return FIXTURE_USERS;
      case 'operator-sites': return [];
      case 'check-operator': return { message: 'This cluster runs no operators.', line: null };
      case 'scheduler-configuration': return { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };
      case 'what-if': return command.configurations.map(() => ({ problems: [], placements: [] }));
      case 'act': return act(command.action);
    }
  };

  return {
    sent,
    tick: (ms) => { for (let left = ms; left > 0; left -= 1_000) pass(Math.min(1_000, left)); },
    async send<C extends Command>(command: C): Promise<ReplyData[C['type']]> {
      sent.push(command);
      await Promise.resolve();
      // The switch in `answer` pairs each command with its own reply, which the type system cannot follow through a union.
      return answer(command) as ReplyData[C['type']];
    },
    onFrame(listener) {
      listeners.add(listener);
      if (opened) queueMicrotask(emitAll);
      return () => { listeners.delete(listener); };
    },
    close() {
      if (timer) clearInterval(timer);
      listeners.clear();
    },
  };
}

interface World {
  atMs: number;
  paused: boolean;
  pace: Frame['clock']['pace'];
  selected: ObjectReference | null;
  table: boolean;
  deeds: readonly DeedView[];
  messages: number;
  readonly pods: Map<string, PodView>;
  readonly nodes: Map<string, NodeView>;
}

function makeWorld(table = false): World {
  return {
    atMs: FIXTURE_START_MS + 200, paused: false, pace: 'adaptive', selected: null, table, messages: 0,
    deeds: [{ index: 0, atMs: FIXTURE_START_MS - 356_000, sentence: 'You powered off node-2' }],
    pods: new Map(fixturePods().map((pod) => [pod.key, pod])),
    nodes: new Map(fixtureNodes().map((node) => [node.name, node])),
  };
}

function clockOf(world: World, speed: number): Frame['clock'] {
  const cycleMs = 60_000;
  const elapsedMs = (world.atMs - FIXTURE_START_MS) % cycleMs;
  const waiting = elapsedMs > 15_000 && elapsedMs < 45_000
    ? { label: 'tolerationSeconds', subject: { kind: 'Pod', namespace: 'default', name: 'api-7f58d6cc4-qq8tn' }, dueAtMs: world.atMs + 45_000 - elapsedMs }
    : null;
  return { atMs: world.atMs, startMs: FIXTURE_START_MS - 720_000, pace: world.pace, paused: world.paused, speed: world.paused ? 0 : speed, waiting };
}

/** Heartbeats, one message, an event now and then, and one pod that is born, lives and goes over and over. */
function liveOneSecond(world: World, second: number, emit: (part: Partial<Frame>) => void, emitPods: (put: readonly PodView[], gone: readonly string[]) => void): void {
  const beating = [...world.nodes.values()].filter((node) => node.powered && second * 1_000 - node.lastHeartbeatMs >= HEARTBEAT_MS);
  const lost = [...world.nodes.values()].filter((node) => !node.powered && node.ready === 'Ready' && second * 1_000 - node.lastHeartbeatMs >= GRACE_MS);
  const changed = [...beating.map((node): NodeView => ({ ...node, lastHeartbeatMs: second * 1_000, ready: 'Ready' })), ...lost.map((node): NodeView => ({ ...node, ready: 'NotReady' }))];
  for (const node of changed) world.nodes.set(node.name, node);
  const sketch = FIXTURE_MESSAGES[world.messages % FIXTURE_MESSAGES.length];
  world.messages++;
  emit({
    ...(changed.length ? { nodes: { put: changed, gone: [] } } : {}),
    ...(sketch ? { messages: [{ ...sketch, id: world.messages, atMs: world.atMs }] } : {}),
    controlPlane: { ...FIXTURE_CONTROL_PLANE, resourceVersion: FIXTURE_CONTROL_PLANE.resourceVersion + world.messages },
  });
  if (second % STAGE_SECONDS !== 0) return;
  const stage = Math.floor(second / STAGE_SECONDS) % LIFE.length;
  const generation = Math.floor(second / STAGE_SECONDS / LIFE.length);
  const name = (of: number): string => `web-6d4f7c9b8-n${(of % 46_656).toString(36).padStart(4, '0')}`;
  const shape = LIFE[stage] ?? 'ready';
  const node = shape === 'waiting' ? null : generation % 2 ? 'node-1' : 'node-3';
  const pod = fixturePod({ name: name(generation), workload: 'Deployment/default/web', caption: 'web', node, shape, createdAtMs: world.atMs }, world.atMs);
  const gone = `default/${name(generation - 1)}`;
  world.pods.delete(gone);
  world.pods.set(pod.key, pod);
  emitPods([pod], [gone]);
  emit({ events: { put: [{ key: `${pod.key}.${shape}`, atMs: world.atMs, type: 'Normal', reason: shape === 'waiting' ? 'SuccessfulCreate' : 'Scheduled', message: `${pod.name} is ${pod.status}`, count: 1, from: 'replicaset-controller', object: { kind: 'Pod', namespace: 'default', name: pod.name } }], gone: [] } });
}

function detailOf(world: World, reference: ObjectReference) {
  return fixtureDetail(reference, reference.kind === 'Pod' ? world.pods.get(`${reference.namespace}/${reference.name}`) : undefined);
}

function doFault(world: World, { fault, target }: Extract<Action, { type: 'fault' }>): string {
  if (fault === 'delete-pod') {
    const pod = world.pods.get(`${target.namespace ?? 'default'}/${target.pod ?? ''}`);
    if (!pod) throw new Error(`pods "${target.pod ?? ''}" not found`);
    world.pods.set(pod.key, { ...pod, shape: 'finishing', status: 'Terminating', spokenState: 'Terminating', progress: { fromMs: world.atMs, toMs: world.atMs + 30_000 } });
    return `You deleted pod ${pod.name}`;
  }
  const node = world.nodes.get(target.node ?? '');
  const change: Partial<Record<typeof fault, readonly [Partial<NodeView>, string]>> = {
    'power-off-node': [{ powered: false }, 'You powered off'],
    'power-on-node': [{ powered: true, ready: 'Ready', lastHeartbeatMs: world.atMs, taints: [] }, 'You powered on'],
    'cordon-node': [{ unschedulable: true }, 'You cordoned'],
    'uncordon-node': [{ unschedulable: false }, 'You uncordoned'],
  };
  const found = change[fault];
  if (!found) throw new Error(`This cluster cannot do "${fault}".`);
  if (!node) throw new Error(`nodes "${target.node ?? ''}" not found`);
  world.nodes.set(node.name, { ...node, ...found[0] });
  return `${found[1]} ${node.name}`;
}

function offersFor(world: World, reference: ObjectReference | null): readonly FaultOffer[] {
  const offer = (fault: FaultOffer['fault'], target: FaultOffer['target'], title: string, explanation: string, danger = true): FaultOffer =>
    ({ fault, target, title, explanation, danger, enabled: true });
  if (!reference) {
    return [
      offer('stop-scheduler', {}, 'Stop the scheduler', 'New pods wait; running pods do not notice.'),
      offer('stop-controller-manager', {}, 'Stop the controller manager', 'Nothing is created, scaled or evicted until it is back.'),
      offer('stop-api-server', {}, 'Stop the API server', 'Nobody can read or write; containers keep running.'),
      offer('stop-registry', {}, 'Take the registry down', 'Image pulls fail until it is back.'),
      offer('add-node', {}, 'Add a node', 'One more machine of 4 CPU and 8 GiB joins.', false),
      { ...offer('start-scheduler', {}, 'Start the scheduler', 'The scheduler is already running.', false), enabled: false },
    ];
  }
  if (reference.kind === 'Pod') return [offer('delete-pod', { namespace: reference.namespace, pod: reference.name }, `Delete ${reference.name}`, 'It gets its grace period, then it is gone.')];
  const node = reference.kind === 'Node' ? world.nodes.get(reference.name) : undefined;
  if (!node) return [];
  const target = { node: node.name };
  return [
    node.powered
      ? offer('power-off-node', target, `Kill ${node.name}`, 'Cuts its power. Nobody is told; the heartbeat just stops.')
      : offer('power-on-node', target, `Start ${node.name}`, 'Gives it power again.', false),
    node.unschedulable
      ? offer('uncordon-node', target, `Uncordon ${node.name}`, 'New pods may come here again.', false)
      : offer('cordon-node', target, `Cordon ${node.name}`, 'No new pods come here; those that run stay.', false),
  ];
}

function outcomesOf(objects: readonly JsonObject[]): readonly ApplyOutcome[] {
  return objects.map((object, document) => {
    const metadata = object['metadata'] as JsonObject | undefined;
    const kind = String(object['kind'] ?? '');
    const name = String(metadata?.['name'] ?? '');
    return { document, reference: { kind, namespace: 'default', name }, verdict: 'configured', sentence: `${kind.toLowerCase()}/${name} configured` };
  });
}
