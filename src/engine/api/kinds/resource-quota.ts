import type { KindDefinition } from '../kind-definition.ts';
import { keepStatus } from './keep-status.ts';

/** Source: pkg/registry/core/resourcequota/strategy.go. */
export const resourceQuotaDefinition: KindDefinition<'ResourceQuota'> = {
  kind: 'ResourceQuota', group: '', version: 'v1', plural: 'resourcequotas', singular: 'resourcequota', shortNames: ['quota'],
  namespaced: true, hasStatus: true, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => ({ ...object, status: {} }),
  prepareForUpdate: keepStatus,
};
