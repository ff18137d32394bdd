import { groupOf } from '../../api/kind-name.ts';
import type { KindDefinition } from '../../api/kind-definition.ts';
import type { KindMap, KubeObject } from '../../api/object.ts';
import { addQuantities, parseQuantity, quantityOf, type ParsedQuantity } from '../../api/schema/quantity.ts';
import { podAmountsWithOverhead, type Amounts } from '../pod-amounts.ts';
import { isPodResource, isServiceResource, LEGACY_COUNTS } from './resources.ts';

type Pod = KindMap['Pod'];
type Service = KindMap['Service'];

const ONE = quantityOf(1);
const FINISHED_POD: Amounts = new Map([['count/pods', ONE]]);
const STORAGE_CLASS_SUFFIX = '.storageclass.storage.k8s.io/';

/** What objects of a kind are to quotas. */
export type QuotaResource = Pick<KindDefinition, 'group' | 'plural'>;

/** `count/deployments.apps`, `count/pods`. */
export function countName({ group, plural }: QuotaResource): string {
  return group ? `count/${plural}.${group}` : `count/${plural}`;
}

// By what they follow from: pods of one template share them even when each has a spec of its own.
const ofPods = new WeakMap<object, Amounts>();
const ofServices = new WeakMap<object, Amounts>();
const ofClaims = new WeakMap<object, Amounts>();
const ofOthers = new Map<string, Amounts>();

/** What an object uses of every resource that quotas may limit (pkg/quota/v1/evaluator/core). Objects alike share one answer. */
export function usageOf(object: KubeObject, resource: QuotaResource): Amounts {
  if (resource.group === '') {
    if (resource.plural === 'pods') return podUsage(object as Pod);
    if (resource.plural === 'services') return remembered(ofServices, (object as Service).spec ?? object, () => serviceUsage(object as Service));
    if (resource.plural === 'persistentvolumeclaims') return remembered(ofClaims, object.spec ?? object, () => claimUsage(object));
  }
  const name = countName(resource);
  let usage = ofOthers.get(name);
  if (!usage) ofOthers.set(name, (usage = new Map([[name, ONE], ...(LEGACY_COUNTS.has(name) ? ([[resource.plural, ONE]] as const) : [])])));
  return usage;
}

function remembered(known: WeakMap<object, Amounts>, key: object, make: () => Amounts): Amounts {
  let usage = known.get(key);
  if (!usage) known.set(key, (usage = make()));
  return usage;
}

/** A pod that has ended counts as an object alone. */
function podUsage(pod: Pod): Amounts {
  const { spec, status } = pod;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return FINISHED_POD;
  return remembered(ofPods, spec.initContainers || spec.overhead || spec.resources ? spec : spec.containers, () => {
    const usage = computeUsage(podAmountsWithOverhead(spec, 'requests'), podAmountsWithOverhead(spec, 'limits'));
    return new Map([...FINISHED_POD, ['pods', ONE], ...usage]);
  });
}

/** Requests and limits under the names that quotas know them by (pods.go podComputeUsageHelper). */
export function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage = new Map<string, ParsedQuantity>();
  for (const [name, amount] of requests) {
    const isCompute = name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
    if (isCompute) usage.set(name, amount);
    usage.set(`requests.${name}`, amount);
  }
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const limit = limits.get(name);
    if (limit) usage.set(`limits.${name}`, limit);
  }
  return usage;
}

/** Node ports are counted by the type, whether they are given or to be drawn (services.go). */
function serviceUsage({ spec }: Service): Amounts {
  const ports = spec.ports ?? [];
  const given = ports.filter(({ nodePort }) => nodePort).length;
  const nodePorts = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false) ? ports.length : spec.type === 'LoadBalancer' ? given : 0;
  return new Map([
    ['count/services', ONE],
    ['services', ONE],
    ['services.nodeports', quantityOf(nodePorts)],
    ['services.loadbalancers', quantityOf(spec.type === 'LoadBalancer' ? 1 : 0)],
  ]);
}

/** Claims count by what they request, all together and by their class (persistent_volume_claims.go). */
function claimUsage({ spec }: KubeObject): Amounts {
  const { storageClassName, resources } = (spec ?? {}) as { readonly storageClassName?: string; readonly resources?: { readonly requests?: { readonly storage?: string } } };
  const parsed = parseQuantity(resources?.requests?.storage ?? '');
  const usage = new Map([['count/persistentvolumeclaims', ONE], ['persistentvolumeclaims', ONE]]);
  if (storageClassName) usage.set(`${storageClassName}${STORAGE_CLASS_SUFFIX}persistentvolumeclaims`, ONE);
  if (!parsed.ok) return usage;
  usage.set('requests.storage', parsed.quantity);
  if (storageClassName) usage.set(`${storageClassName}${STORAGE_CLASS_SUFFIX}requests.storage`, parsed.quantity);
  return usage;
}

/** Whether objects of a kind can use a resource that a quota names. */
export function concerns(resource: QuotaResource, name: string): boolean {
  if (name === countName(resource)) return true;
  if (resource.group !== '') return false;
  switch (resource.plural) {
    case 'pods':
      return isPodResource(name);
    case 'services':
      return isServiceResource(name);
    case 'persistentvolumeclaims':
      return name === 'persistentvolumeclaims' || name === 'requests.storage' || name.includes(STORAGE_CLASS_SUFFIX);
    default:
      return name === resource.plural && LEGACY_COUNTS.has(countName(resource));
  }
}

/** The second amounts taken from the first, without those that come to nothing. */
export function difference(amounts: Amounts, taken: Amounts): Amounts {
  const left = new Map<string, ParsedQuantity>();
  for (const name of new Set([...amounts.keys(), ...taken.keys()])) {
    const minus = taken.get(name);
    const rest = addQuantities(amounts.get(name) ?? quantityOf(0), minus ? { unscaled: -minus.unscaled, exponent: minus.exponent, format: minus.format } : quantityOf(0));
    if (rest.unscaled !== 0n) left.set(name, rest);
  }
  return left;
}

export function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod' && groupOf(object.apiVersion) === '';
}
