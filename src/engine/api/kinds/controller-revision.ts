import type { KindDefinition } from '../kind-definition.ts';

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/registry/apps/controllerrevision/strategy.go. */
export const controllerRevisionDefinition: KindDefinition<'ControllerRevision'> = {
  kind: 'ControllerRevision', group: 'apps', version: 'v1', plural: 'controllerrevisions', singular: 'controllerrevision', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
