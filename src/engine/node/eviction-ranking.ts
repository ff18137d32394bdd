import { requestsOf } from '../api/pod-resources.ts';
import { parseAmount } from '../api/amounts.ts';
import { specOf, type PodRecord } from './state.ts';
import { containerGrowth, containerUsage, podUsage, type PressedResource } from './usage.ts';

/** What the API calls a resource that can run short. */
export const RESOURCE_NAMES: Readonly<Record<PressedResource, string>> = { memory: 'memory', disk: 'ephemeral-storage' };

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'];

const PAGE_BYTES = 4096;

/** What is used and what is left, in whole pages of memory or blocks of the disk. */
function measured(bytes: number): string {
  return formatBytes(Math.max(0, Math.floor(bytes / PAGE_BYTES) * PAGE_BYTES));
}

/** Bytes as the kubelet writes them, in the largest unit that loses nothing: `60Mi`. */
function formatBytes(bytes: number): string {
  let unit = 0;
  for (; bytes > 0 && bytes % 1024 === 0 && unit < UNITS.length - 1; unit++) bytes /= 1024;
  return `${bytes}${UNITS[unit]}`;
}

/**
 * Pods in the order in which they are evicted: first those that take more than they asked for, then those of lower priority, then those
 * that take the most above what they asked for (pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc).
 */
export function rankForEviction(records: readonly PodRecord[], resource: PressedResource, nowMs: number): readonly PodRecord[] {
  const ranked = records.map((record) => {
    const { memoryBytes, storageBytes } = requestsOf(record.pod.spec);
    return { record, priority: record.pod.spec.priority ?? 0, above: podUsage(record, resource, nowMs) - (resource === 'memory' ? memoryBytes : storageBytes) };
  });
  return ranked.sort((a, b) => Number(b.above > 0) - Number(a.above > 0) || a.priority - b.priority || b.above - a.above).map(({ record }) => record);
}

/** Why a pod is evicted, and which of its containers are to blame (evictionMessage). */
export function evictionMessage(record: PodRecord, resource: PressedResource, thresholdBytes: number, availableBytes: number, nowMs: number): string {
  const name = RESOURCE_NAMES[resource];
  let message = `The node was low on resource: ${name}. Threshold quantity: ${formatBytes(thresholdBytes)}, available: ${measured(availableBytes)}. `;
  record.containers.forEach((container, index) => {
    const requested = specOf(record, index)?.resources?.requests?.[name];
    const used = containerUsage(record, index, resource, nowMs);
    if (container.ephemeral || container.state !== 'running' || used <= (parseAmount(requested) ?? 0)) return;
    message += `Container ${container.name} was using ${measured(used)}, request is ${canonical(requested)}, has larger consumption of ${name}. `;
  });
  return message;
}

/** A limit on what a pod, or one of its containers, may write: how far it is from it, how fast it gets there, and what is said of it then. */
interface StorageLimit {
  readonly leftBytes: number;
  readonly growth: number;
  readonly message: string;
}

function storageLimits(record: PodRecord, nowMs: number): readonly StorageLimit[] {
  const { containers, initContainers = [] } = record.pod.spec;
  const limits: StorageLimit[] = [];
  let [total, growth] = [0, 0];
  for (const [position, { name, resources }] of containers.entries()) {
    const limit = resources?.limits?.['ephemeral-storage'];
    const bytes = parseAmount(limit) ?? 0;
    const index = position + initContainers.length;
    const ownGrowth = containerGrowth(record, index, 'disk');
    total += bytes;
    growth += ownGrowth;
    if (bytes <= 0) continue;
    limits.push({ leftBytes: bytes - containerUsage(record, index, 'disk', nowMs), growth: ownGrowth, message: `Container ${name} exceeded its local ephemeral storage limit "${canonical(limit)}". ` });
  }
  if (total > 0) limits.unshift({ leftBytes: total - podUsage(record, 'disk', nowMs), growth, message: `Pod ephemeral local storage usage exceeds the total limit of containers ${formatBytes(total)}. ` });
  return limits;
}

/** Why a pod is evicted that writes more than its own limits allow, whatever the node has left (localStorageEviction). */
export function storageLimitProblem(record: PodRecord, nowMs: number): string | undefined {
  return storageLimits(record, nowMs).find(({ leftBytes }) => leftBytes < 0)?.message;
}

/** When it will have written more than it may; `undefined` when it never will. */
export function nextOverrunMs(record: PodRecord, nowMs: number): number | undefined {
  let next: number | undefined;
  for (const { leftBytes, growth } of storageLimits(record, nowMs)) {
    const atMs = leftBytes < 0 ? nowMs : growth > 0 ? nowMs + Math.floor((leftBytes / growth) * 1000) + 1 : undefined;
    if (atMs !== undefined && (next === undefined || atMs < next)) next = atMs;
  }
  return next;
}

/** A binary quantity in its shortest form; others are left as they were written. */
function canonical(quantity = '0'): string {
  return quantity.endsWith('i') ? formatBytes(parseAmount(quantity) ?? 0) : quantity;
}
