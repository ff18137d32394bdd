import type { KindDefinition } from '../kind-definition.ts';
import { keepStatus } from './keep-status.ts';
import { withDefaultedSpec } from './memoized-defaults.ts';
import { defaultServiceSpec } from './service-defaults.ts';
import { carryAllocated, normalizeClusterIps } from './service-update.ts';

/** Sources: pkg/apis/core/v1/defaults.go, pkg/registry/core/service/strategy.go. Addresses and node ports are handed out by admission. */
export const serviceDefinition: KindDefinition<'Service'> = {
  kind: 'Service', group: '', version: 'v1', plural: 'services', singular: 'service', shortNames: ['svc'],
  namespaced: true, hasStatus: true, hasGeneration: false,
  applyDefaults: (object) => withDefaultedSpec(object, defaultServiceSpec),
  prepareForCreate: (object) => ({ ...object, spec: normalizeClusterIps(object.spec), status: { loadBalancer: {} } }),
  prepareForUpdate(next, previous) {
    const kept = keepStatus(next, previous);
    const spec = carryAllocated(kept.spec, previous.spec);
    return spec === kept.spec ? kept : { ...kept, spec };
  },
};
