import type { AdmissionPlugin, AdmissionRequest } from '../../api/admission.ts';
import type { Client } from '../../api/api-server.ts';
import { forbidden } from '../../api/errors.ts';
import { kindNameOf } from '../../api/kind-name.ts';
import type { KindMap, KubeObject } from '../../api/object.ts';
import { objectKey } from '../../api/reference.ts';
import { compareQuantities, formatQuantity } from '../../api/schema/quantity.ts';
import type { Store } from '../../api/store.ts';
import { addTo, amountsOf, type Amounts } from '../pod-amounts.ts';
import { MUST_BE_GIVEN } from './resources.ts';
import { isInScope } from './scopes.ts';
import { computeUsage, concerns, difference, isPod, usageOf } from './usage.ts';

type ResourceQuota = KindMap['ResourceQuota'];

/** Kinds whose use may change with an update. */
const CHANGING_KINDS: ReadonlySet<string> = new Set(['Service', 'PersistentVolumeClaim']);
const CHANGING: ReadonlySet<string> = new Set(['services', 'persistentvolumeclaims']);

/**
 * Charges what is created to the quotas of its namespace, or refuses it (apiserver/pkg/admission/plugin/resourcequota/controller.go). The charge is
 * written as the last thing before the object itself, so that no two creations can both take what is left.
 */
export function createQuotaAdmission(store: Store, client: Client): AdmissionPlugin {
  return {
    name: 'ResourceQuota',
    concerns: (kind, operation, subresource) => kind !== 'Event' && subresource === undefined && (operation === 'create' || (operation === 'update' && CHANGING_KINDS.has(kind))),
    check(request) {
      if (store.count('ResourceQuota') === 0 || !isCharged(request)) return;
      const quotas = store.select('ResourceQuota', { namespace: request.object.metadata.namespace ?? '' }).sort(byName);
      const pertinent = quotas.filter((quota) => applies(quota, request));
      if (pertinent.length === 0) return;
      for (const quota of pertinent) checkConstraints(quota, request);
      const charge = chargeOf(request);
      if (charge.size === 0) return;
      const siblings = request.dryRun ? siblingsOf(request, store) : [];
      const charged = pertinent.map((quota) => withCharge(withSiblings(quota, siblings, request), charge, request));
      if (!request.dryRun) for (const quota of charged) client.updateStatus<'ResourceQuota'>(quota, { note: 'charged' });
    },
  };
}

function isCharged({ operation, subresource, resource, object }: AdmissionRequest): boolean {
  if (operation === 'delete' || subresource !== undefined || !resource.namespaced || object.kind === 'Event') return false;
  return operation === 'create' || (resource.group === '' && CHANGING.has(resource.plural));
}

function byName(a: KubeObject, b: KubeObject): number {
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}

/** Resources that a quota limits, as far as its controller has taken note. */
function limitedResources({ status }: ResourceQuota, { resource }: AdmissionRequest): readonly string[] {
  return Object.keys(status?.hard ?? {}).filter((name) => concerns(resource, name)).sort();
}

function applies(quota: ResourceQuota, request: AdmissionRequest): boolean {
  return limitedResources(quota, request).length > 0 && isInScope(quota, request.object);
}

function refuse({ resource, object }: AdmissionRequest, words: string): never {
  throw forbidden(resource, object.metadata.name ?? '', words);
}

function checkConstraints(quota: ResourceQuota, request: AdmissionRequest): void {
  const { name = '' } = quota.metadata;
  const limited = limitedResources(quota, request);
  const missing = isPod(request.object) ? missingAmounts(request.object, limited.filter((resource) => MUST_BE_GIVEN.has(resource))) : [];
  if (missing.length > 0) refuse(request, `failed quota: ${name}: must specify ${missing.join('; ')}`);
  const unknown = limited.filter((resource) => quota.status?.used?.[resource] === undefined);
  if (unknown.length > 0) refuse(request, `status unknown for quota: ${name}, resources: ${unknown.join(',')}`);
}

/** `limits.cpu for: main,proxy` for every resource that some container leaves open. */
function missingAmounts({ spec }: KindMap['Pod'], limited: readonly string[]): readonly string[] {
  const whole = computeUsage(amountsOf(spec.resources?.requests), amountsOf(spec.resources?.limits));
  const containers = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name, resources }) => ({
    name, given: computeUsage(amountsOf(resources?.requests), amountsOf(resources?.limits)),
  }));
  return limited.flatMap((resource) => {
    if (whole.has(resource)) return [];
    const names = containers.filter(({ given }) => !given.has(resource)).map(({ name }) => name).sort();
    return names.length > 0 ? [`${resource} for: ${names.join(',')}`] : [];
  });
}

function chargeOf(request: AdmissionRequest): Amounts {
  const { resource, object, previous } = request;
  const usage = usageOf(object, resource);
  const negative = [...usage].filter(([, amount]) => amount.unscaled < 0n).map(([name]) => name).sort();
  if (negative.length > 0) refuse(request, `quota usage is negative for resource(s): ${negative.join(',')}`);
  return difference(usage, previous ? usageOf(previous, resource) : new Map());
}

/** Objects of the same kind that the same call will have made by then: what is tried must fail where what is done would. */
function siblingsOf({ resource, object, expected }: AdmissionRequest, store: Store): readonly KubeObject[] {
  const { namespace = '', name } = object.metadata;
  return [...(expected?.values() ?? [])].filter((other) => kindNameOf(other) === resource.kind && other.metadata.namespace === namespace && other.metadata.name !== name &&
    !store.get(resource.kind, objectKey(namespace, other.metadata.name ?? '')));
}

function withSiblings(quota: ResourceQuota, siblings: readonly KubeObject[], { resource }: AdmissionRequest): ResourceQuota {
  const charged = siblings.filter((sibling) => isInScope(quota, sibling));
  if (charged.length === 0) return quota;
  const hard = amountsOf(quota.status?.hard);
  const used = new Map(amountsOf(quota.status?.used));
  for (const sibling of charged) addTo(used, new Map([...usageOf(sibling, resource)].filter(([name]) => hard.has(name))));
  return withUse(quota, used);
}

function withUse(quota: ResourceQuota, used: Amounts): ResourceQuota {
  return { ...quota, status: { ...quota.status, used: Object.fromEntries([...used].map(([name, amount]) => [name, formatQuantity(amount)])) } };
}

/** The quota with its use raised; throws when that is more than it allows. */
function withCharge(quota: ResourceQuota, charge: Amounts, request: AdmissionRequest): ResourceQuota {
  const hard = amountsOf(quota.status?.hard);
  const used = amountsOf(quota.status?.used);
  const requested = new Map([...charge].filter(([name]) => hard.has(name)));
  const sum = new Map(used);
  addTo(sum, requested);
  const exceeded = [...requested.keys()].sort().filter((name) => {
    const [total, most] = [sum.get(name), hard.get(name)];
    return total !== undefined && most !== undefined && compareQuantities(total, most) > 0;
  });
  if (exceeded.length > 0) {
    const shown = (amounts: Amounts): string => exceeded.map((name) => `${name}=${shownAmount(amounts, name)}`).join(',');
    refuse(request, `exceeded quota: ${quota.metadata.name ?? ''}, requested: ${shown(requested)}, used: ${shown(used)}, limited: ${shown(hard)}`);
  }
  return withUse(quota, sum);
}

function shownAmount(amounts: Amounts, name: string): string {
  const amount = amounts.get(name);
  return amount ? formatQuantity(amount) : '0';
}
