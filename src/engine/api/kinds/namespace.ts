import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { fieldPath, invalidValue } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems, qualifiedNameProblems } from '../validation/names.ts';
import { ageColumn, nameColumn } from './columns.ts';
import { keepStatus } from './keep-status.ts';

type Namespace = KindMap['Namespace'];

const METADATA = fieldPath('metadata');
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
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: false, nameProblems: dnsLabelProblems }), ...validateFinalizers(spec)],
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
  columns: [
    nameColumn,
    { name: 'Status', type: 'string', priority: 0, description: 'Whether the namespace is in use or being emptied.', value: ({ status }) => status?.phase ?? '' },
    ageColumn,
  ],
};

/** Only a namespace that is being deleted can lose them, by an update that says so: what the finalize subresource is for upstream. */
function keepFinalizers(next: Namespace, previous: Namespace): Namespace {
  const isFinalizing = previous.metadata.deletionTimestamp !== undefined && next.spec?.finalizers !== undefined;
  if (isFinalizing || next.spec === previous.spec) return next;
  return { ...next, spec: previous.spec };
}

function validateFinalizers(spec: Namespace['spec']): readonly FieldError[] {
  const path = fieldPath('spec', 'finalizers');
  return (spec?.finalizers ?? []).flatMap((finalizer) => qualifiedNameProblems(finalizer).map((problem) => invalidValue(path, finalizer, problem)));
}
