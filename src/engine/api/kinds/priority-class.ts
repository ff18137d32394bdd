import type { KindDefinition } from '../kind-definition.ts';
import { withFields } from '../pod-spec/sharing.ts';

/** Sources: pkg/apis/scheduling/v1/defaults.go, pkg/registry/scheduling/priorityclass/strategy.go. */
export const priorityClassDefinition: KindDefinition<'PriorityClass'> = {
  kind: 'PriorityClass', group: 'scheduling.k8s.io', version: 'v1', plural: 'priorityclasses', singular: 'priorityclass', shortNames: ['pc'],
  namespaced: false, hasStatus: false, hasGeneration: true,
  applyDefaults: (object) => withFields(object, { value: object.value ?? 0, preemptionPolicy: object.preemptionPolicy ?? 'PreemptLowerPriority' }),
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
