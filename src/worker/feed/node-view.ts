import { parseAmount } from '../../engine/api/amounts.ts';
import type { KindMap } from '../../engine/api/object.ts';
import { requestsOf } from '../../engine/api/pod-resources.ts';
import type { MachineState } from '../../engine/node/machines.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { NodeView } from '../protocol.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];
type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

interface NodeLoad {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

/** What the pods of each node ask for together, kept up to date with each change. Pods that are over ask for nothing. */
export interface NodeLoads {
  of(node: string): NodeLoad;
  /** Takes a pod's old state out and its new one in; returns the nodes whose load changed. */
  replace(before: Pod | undefined, after: Pod | undefined): readonly string[];
}

export const LEASE_NAMESPACE = 'kube-node-lease';
const NO_LOAD: NodeLoad = { cpuMillis: 0, memoryBytes: 0, pods: 0 };

export function createNodeLoads(): NodeLoads {
  const loads = new Map<string, NodeLoad>();

  function add(pod: Pod, node: string, sign: 1 | -1): void {
    const load = loads.get(node) ?? NO_LOAD;
    const { cpuMillis, memoryBytes } = requestsOf(pod.spec);
    const pods = load.pods + sign;
    if (pods === 0) loads.delete(node);
    else loads.set(node, { cpuMillis: load.cpuMillis + sign * cpuMillis, memoryBytes: load.memoryBytes + sign * memoryBytes, pods });
  }

  return {
    of: (node) => loads.get(node) ?? NO_LOAD,
    replace(before, after) {
      const from = before && burdened(before);
      const to = after && burdened(after);
      if (from === to && before?.spec === after?.spec) return [];
      const changed: string[] = [];
      if (before && from !== undefined) {
        add(before, from, -1);
        changed.push(from);
      }
      if (after && to !== undefined) {
        add(after, to, 1);
        if (to !== from) changed.push(to);
      }
      return changed;
    },
  };
}

function burdened({ spec, status }: Pod): string | undefined {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : spec.nodeName;
}

/** `True`, `False`, `Unknown`, or `undefined` when the node has said nothing yet. */
export function readyStatusOf(node: Node | undefined): string | undefined {
  return node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

/** `key=value:Effect`, or `key:Effect`, as kubectl describe prints taints. */
export function taintText({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}

/** When the node was last heard of: its lease, else its status. */
export function lastHeartbeatOf(node: Node, lease: KindMap['Lease'] | undefined): number {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return parseTime(lease?.spec?.renewTime ?? ready?.lastHeartbeatTime ?? node.metadata.creationTimestamp ?? '');
}

export function nodeView(node: Node, lease: KindMap['Lease'] | undefined, machine: MachineState | undefined, load: NodeLoad): NodeView {
  const { metadata, spec, status } = node;
  const { cpu, memory, pods } = status?.allocatable ?? {};
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    ready: readyStatusOf(node) === 'True' ? 'Ready' : 'NotReady',
    unschedulable: spec?.unschedulable === true,
    controlPlane: metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined,
    pressures: pressuresOf(node),
    zone: zoneOf(node),
    taints: (spec?.taints ?? []).map(taintText),
    allocatableCpuMillis: Math.round((parseAmount(cpu) ?? 0) * 1000),
    allocatableMemoryBytes: parseAmount(memory) ?? 0,
    allocatablePods: parseAmount(pods) ?? 0,
    requestedCpuMillis: load.cpuMillis,
    requestedMemoryBytes: load.memoryBytes,
    podCount: load.pods,
    lastHeartbeatMs: lastHeartbeatOf(node, lease),
    powered: machine?.powered ?? false,
    partitioned: machine?.partitioned ?? false,
  };
}

const PRESSURES: Readonly<Record<string, string>> = { MemoryPressure: 'memory', DiskPressure: 'disk', PIDPressure: 'processes' };

function pressuresOf({ status }: Node): readonly string[] {
  return (status?.conditions ?? []).flatMap(({ type, status: value }) => (value === 'True' && PRESSURES[type] ? [PRESSURES[type]] : []));
}

/** The zone's short name: the page writes "zone a" for `zone-a`. */
export function zoneOf({ metadata: { labels } }: Node): string {
  return (labels?.['topology.kubernetes.io/zone'] ?? '').replace(/^zone-/, '');
}
