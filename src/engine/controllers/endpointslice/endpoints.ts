import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import { isPodReady } from '../../api/pod-readiness.ts';

type Pod = KindMap['Pod'];
type Service = KindMap['Service'];
type ServicePort = NonNullable<Service['spec']['ports']>[number];
type EndpointSlice = KindMap['EndpointSlice'];
export type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
export type EndpointPort = NonNullable<EndpointSlice['ports']>[number];

/** A finished pod and one without an address are no endpoints; a terminating one is (endpointslice/util ShouldPodBeInEndpoints). */
export function belongsInEndpoints({ status }: Pod): boolean {
  const isFinished = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return !isFinished && Boolean(status?.podIP || status?.podIPs?.length);
}

/** Whether a change of a pod, its labels apart, can be seen in an EndpointSlice (endpointslice/util podEndpointsChanged). */
export function isSameEndpoint(a: Pod, b: Pod): boolean {
  return belongsInEndpoints(a) === belongsInEndpoints(b) && isPodReady(a) === isPodReady(b) &&
    (a.metadata.deletionTimestamp === undefined) === (b.metadata.deletionTimestamp === undefined) &&
    a.spec.nodeName === b.spec.nodeName && a.spec.hostname === b.spec.hostname && a.spec.subdomain === b.spec.subdomain &&
    a.status?.podIP === b.status?.podIP && isSame(a.status?.podIPs, b.status?.podIPs);
}

/** Address types of a Service's slices. */
export function addressTypesOf({ spec }: Service): readonly string[] {
  return spec.ipFamilies?.length ? spec.ipFamilies : ['IPv4'];
}

/** The pod's addresses of one type. */
export function addressesOf({ status }: Pod, addressType: string): string[] {
  const addresses = status?.podIPs?.map(({ ip }) => ip) ?? (status?.podIP ? [status.podIP] : []);
  return addresses.filter((ip) => ip.includes(':') === (addressType === 'IPv6'));
}

/** What the slice says of a pod (staging/src/k8s.io/endpointslice/utils.go podToEndpoint). */
export function endpointOf(pod: Pod, service: Service, addresses: readonly string[], zone: string | undefined): Endpoint {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  return {
    addresses,
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname && subdomain === service.metadata.name && namespace === service.metadata.namespace ? { hostname } : {}),
    targetRef: { kind: 'Pod', namespace, name, uid } as NonNullable<Endpoint['targetRef']>,
    ...(nodeName ? { nodeName } : {}),
    ...(zone ? { zone } : {}),
  };
}

/** The Service's ports as this pod serves them; a port that is named and that the pod does not have is left out (getEndpointPorts). */
export function endpointPorts(service: Service, pod: Pod): readonly EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const servicePort of service.spec.ports ?? []) {
    const port = targetPort(servicePort, pod);
    if (port === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    ports.push({ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) });
  }
  return ports;
}

function targetPort({ targetPort: wanted, port, protocol = 'TCP' }: ServicePort, { spec }: Pod): number | undefined {
  if (typeof wanted !== 'string') return wanted || port;
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
  for (const { ports = [] } of [...spec.containers, ...sidecars]) {
    const found = ports.find((one) => one.name === wanted && (one.protocol ?? 'TCP') === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}

/** Slices are kept apart by their ports; the order in which they are named does not matter. */
export function portsKey(ports: readonly EndpointPort[] | undefined): string {
  return (ports ?? []).map(({ name = '', port = 0, protocol = '', appProtocol = '' }) => `${name}|${protocol}|${port}|${appProtocol}`).sort().join(',');
}
