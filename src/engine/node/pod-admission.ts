import type { KindMap } from '../api/object.ts';
import { parseAmount } from '../api/amounts.ts';
import { matchesNode } from '../api/node-affinity.ts';
import { isSidecar, qosClassOf, requestsOf } from '../api/pod-resources.ts';
import { isCriticalPod } from '../api/pod-spec/mirror-pods.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { isTolerated } from '../api/tolerations.ts';
import { heldByOthers, isHolding } from './held-resources.ts';
import type { Machine, Pod, PodRecord } from './state.ts';

const EVERY_ADDRESS = '0.0.0.0';
const MEMORY_PRESSURE = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * The kubelet's own check of a pod it is given, whoever bound it. Only the first problem counts.
 * Source: pkg/kubelet/lifecycle/predicate.go, AdmissionCheck in pkg/scheduler.
 */
export function checkAdmission(machine: Machine, record: PodRecord, node: KindMap['Node']): Rejection | undefined {
  return pressureProblem(machine, record) ?? sysctlProblem(record.pod) ?? outOfResources(machine, record, node) ?? placementProblem(machine, record, node);
}

/** Under disk pressure no pod is taken, under memory pressure none that asks for nothing (pkg/kubelet/eviction Admit). */
function pressureProblem({ pressure }: Machine, { pod }: PodRecord): Rejection | undefined {
  const conditions = [...(pressure.memory === undefined ? [] : ['MemoryPressure']), ...(pressure.disk === undefined ? [] : ['DiskPressure'])];
  if (conditions.length === 0 || isCriticalPod(pod)) return undefined;
  if (pressure.disk === undefined && (qosClassOf(pod.spec) !== 'BestEffort' || isTolerated(pod.spec.tolerations, MEMORY_PRESSURE))) return undefined;
  return { reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` };
}

/** Kernel parameters that a pod may set for itself alone (pkg/kubelet/sysctl/safe_sysctls.go). */
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]);

/** pkg/kubelet/sysctl/allowlist.go; nobody has allowed the node any more. */
function sysctlProblem({ spec }: Pod): Rejection | undefined {
  for (const { name } of spec.securityContext?.sysctls ?? []) {
    const plain = name.replaceAll('/', '.');
    const refuse = (why: string): Rejection => ({ reason: 'SysctlForbidden', message: `forbidden sysctl: ${goQuote(name)} ${why}` });
    if (!SAFE_SYSCTLS.has(plain)) return refuse('not allowlisted');
    if (spec.hostNetwork && plain.startsWith('net.')) return refuse('not allowed with host net enabled');
    if (spec.hostIPC && plain.startsWith('kernel.')) return refuse('not allowed with host ipc enabled');
  }
  return undefined;
}

function outOfResources(machine: Machine, record: PodRecord, node: KindMap['Node']): Rejection | undefined {
  const allocatable = node.status?.allocatable ?? {};
  const wanted = requestsOf(record.pod.spec);
  const used = heldByOthers(machine, record);
  const checks: readonly (readonly [string, number, number, number])[] = [
    ['pods', 1, used.pods, parseAmount(allocatable.pods) ?? 0],
    ['cpu', wanted.cpuMillis, used.cpuMillis, (parseAmount(allocatable.cpu) ?? 0) * 1000],
    ['memory', wanted.memoryBytes, used.memoryBytes, parseAmount(allocatable.memory) ?? 0],
    ['ephemeral-storage', wanted.storageBytes, used.storageBytes, parseAmount(allocatable['ephemeral-storage']) ?? 0],
  ];
  for (const [name, requested, inUse, capacity] of checks) {
    if (requested === 0 || requested <= capacity - inUse) continue;
    return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${inUse}, capacity: ${capacity}` };
  }
  return undefined;
}

function placementProblem(machine: Machine, record: PodRecord, node: KindMap['Node']): Rejection | undefined {
  const failed = (name: string, words: string): Rejection => ({ reason: name, message: `Predicate ${name} failed: ${words}` });
  if (!matchesNode(record.pod, node)) return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  const wanted = hostPorts(record.pod);
  if (wanted.length > 0) {
    const taken = [...machine.pods.values()].flatMap((other) => (other !== record && isHolding(other) ? hostPorts(other.pod) : []));
    if (wanted.some((port) => taken.some((other) => areSame(port, other)))) return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  return undefined;
}

interface HostPort {
  readonly port: string;
  readonly ip: string;
}

/** What the pod takes of its node's ports as long as it runs. */
function hostPorts({ spec }: Pod): HostPort[] {
  const ports: HostPort[] = [];
  for (const container of [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers]) {
    for (const { hostPort, hostIP, protocol = 'TCP' } of container.ports ?? []) if (hostPort) ports.push({ port: `${protocol}/${hostPort}`, ip: hostIP || EVERY_ADDRESS });
  }
  return ports;
}

function areSame(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && (a.ip === b.ip || a.ip === EVERY_ADDRESS || b.ip === EVERY_ADDRESS);
}
