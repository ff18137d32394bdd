import type { KindDefinition } from '../kind-definition.ts';
import { keepStatus } from './keep-status.ts';

/** Source: pkg/registry/core/node/strategy.go. A new Node may bring its status. */
export const nodeDefinition: KindDefinition<'Node'> = {
  kind: 'Node', group: '', version: 'v1', plural: 'nodes', singular: 'node', shortNames: ['no'],
  namespaced: false, hasStatus: true, hasGeneration: false,
  applyDefaults(object) {
    const { status } = object;
    if (status?.capacity === undefined || status.allocatable !== undefined) return object;
    return { ...object, status: { ...status, allocatable: status.capacity } };
  },
  prepareForCreate: (object) => (object.status ? object : { ...object, status: {} }),
  prepareForUpdate: keepStatus,
};
