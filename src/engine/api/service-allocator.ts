import type { Kernel } from '../kernel.ts';
import { invalid, StatusError, type FieldError, type ResourceName } from './errors.ts';
import type { KindMap } from './object.ts';
import type { Store } from './store.ts';
import { fieldPath, invalidValue } from './validation/field-error.ts';

type Service = KindMap['Service'];
type ServicePort = NonNullable<Service['spec']['ports']>[number];

/** Hands out service addresses and node ports (pkg/registry/core/service: ipallocator, portallocator). Who holds what is read from the Services. */
export interface ServiceAllocator {
  /** Whether what a Service asks for is free; throws the 422 when it is not. */
  check(resource: ResourceName, next: Service, previous: Service | undefined): void;
  /** The Service with addresses and ports where it has none. */
  allocate(service: Service): Service;
}

/** 10.96.0.0/12, of which the first 256 addresses are left to those who ask for one (ServiceIPStaticSubrange). */
const FIRST_ADDRESS = 10 * 2 ** 24 + 96 * 2 ** 16;
const ADDRESSES = 2 ** 20;
const STATIC_ADDRESSES = 256;
/** 30000–32767, of which the first 86 are left to those who ask for one (ServiceNodePortStaticSubrange). */
const FIRST_PORT = 30_000;
const PORTS = 2_768;
const STATIC_PORTS = 86;

export function createServiceAllocator(kernel: Kernel, store: Store): ServiceAllocator {
  const addresses = new Map<string, string>();
  const ports = new Map<string, string>();

  function note(service: Service, isGone: boolean): void {
    const holder = service.metadata.uid ?? '';
    for (const address of addressesOf(service)) hold(addresses, address, holder, isGone);
    for (const port of service.spec.ports ?? []) if (port.nodePort) hold(ports, portKey(port), holder, isGone);
  }
  for (const service of store.select('Service')) note(service, false);
  store.watch(['Service'], (change) => {
    if (change.previous) note(change.previous, true);
    if (change.type !== 'DELETED') note(change.object, false);
  });

  function addressProblem(service: Service): FieldError | undefined {
    const path = fieldPath('spec', 'clusterIPs');
    for (const address of addressesOf(service)) {
      const holder = addresses.get(address);
      const refuse = (why: string): FieldError => invalidValue(path, addressesOf(service), `failed to allocate IP ${address}: ${why}`);
      if (!isInRange(address)) return refuse('the provided network does not match the current range');
      if (holder !== undefined && holder !== service.metadata.uid) return refuse('provided IP is already allocated');
    }
    return undefined;
  }
  function portProblem(service: Service): FieldError | undefined {
    for (const [index, port] of (service.spec.ports ?? []).entries()) {
      if (!port.nodePort) continue;
      const path = fieldPath('spec', 'ports').index(index).child('nodePort');
      const holder = ports.get(portKey(port));
      const isValid = port.nodePort >= FIRST_PORT && port.nodePort < FIRST_PORT + PORTS;
      if (!isValid) return invalidValue(path, port.nodePort, `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${FIRST_PORT + PORTS - 1}`);
      if (holder !== undefined && holder !== service.metadata.uid) return invalidValue(path, port.nodePort, 'provided port is already allocated');
    }
    return undefined;
  }
  function freeAddress(): string {
    const free = findFree(kernel, STATIC_ADDRESSES, ADDRESSES - 1, (offset) => !addresses.has(addressText(FIRST_ADDRESS + offset)));
    if (free === undefined) throw full('failed to allocate a serviceIP: range is full');
    return addressText(FIRST_ADDRESS + free);
  }
  function freePort(taken: ReadonlySet<number>): number {
    const free = findFree(kernel, STATIC_PORTS, PORTS, (offset) => !taken.has(FIRST_PORT + offset) && !ports.has(`TCP/${FIRST_PORT + offset}`) && !ports.has(`UDP/${FIRST_PORT + offset}`));
    if (free === undefined) throw full('failed to allocate a nodePort: range is full');
    return FIRST_PORT + free;
  }

  return {
    check(resource, next, previous) {
      const service = previous ? { ...next, metadata: { ...next.metadata, uid: previous.metadata.uid } } : next;
      const problem = addressProblem(service as Service) ?? portProblem(service as Service);
      if (problem) throw invalid(resource, next.metadata.name ?? '', [problem]);
    },
    allocate(service) {
      const { spec } = service;
      let next = spec;
      if (spec.type !== 'ExternalName' && !spec.clusterIP) {
        const address = freeAddress();
        next = { ...next, clusterIP: address, clusterIPs: [address] };
      }
      if (needsNodePorts(spec) && spec.ports?.some((port) => !port.nodePort)) {
        const taken = new Set<number>();
        next = { ...next, ports: spec.ports.map((port) => (port.nodePort ? port : { ...port, nodePort: take(freePort(taken), taken) })) };
      }
      return next === spec ? service : { ...service, spec: next };
    },
  };
}

function take(port: number, taken: Set<number>): number {
  taken.add(port);
  return port;
}

function hold(holders: Map<string, string>, key: string, holder: string, isGone: boolean): void {
  if (!isGone) holders.set(key, holder);
  else if (holders.get(key) === holder) holders.delete(key);
}

function needsNodePorts({ type, allocateLoadBalancerNodePorts }: Service['spec']): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function addressesOf({ spec }: Service): readonly string[] {
  const addresses = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  return addresses.filter((address) => address !== 'None' && address !== '');
}

function portKey({ protocol, nodePort }: ServicePort): string {
  return `${protocol ?? 'TCP'}/${nodePort ?? 0}`;
}

/** From a random place onwards, once round. */
function findFree(kernel: Kernel, from: number, to: number, isFree: (offset: number) => boolean): number | undefined {
  const start = kernel.random.below(to - from);
  for (let step = 0; step < to - from; step++) {
    const offset = from + ((start + step) % (to - from));
    if (isFree(offset)) return offset;
  }
  return undefined;
}

function isInRange(address: string): boolean {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return false;
  const value = parts.reduce((sum, part) => sum * 256 + part, 0);
  return value > FIRST_ADDRESS && value < FIRST_ADDRESS + ADDRESSES - 1;
}

function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function full(message: string): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'InternalError', message: `Internal error occurred: ${message}`, code: 500 });
}
