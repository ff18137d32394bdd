import type { KindDefinition } from '../kind-definition.ts';
import { keepStatus } from './keep-status.ts';

const NOTHING_KNOWN = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };

/** Source: pkg/registry/policy/poddisruptionbudget/strategy.go. */
export const podDisruptionBudgetDefinition: KindDefinition<'PodDisruptionBudget'> = {
  kind: 'PodDisruptionBudget', group: 'policy', version: 'v1', plural: 'poddisruptionbudgets', singular: 'poddisruptionbudget', shortNames: ['pdb'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => ({ ...object, status: NOTHING_KNOWN }),
  prepareForUpdate: keepStatus,
};
