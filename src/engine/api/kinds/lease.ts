import type { KindDefinition } from '../kind-definition.ts';

/** Every node writes one every few seconds: nothing is filled in or copied. */
export const leaseDefinition: KindDefinition<'Lease'> = {
  kind: 'Lease', group: 'coordination.k8s.io', version: 'v1', plural: 'leases', singular: 'lease', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
