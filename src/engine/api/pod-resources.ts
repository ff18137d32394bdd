import { parseAmount } from './amounts.ts';
import type { KindMap } from './object.ts';

export interface PodRequests {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
}

type PodSpec = KindMap['Pod']['spec'];
type ContainerSpec = PodSpec['containers'][number];
type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const requestsBySpec = new WeakMap<object, PodRequests>();
const qosBySpec = new WeakMap<object, QosClass>();

/** What the sums depend on. Pods of one template share their list of containers even when each has a spec of its own. */
function sharedPart(spec: PodSpec): object {
  return spec.initContainers || spec.overhead ? spec : spec.containers;
}

/** What a pod asks of its node: containers and sidecars together, or the largest init container with the sidecars before it (component-helpers/resource). */
export function requestsOf(spec: PodSpec): PodRequests {
  const part = sharedPart(spec);
  let requests = requestsBySpec.get(part);
  if (!requests) requestsBySpec.set(part, (requests = sumRequests(spec)));
  return requests;
}

function sumRequests(spec: PodSpec): PodRequests {
  const running = { cpuMillis: 0, memoryBytes: 0, storageBytes: 0 };
  for (const container of spec.containers) add(running, container);
  const sidecars = { cpuMillis: 0, memoryBytes: 0, storageBytes: 0 };
  const peak = { cpuMillis: 0, memoryBytes: 0, storageBytes: 0 };
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) add(sidecars, container);
    const alone = { ...sidecars };
    if (!isSidecar(container)) add(alone, container);
    for (const name of ['cpuMillis', 'memoryBytes', 'storageBytes'] as const) peak[name] = Math.max(peak[name], alone[name]);
  }
  const overhead = spec.overhead ?? {};
  return {
    cpuMillis: Math.max(running.cpuMillis + sidecars.cpuMillis, peak.cpuMillis) + Math.ceil((parseAmount(overhead.cpu) ?? 0) * 1000),
    memoryBytes: Math.max(running.memoryBytes + sidecars.memoryBytes, peak.memoryBytes) + (parseAmount(overhead.memory) ?? 0),
    storageBytes: Math.max(running.storageBytes + sidecars.storageBytes, peak.storageBytes),
  };
}

function add(sum: { cpuMillis: number; memoryBytes: number; storageBytes: number }, { resources }: ContainerSpec): void {
  const requests = resources?.requests;
  if (!requests) return;
  sum.cpuMillis += Math.ceil((parseAmount(requests.cpu) ?? 0) * 1000);
  sum.memoryBytes += parseAmount(requests.memory) ?? 0;
  sum.storageBytes += parseAmount(requests['ephemeral-storage']) ?? 0;
}

/** Source: pkg/apis/core/v1/helper/qos/qos.go. */
export function qosClassOf(spec: PodSpec): QosClass {
  const part = sharedPart(spec);
  let qos = qosBySpec.get(part);
  if (!qos) qosBySpec.set(part, (qos = computeQos(spec)));
  return qos;
}

function computeQos(spec: PodSpec): QosClass {
  let asksAnything = false;
  let guaranteed = true;
  for (const { resources } of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const name of ['cpu', 'memory']) {
      const request = parseAmount(resources?.requests?.[name]) ?? 0;
      const limit = parseAmount(resources?.limits?.[name]) ?? 0;
      if (request > 0 || limit > 0) asksAnything = true;
      if (limit === 0 || (request !== 0 && request !== limit)) guaranteed = false;
    }
  }
  if (!asksAnything) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** A container whose end the pod does not wait for: a restartable init container. */
export function isSidecar(spec: ContainerSpec | undefined): boolean {
  return spec?.restartPolicy === 'Always';
}
