import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { amountOf, validateAtMostWhole, validateIntOrPercent } from '../validation/int-or-percent.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { validateReplicatedTemplate, validateReplicaSelector } from '../validation/replicated-template.ts';

type Spec = KindMap['Deployment']['spec'];
type Strategy = NonNullable<Spec['strategy']>;
type RollingUpdate = NonNullable<Strategy['rollingUpdate']>;

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Source: pkg/apis/apps/validation ValidateDeployment, ValidateDeploymentUpdate. */
export const deploymentValidation: KindValidation<'Deployment'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
  ],
};

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateReplicaSelector(spec.selector, SPEC.child('selector')),
    ...validateReplicatedTemplate(spec, SPEC),
    ...validateStrategy(spec.strategy ?? {}, SPEC.child('strategy')),
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...validateNonNegative(spec.revisionHistoryLimit, SPEC.child('revisionHistoryLimit')),
    ...validateDeadline(spec, SPEC.child('progressDeadlineSeconds')),
  ];
}

function validateDeadline({ progressDeadlineSeconds, minReadySeconds = 0 }: Spec, path: FieldPath): readonly FieldError[] {
  if (progressDeadlineSeconds === undefined) return [];
  const errors = validateNonNegative(progressDeadlineSeconds, path);
  return progressDeadlineSeconds > minReadySeconds ? errors : [...errors, invalidValue(path, progressDeadlineSeconds, 'must be greater than minReadySeconds')];
}

function validateStrategy({ type, rollingUpdate }: Strategy, path: FieldPath): readonly FieldError[] {
  const inner = path.child('rollingUpdate');
  switch (type) {
    case 'Recreate':
      return rollingUpdate ? [forbiddenField(inner, "may not be specified when strategy `type` is 'Recreate'")] : [];
    case 'RollingUpdate':
      return rollingUpdate ? validateRollingUpdate(rollingUpdate, inner) : [required(inner, 'this should be defaulted and never be nil')];
    default:
      // The server shows its own form of the strategy, whose fields have capitals.
      return [notSupported(path, { Type: type ?? '', RollingUpdate: rollingUpdate ?? null }, ['Recreate', 'RollingUpdate'])];
  }
}

function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdate, path: FieldPath): readonly FieldError[] {
  const unavailable = path.child('maxUnavailable');
  const errors = [...validateIntOrPercent(maxUnavailable, unavailable), ...validateIntOrPercent(maxSurge, path.child('maxSurge'))];
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) errors.push(invalidValue(unavailable, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  return [...errors, ...validateAtMostWhole(maxUnavailable, unavailable)];
}
