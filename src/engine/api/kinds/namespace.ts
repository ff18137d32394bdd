import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { keepStatus } from './keep-status.ts';

type Namespace = KindMap['Namespace'];

const NAME_LABEL = 'kubernetes.io/metadata.name';
const FINALIZER = 'kubernetes';

/** Sources: pkg/apis/core/v1/defaults.go, pkg/registry/core/namespace/strategy.go. */
export const namespaceDefinition: KindDefinition<'Namespace'> = {
  kind: 'Namespace', group: '', version: 'v1', plural: 'namespaces', singular: 'namespace', shortNames: ['ns'],
  namespaced: false, hasStatus: true, hasGeneration: false,
  applyDefaults(object) {
    const { name, labels } = object.metadata;
    if (!name || labels?.[NAME_LABEL] === name) return object;
    return { ...object, metadata: { ...object.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
  },
  prepareForCreate(object) {
    const finalizers = object.spec?.finalizers ?? [];
    return {
      ...object,
      spec: { ...object.spec, finalizers: finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER] },
      status: { phase: 'Active' },
    };
  },
  prepareForUpdate: (next, previous) => keepFinalizers(keepStatus(next, previous), previous),
};

/** Only a namespace that is being deleted can lose them, by an update that says so: what the finalize subresource is for upstream. */
function keepFinalizers(next: Namespace, previous: Namespace): Namespace {
  const isFinalizing = previous.metadata.deletionTimestamp !== undefined && next.spec?.finalizers !== undefined;
  if (isFinalizing || next.spec === previous.spec) return next;
  return { ...next, spec: previous.spec };
}
