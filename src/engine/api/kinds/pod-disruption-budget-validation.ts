import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateIfPresent, validateOptionalChoice } from '../pod-spec/checks.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, invalidValue, type FieldPath } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { percentProblems } from '../validation/names.ts';
import { pathSegmentProblems } from './role-rule-validation.ts';

type Spec = KindMap['PodDisruptionBudget']['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** Source: pkg/apis/policy/validation ValidatePodDisruptionBudget. */
export const podDisruptionBudgetValidation: KindValidation<'PodDisruptionBudget'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: pathSegmentProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSpec(next.spec)],
};

function validateSpec({ minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy }: Spec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    // The server shows its own form of the spec, whose fields have capitals.
    const shown = { MinAvailable: minAvailable, Selector: selector ?? null, MaxUnavailable: maxUnavailable, UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null };
    errors.push(invalidValue(SPEC, shown, 'minAvailable and maxUnavailable cannot be both set'));
  }
  errors.push(
    ...validateIfPresent(minAvailable, SPEC.child('minAvailable'), validateShare),
    ...validateIfPresent(maxUnavailable, SPEC.child('maxUnavailable'), validateShare),
    ...validateLabelSelector(selector, SPEC.child('selector')),
    ...validateOptionalChoice(unhealthyPodEvictionPolicy, POLICIES, SPEC.child('unhealthyPodEvictionPolicy')),
  );
  return errors;
}

/** A number of pods, or a share of them (ValidatePositiveIntOrPercent, IsNotMoreThan100Percent). */
function validateShare(value: string | number, path: FieldPath): readonly FieldError[] {
  if (typeof value === 'number') return validateNonNegative(value, path);
  const problems = percentProblems(value);
  if (problems.length > 0) return problems.map((problem) => invalidValue(path, value, problem));
  return Number.parseInt(value, 10) > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : [];
}
