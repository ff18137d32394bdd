import type { KindDefinition } from '../kind-definition.ts';

/** Written often: nothing is filled in or copied. */
export const eventDefinition: KindDefinition<'Event'> = {
  kind: 'Event', group: '', version: 'v1', plural: 'events', singular: 'event', shortNames: ['ev'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
