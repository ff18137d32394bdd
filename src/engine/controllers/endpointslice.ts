import { isSame } from '../api/equality.ts';
import { isStatus } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { createEndpointGroups, zoneOf } from './endpointslice/endpoint-groups.ts';
import { addressTypesOf, belongsInEndpoints, isSameEndpoint, portsKey } from './endpointslice/endpoints.ts';
import { planSlices, type NewSlice, type SlicePlan } from './endpointslice/slice-plan.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';
import { controllerReference } from './controller-reference.ts';
import { createSelectorIndex } from './selector-index.ts';

type Pod = KindMap['Pod'];
type Service = KindMap['Service'];
type EndpointSlice = KindMap['EndpointSlice'];

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const HEADLESS = 'service.kubernetes.io/headless';
const MANAGER = 'endpointslice-controller.k8s.io';
const RESERVED: ReadonlySet<string> = new Set([SERVICE_NAME, MANAGED_BY, HEADLESS]);

/** Lists the pods behind each Service with a selector (pkg/controller/endpointslice, staging/src/k8s.io/endpointslice). */
export const endpointSliceController: ControllerDefinition = {
  name: 'endpointslice-controller',
  eventSource: 'endpoint-slice-controller',
  watches: ['Service', 'Pod', 'Node', 'EndpointSlice'],
  create: createEndpointSliceController,
};

function createEndpointSliceController(context: ControllerContext): Controller {
  const { client } = context;
  const endpointGroups = createEndpointGroups(client);
  let services = createSelectorIndex();
  if (client.reachable()) rebuild();

  function rebuild(): void {
    services = createSelectorIndex();
    for (const service of client.select('Service')) track(service);
  }
  function track(service: Service): void {
    const key = keyOf(service);
    if (isManaged(service)) services.set(key, { matchLabels: service.spec.selector ?? {} });
    else services.delete(key);
  }
  function enqueueServicesOf({ metadata }: Pod): void {
    for (const key of services.matching(metadata.namespace ?? '', metadata.labels)) context.enqueue(key);
  }

  function planFor(service: Service, addressType: string, existing: readonly EndpointSlice[], labels: Readonly<Record<string, string>>): SlicePlan {
    const own = existing.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === service.metadata.uid));
    const byPorts = new Map<string, EndpointSlice[]>();
    for (const slice of own) byPorts.set(portsKey(slice.ports), [...(byPorts.get(portsKey(slice.ports)) ?? []), slice]);
    const plan: SlicePlan = { create: [], update: [], remove: existing.filter((slice) => !own.includes(slice)) };
    const groups = endpointGroups.of(service, addressType);
    for (const [key, group] of groups) {
      const part = planSlices(group, byPorts.get(key) ?? [], labels);
      plan.create.push(...part.create);
      plan.update.push(...part.update);
      plan.remove.push(...part.remove);
    }
    for (const [key, slices] of byPorts) if (!groups.has(key)) plan.remove.push(...slices);
    if (plan.remove.length < existing.length || plan.create.length > 0) return plan;
    // A Service without endpoints keeps one empty slice that says so.
    const empty = own.find((slice) => !slice.ports?.length && !slice.endpoints?.length);
    if (!empty) return { ...plan, create: [{ ports: [], endpoints: [] }] };
    const update = isSame(empty.metadata.labels, labels) ? [] : [{ ...empty, metadata: { ...empty.metadata, labels } }];
    return { create: [], update, remove: plan.remove.filter((slice) => slice !== empty) };
  }

  function carryOut(service: Service, addressType: string, plan: SlicePlan, labels: Readonly<Record<string, string>>): void {
    const remove = [...plan.remove];
    for (const wanted of plan.create) {
      // What is to be removed is taken for what is to be made, where it can be.
      const index = remove.findIndex(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === service.metadata.uid));
      const [reused] = index < 0 ? [] : remove.splice(index, 1);
      if (reused) client.update<'EndpointSlice'>({ ...reused, metadata: { ...reused.metadata, labels }, ...wanted });
      else client.create(newSlice(service, addressType, wanted, labels));
    }
    for (const slice of plan.update) client.update(slice);
    for (const { metadata } of remove) removeSlice(metadata.namespace ?? '', metadata.name ?? '');
  }
  function removeSlice(namespace: string, name: string): void {
    try {
      client.delete('EndpointSlice', namespace, name);
    } catch (error) {
      if (!isStatus(error, 'NotFound')) throw error;
    }
  }

  return {
    watches: {
      Service({ type, object }) {
        if (type === 'DELETED') services.delete(keyOf(object));
        else track(object);
        context.enqueue(keyOf(object));
      },
      Pod({ type, object, previous }) {
        if (type === 'MODIFIED' && previous) {
          if (!belongsInEndpoints(previous) && !belongsInEndpoints(object)) return;
          const relabelled = !isSame(previous.metadata.labels, object.metadata.labels);
          if (!relabelled && isSameEndpoint(previous, object)) return;
          if (relabelled) enqueueServicesOf(previous);
          enqueueServicesOf(object);
        } else if (belongsInEndpoints(object)) enqueueServicesOf(object);
      },
      Node({ type, object, previous }) {
        if (type === 'MODIFIED' && zoneOf(previous) === zoneOf(object)) return;
        for (const pod of client.list('Pod', { nodeName: object.metadata.name ?? '' })) if (belongsInEndpoints(pod)) enqueueServicesOf(pod);
      },
      EndpointSlice({ object, actor }) {
        const { namespace, labels } = object.metadata;
        const service = labels?.[SERVICE_NAME];
        if (actor !== client.actor && service && labels[MANAGED_BY] === MANAGER) context.enqueue(objectKey(namespace, service));
      },
    },
    resync() {
      if (!client.reachable()) return;
      rebuild();
      for (const service of client.list('Service')) if (isManaged(service)) context.enqueue(keyOf(service));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const service = client.get('Service', namespace, name);
      // The slices of a deleted Service are garbage, and those of one without a selector are its owner's business.
      if (!service || !isManaged(service) || service.metadata.deletionTimestamp !== undefined) return;
      const slices = client.list('EndpointSlice', { namespace, labels: { [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER } }).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const types = addressTypesOf(service);
      const labels = sliceLabels(service);
      try {
        for (const type of types) carryOut(service, type, planFor(service, type, slices.filter(({ addressType }) => addressType === type), labels), labels);
        for (const { addressType, metadata } of slices) if (!types.includes(addressType)) removeSlice(namespace, metadata.name ?? '');
      } catch (error) {
        if (!isNamespaceTerminating(error)) throw error;
      }
    },
  };
}

function isManaged({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && Object.keys(spec.selector ?? {}).length > 0;
}

function keyOf({ metadata }: Service): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}

/** The Service's labels and the slice's own (staging/src/k8s.io/endpointslice/utils.go setEndpointSliceLabels). */
function sliceLabels({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const mirrored = Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([name]) => !RESERVED.has(name)));
  const isHeadless = !spec.clusterIP || spec.clusterIP === 'None';
  return { ...mirrored, ...(isHeadless ? { [HEADLESS]: '' } : {}), [SERVICE_NAME]: metadata.name ?? '', [MANAGED_BY]: MANAGER };
}

function newSlice(service: Service, addressType: string, { ports, endpoints }: NewSlice, labels: Readonly<Record<string, string>>): EndpointSlice {
  const { namespace = '', name = '' } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { generateName: `${name}-`, namespace, labels, ownerReferences: [controllerReference(service)] },
    addressType,
    ports,
    endpoints,
  };
}
