import type { KindMap } from '../api/object.ts';
import { parseAmount } from '../api/amounts.ts';
import { matchesNode } from '../api/node-affinity.ts';
import { requestsOf } from '../api/pod-resources.ts';
import { heldByOthers, isHolding } from './held-resources.ts';
import type { Machine, Pod, PodRecord } from './state.ts';

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * The kubelet's own check of a pod it is given, whoever bound it. Only the first problem counts.
 * Source: pkg/kubelet/lifecycle/predicate.go, AdmissionCheck in pkg/scheduler.
 */
export function checkAdmission(machine: Machine, record: PodRecord, node: KindMap['Node']): Rejection | undefined {
  return outOfResources(machine, record, node) ?? placementProblem(machine, record, node);
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
    const taken = new Set([...machine.pods.values()].flatMap((other) => (other !== record && isHolding(other) ? hostPorts(other.pod) : [])));
    if (wanted.some((port) => taken.has(port))) return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  return undefined;
}

function hostPorts(pod: Pod): string[] {
  const ports: string[] = [];
  for (const container of pod.spec.containers) for (const port of container.ports ?? []) if (port.hostPort) ports.push(`${port.protocol ?? 'TCP'}/${port.hostPort}`);
  return ports;
}
