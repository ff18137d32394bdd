import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { containsLabels } from '../selectors.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { labelsForm } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type Spec = KindMap['ReplicationController']['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Source: pkg/apis/core/validation ValidateReplicationController, ValidateReplicationControllerUpdate. Unlike a ReplicaSet's, its selector can change. */
export const replicationControllerValidation: KindValidation<'ReplicationController'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSpec(next.spec)],
};

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...(isEmpty(spec.selector) ? [required(SPEC.child('selector'))] : []),
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateTemplate(spec, SPEC.child('template')),
  ];
}

/** ValidatePodTemplateSpecForRC. */
function validateTemplate({ template, selector }: Spec, path: FieldPath): readonly FieldError[] {
  if (!template) return [required(path)];
  const labels = template.metadata?.labels;
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  return [
    ...(containsLabels(labels, selector) ? [] : [invalidValue(path.child('metadata', 'labels'), labels && labelsForm(labels), '`selector` does not match template `labels`')]),
    ...validatePodTemplate(template, path),
    ...(restartPolicy === 'Always' ? [] : [notSupported(path.child('spec', 'restartPolicy'), restartPolicy ?? '', ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbiddenField(path.child('spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in ReplicationController is not Supported')]),
  ];
}

function isEmpty(selector: Spec['selector']): boolean {
  for (const _ in selector) return false;
  return true;
}
