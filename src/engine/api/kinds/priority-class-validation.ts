import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateOptionalChoice } from '../pod-spec/checks.ts';
import { HIGHEST_USER_PRIORITY, SYSTEM_PREFIX, SYSTEM_PRIORITIES } from '../../policy/system-priority-classes.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type PriorityClass = KindMap['PriorityClass'];

const METADATA = fieldPath('metadata');
const VALUE = fieldPath('value');
const POLICY = fieldPath('preemptionPolicy');
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** Source: pkg/apis/scheduling/validation ValidatePriorityClass, ValidatePriorityClassUpdate. */
export const priorityClassValidation: KindValidation<'PriorityClass'> = {
  validateCreate: (created) => [
    ...validateMetadata(created.metadata, METADATA, { namespaced: false, nameProblems: dnsSubdomainProblems }),
    ...validateValue(created),
    ...validateOptionalChoice(created.preemptionPolicy, POLICIES, POLICY),
  ],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...(next.value === previous.value ? [] : [forbiddenField(VALUE, 'may not be changed in an update.')]),
    ...validateImmutable(next.preemptionPolicy, previous.preemptionPolicy, POLICY),
  ],
};

function validateValue(created: PriorityClass): readonly FieldError[] {
  const { metadata: { name = '' }, value = 0 } = created;
  if (name.startsWith(SYSTEM_PREFIX)) {
    const problem = systemClassProblem(created);
    if (problem === undefined) return [];
    return [forbiddenField(METADATA.child('name'), `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`)];
  }
  return value > HIGHEST_USER_PRIORITY ? [forbiddenField(VALUE, `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)] : [];
}

/** Why it is not one of the system's own classes (pkg/apis/scheduling IsKnownSystemPriorityClass). */
function systemClassProblem({ metadata: { name = '' }, value, globalDefault = false }: PriorityClass): string | undefined {
  const expected = SYSTEM_PRIORITIES[name];
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
