import { parseAmount } from '../api/amounts.ts';
import type { KindMap } from '../api/object.ts';
import { isSidecar, requestsOf } from '../api/pod-resources.ts';

type PodSpec = KindMap['Pod']['spec'];
type Container = PodSpec['containers'][number];

export interface HostPort {
  /** `0.0.0.0` for all addresses. */
  readonly ip: string;
  /** `TCP/8080`. */
  readonly port: string;
}

/** What a pod takes of a node, worked out once for all pods that share their containers. */
export interface Demand {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
  /** the same with 100 m and 200 MiB for containers that ask for nothing (pkg/scheduler/util/pod_resources.go); used in scoring only. */
  readonly scoredCpuMillis: number;
  readonly scoredMemoryBytes: number;
  /** amounts of other resources, such as `nvidia.com/gpu`, sorted by name; null when there are none. */
  readonly extended: readonly (readonly [string, number])[] | null;
  readonly hostPorts: readonly HostPort[];
  /** image of every container as nodes name it: with its tag. */
  readonly images: readonly string[];
}

const DEFAULT_CPU_MILLIS = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 ** 2;
const NATIVE: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

interface Remembered {
  readonly initContainers: PodSpec['initContainers'];
  readonly overhead: PodSpec['overhead'];
  readonly demand: Demand;
}

const remembered = new WeakMap<PodSpec['containers'], Remembered>();

export function demandOf(spec: PodSpec): Demand {
  const known = remembered.get(spec.containers);
  if (known && known.initContainers === spec.initContainers && known.overhead === spec.overhead) return known.demand;
  const demand = computeDemand(spec);
  remembered.set(spec.containers, { initContainers: spec.initContainers, overhead: spec.overhead, demand });
  return demand;
}

function computeDemand(spec: PodSpec): Demand {
  const { cpuMillis, memoryBytes, storageBytes } = requestsOf(spec);
  const overhead = spec.overhead ?? {};
  return {
    cpuMillis,
    // Whole numbers add up to the same in whatever order pods come and go.
    memoryBytes: Math.ceil(memoryBytes),
    storageBytes: Math.ceil(storageBytes),
    scoredCpuMillis: together(spec, (container) => millisOf(container) ?? DEFAULT_CPU_MILLIS) + Math.ceil((parseAmount(overhead.cpu) ?? 0) * 1000),
    scoredMemoryBytes: Math.ceil(together(spec, (container) => amountOf(container, 'memory') ?? DEFAULT_MEMORY_BYTES) + (parseAmount(overhead.memory) ?? 0)),
    extended: extendedOf(spec),
    hostPorts: hostPortsOf(spec),
    images: [...(spec.initContainers ?? []), ...spec.containers].map(({ image = '' }) => withTag(image)),
  };
}

/** Containers and sidecars at once, or the hungriest init container beside the sidecars started before it. */
function together(spec: PodSpec, amount: (container: Container) => number): number {
  let running = 0;
  for (const container of spec.containers) running += amount(container);
  let sidecars = 0;
  let peak = 0;
  for (const container of spec.initContainers ?? []) {
    const own = amount(container);
    peak = Math.max(peak, sidecars + own);
    if (isSidecar(container)) sidecars += own;
  }
  return Math.max(running + sidecars, peak);
}

function amountOf({ resources }: Container, name: string): number | undefined {
  return parseAmount(resources?.requests?.[name]);
}

function millisOf(container: Container): number | undefined {
  const cpu = amountOf(container, 'cpu');
  return cpu === undefined ? undefined : Math.ceil(cpu * 1000);
}

function extendedOf(spec: PodSpec): Demand['extended'] {
  const names = new Set<string>();
  for (const { resources } of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const name in resources?.requests) if (!NATIVE.has(name)) names.add(name);
  }
  if (names.size === 0) return null;
  return [...names].sort().map((name) => [name, Math.ceil(together(spec, (container) => amountOf(container, name) ?? 0))] as const);
}

function hostPortsOf(spec: PodSpec): HostPort[] {
  const found: HostPort[] = [];
  const all = [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers];
  for (const { ports = [] } of all) {
    for (const { hostPort, hostIP, protocol } of ports) if (hostPort) found.push({ ip: hostIP || '0.0.0.0', port: `${protocol || 'TCP'}/${hostPort}` });
  }
  return found;
}

function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
