import type { Client } from '../../api/api-server.ts';
import type { KindMap } from '../../api/object.ts';
import { addressesOf, belongsInEndpoints, endpointOf, endpointPorts, portsKey, type Endpoint, type EndpointPort } from './endpoints.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];
type Service = KindMap['Service'];

const ZONE = 'topology.kubernetes.io/zone';

/** All endpoints of a Service with the same ports, by pod uid. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Map<string, Endpoint>;
}

/** The endpoints that Services should have. Those of pods that have not changed are remembered, so that a large Service costs what changes. */
export interface EndpointGroups {
  /** The groups of one address type in the order of their keys ({@link portsKey}). */
  of(service: Service, addressType: string): Map<string, EndpointGroup>;
}

interface Ports {
  readonly initContainers: Pod['spec']['initContainers'];
  readonly ports: readonly EndpointPort[];
  readonly key: string;
}
interface Remembered {
  readonly endpoint: Endpoint | undefined;
  readonly zone: string | undefined;
}

export function createEndpointGroups(client: Client): EndpointGroups {
  // By the Service as it is now: another version of it starts anew.
  const remembered = new WeakMap<Service, Map<string, WeakMap<Pod, Remembered>>>();

  function memoryOf(service: Service, addressType: string): WeakMap<Pod, Remembered> {
    let types = remembered.get(service);
    if (!types) remembered.set(service, (types = new Map()));
    let memory = types.get(addressType);
    if (!memory) types.set(addressType, (memory = new WeakMap()));
    return memory;
  }

  return {
    of(service, addressType) {
      const memory = memoryOf(service, addressType);
      const portsByContainers = new Map<Pod['spec']['containers'], Ports>();
      const groups = new Map<string, EndpointGroup>();
      for (const pod of client.select('Pod', { namespace: service.metadata.namespace ?? '', labels: service.spec.selector ?? {} })) {
        if (!belongsInEndpoints(pod)) continue;
        const { containers, initContainers, nodeName } = pod.spec;
        let known = portsByContainers.get(containers);
        if (!known || known.initContainers !== initContainers) portsByContainers.set(containers, (known = portsOf(service, pod)));
        let group = groups.get(known.key);
        if (!group) groups.set(known.key, (group = { ports: known.ports, endpoints: new Map() }));
        const node = nodeName ? client.get('Node', '', nodeName) : undefined;
        // Of a pod whose node is gone nobody knows whether it still serves.
        if (!node && !service.spec.publishNotReadyAddresses) continue;
        const zone = zoneOf(node);
        let memo = memory.get(pod);
        if (!memo || memo.zone !== zone) memory.set(pod, (memo = { endpoint: build(service, pod, addressType, zone), zone }));
        if (memo.endpoint) group.endpoints.set(pod.metadata.uid ?? '', memo.endpoint);
      }
      return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

export function zoneOf(node: Node | undefined): string | undefined {
  return node?.metadata.labels?.[ZONE];
}

function portsOf(service: Service, pod: Pod): Ports {
  const ports = endpointPorts(service, pod);
  return { initContainers: pod.spec.initContainers, ports, key: portsKey(ports) };
}

function build(service: Service, pod: Pod, addressType: string, zone: string | undefined): Endpoint | undefined {
  const addresses = addressesOf(pod, addressType);
  return addresses.length > 0 ? endpointOf(pod, service, addresses, zone) : undefined;
}
