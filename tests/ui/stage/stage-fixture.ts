import { createSession, type Session } from '../../../src/ui/store/session.ts';
import type { Command, ControlPlaneView, FaultOffer, Frame, Host, MachineUse, NodeView, PodShape, PodView, ReplyData, WorkloadView } from '../../../src/worker/protocol.ts';
import { FIXTURE_CONTROL_PLANE, FIXTURE_START_MS, fixturePod } from '../fixture-cluster.ts';

const GIBI = 1024 ** 3;
const APPS = ['web', 'api', 'cache', 'dns', 'queue', 'mail', 'auth', 'search', 'shop', 'cart'];

export function aNode(name: string, part: Partial<NodeView> = {}): NodeView {
  return {
    name, uid: `uid-${name}`, ready: 'Ready', unschedulable: false, controlPlane: false, pressures: [], zone: 'a', taints: [],
    allocatableCpuMillis: 4_000, allocatableMemoryBytes: 8 * GIBI, allocatablePods: 110,
    requestedCpuMillis: 2_000, requestedMemoryBytes: 3 * GIBI, podCount: 0,
    lastHeartbeatMs: FIXTURE_START_MS - 2_000, powered: true, partitioned: false, ...part,
  };
}

/** `node` null: waiting for one. */
export function aPod(name: string, node: string | null, part: Partial<PodView> = {}): PodView {
  const caption = name.split('-')[0] ?? name;
  const shape: PodShape = part.shape ?? (node === null ? 'waiting' : 'ready');
  return { ...fixturePod({ name, node, caption, shape, workload: `Deployment/default/${caption}`, createdAtMs: FIXTURE_START_MS }, FIXTURE_START_MS), ...part };
}

export function aWorkload(name: string, hue: number): WorkloadView {
  return { key: `Deployment/default/${name}`, kind: 'Deployment', namespace: 'default', name, hue, desired: 3, ready: 3, updated: 3, available: 3, counts: 'ready' as const, note: '' };
}

export interface ClusterShape {
  readonly nodes: number;
  readonly pods: number;
  readonly zones: number;
}

/** A cluster of any size, its pods dealt out to the nodes in turn. */
export function aCluster({ nodes, pods, zones }: ClusterShape): { readonly nodes: NodeView[]; readonly pods: PodView[]; readonly workloads: WorkloadView[] } {
  const dealt = (index: number): number => Math.floor(pods / nodes) + (index < pods % nodes ? 1 : 0);
  return {
    nodes: Array.from({ length: nodes }, (_, index) => aNode(`node-${index + 1}`, {
      zone: 'abcdefgh'[index % zones] ?? 'a', podCount: dealt(index),
      requestedCpuMillis: Math.min(3_900, dealt(index) * 90 + ((index * 37) % 7) * 120), requestedMemoryBytes: Math.min(7.8, dealt(index) * 0.2 + ((index * 11) % 5) * 0.25) * GIBI,
    })),
    pods: Array.from({ length: pods }, (_, index) => aPod(`${APPS[index % APPS.length]}-6d4f-${index}`, `node-${(index % nodes) + 1}`)),
    workloads: APPS.map((name, index) => aWorkload(name, index % 8)),
  };
}

export interface StageFixture {
  readonly session: Session;
  readonly sent: Command[];
  /** Sends a frame as the worker would; the clock stands unless given. */
  frame(part: Partial<Frame>): void;
}

/** A session over frames made by hand. */
export function stageFixture(offers: readonly FaultOffer[] = [], use: MachineUse | null = null): StageFixture {
  const listeners = new Set<(frame: Frame) => void>();
  const sent: Command[] = [];
  const answer = (command: Command): ReplyData[Command['type']] => {
    if (command.type === 'offers') return offers;
    if (command.type === 'machine-use') return use;
    if (command.type === 'act') return { problems: [], outcomes: [], sentence: '' };
    return null;
  };
  const host: Host = {
    async send<C extends Command>(command: C): Promise<ReplyData[C['type']]> {
      sent.push(command);
      return answer(command) as ReplyData[C['type']];
    },
    onFrame(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    close: () => listeners.clear(),
  };
  const clock: Frame['clock'] = { atMs: FIXTURE_START_MS, startMs: FIXTURE_START_MS, pace: 1, paused: false, speed: 1, waiting: null };
  return {
    session: createSession(host), sent,
    frame(part) {
      const frame: Frame = { type: 'frame', reset: false, clock, ...part };
      for (const listener of listeners) listener(frame);
    },
  };
}

export const HEALTHY: ControlPlaneView = FIXTURE_CONTROL_PLANE;
