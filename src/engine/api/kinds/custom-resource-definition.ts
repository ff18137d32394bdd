import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { keepStatus } from './keep-status.ts';

type Definition = KindMap['CustomResourceDefinition'];

/** Holds a CustomResourceDefinition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** Sources: apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go, pkg/registry/customresourcedefinition. */
export const customResourceDefinitionDefinition: KindDefinition<'CustomResourceDefinition'> = {
  kind: 'CustomResourceDefinition', group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions', singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'], namespaced: false, hasStatus: true, hasGeneration: true, finalizersOnDelete: [CLEANUP_FINALIZER],
  applyDefaults(object) {
    const { names } = object.spec;
    const singular = names.singular || names.kind.toLowerCase();
    const listKind = names.listKind || (names.kind === '' ? '' : `${names.kind}List`);
    const isWhole = singular === names.singular && listKind === names.listKind && object.spec.conversion !== undefined;
    if (isWhole) return object;
    return { ...object, spec: { ...object.spec, conversion: object.spec.conversion ?? { strategy: 'None' }, names: { ...names, singular, listKind } } };
  },
  prepareForCreate: (object) => ({ ...object, status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: storedVersions(object) } }),
  prepareForUpdate(next, previous) {
    const kept = keepStatus(next, previous);
    const stored = [...new Set([...(kept.status?.storedVersions ?? []), ...storedVersions(kept)])];
    return stored.length === kept.status?.storedVersions?.length ? kept : { ...kept, status: { ...kept.status, storedVersions: stored } };
  },
};

/** The version that is stored: the first, should several claim to be. */
function storedVersions({ spec }: Definition): readonly string[] {
  return spec.versions.filter(({ storage }) => storage).map(({ name }) => name).slice(0, 1);
}
