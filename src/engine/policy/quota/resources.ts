/** Kinds of the core group that quotas also count under their plain name (pkg/quota/v1/evaluator/core/registry.go). */
export const LEGACY_COUNTS: ReadonlySet<string> = new Set(['count/configmaps', 'count/resourcequotas', 'count/replicationcontrollers', 'count/secrets']);

const POD_RESOURCES: ReadonlySet<string> = new Set([
  'pods', 'count/pods', 'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory',
  'limits.ephemeral-storage',
]);
const SERVICE_RESOURCES: ReadonlySet<string> = new Set(['services', 'count/services', 'services.nodeports', 'services.loadbalancers']);

/** Of every container that a quota of these applies to, the amount must be given. */
export const MUST_BE_GIVEN: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

/** Compute resources, huge pages, and extended resources, which have a domain. */
export function isPodResource(name: string): boolean {
  if (POD_RESOURCES.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')) return true;
  return name.startsWith('requests.') && name.includes('/') && !name.includes('kubernetes.io/');
}

export function isServiceResource(name: string): boolean {
  return SERVICE_RESOURCES.has(name);
}
