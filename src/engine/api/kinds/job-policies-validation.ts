import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { validateEach } from '../pod-spec/checks.ts';
import { goQuote } from '../schema/go-quote.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { duplicateValue, invalidValue, invalidWithoutValue, notSupported, required, tooLong, tooMany, type FieldPath } from '../validation/field-error.ts';
import { qualifiedNameProblems } from '../validation/names.ts';
import { readIndexes } from './job-indexes-validation.ts';

type Spec = KindMap['Job']['spec'];
type FailurePolicy = NonNullable<Spec['podFailurePolicy']>;
type FailureRule = FailurePolicy['rules'][number];
type ExitCodes = NonNullable<FailureRule['onExitCodes']>;
type PodConditions = NonNullable<FailureRule['onPodConditions']>;
type SuccessPolicy = NonNullable<Spec['successPolicy']>;
type SuccessRule = SuccessPolicy['rules'][number];

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'];
const MOST_RULES = 20;
const MOST_PATTERNS = 20;
const MOST_EXIT_CODES = 255;
const MOST_INDEXES_BYTES = 64 * 1024;

/** Source: pkg/apis/batch/validation validatePodFailurePolicy. */
export function validatePodFailurePolicy({ rules }: FailurePolicy, spec: Spec, path: FieldPath): readonly FieldError[] {
  const { containers, initContainers = [] } = spec.template.spec;
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  return [
    ...(rules.length > MOST_RULES ? [tooMany(path.child('rules'), rules.length, MOST_RULES)] : []),
    ...validateEach(rules, path.child('rules'), (rule, at) => validateFailureRule(rule, spec, names, at)),
  ];
}

function validateFailureRule({ action, onExitCodes, onPodConditions = [] }: FailureRule, spec: Spec, containers: ReadonlySet<string>, path: FieldPath): readonly FieldError[] {
  return [
    ...validateAction(action, spec, path.child('action')),
    ...(onExitCodes ? validateExitCodes(onExitCodes, containers, path.child('onExitCodes')) : []),
    ...validatePodConditions(onPodConditions, path.child('onPodConditions')),
    ...(onExitCodes && onPodConditions.length > 0 ? [invalidWithoutValue(path, 'specifying both OnExitCodes and OnPodConditions is not supported')] : []),
    ...(!onExitCodes && onPodConditions.length === 0 ? [invalidWithoutValue(path, 'specifying one of OnExitCodes and OnPodConditions is required')] : []),
  ];
}

function validateAction(action: string, { backoffLimitPerIndex }: Spec, path: FieldPath): readonly FieldError[] {
  if (action !== 'FailIndex') return validateGoChoice(action, ACTIONS, path);
  return backoffLimitPerIndex === undefined ? [invalidValue(path, action, 'requires the backoffLimitPerIndex to be set')] : [];
}

function validateExitCodes({ operator, containerName, values }: ExitCodes, containers: ReadonlySet<string>, path: FieldPath): readonly FieldError[] {
  const errors = [...validateGoChoice(operator, OPERATORS, path.child('operator'))];
  if (containerName !== undefined && !containers.has(containerName)) {
    errors.push(invalidValue(path.child('containerName'), containerName, 'must be one of the container or initContainer names in the pod template'));
  }
  const at = path.child('values');
  if (values.length === 0) errors.push(invalidValue(at, values, 'at least one value is required'));
  else if (values.length > MOST_EXIT_CODES) errors.push(tooMany(at, values.length, MOST_EXIT_CODES));
  const seen = new Set<number>();
  for (const [position, value] of values.entries()) {
    if (operator === 'In' && value === 0) errors.push(invalidValue(at.index(position), value, 'must not be 0 for the In operator'));
    if (seen.has(value)) errors.push(duplicateValue(at.index(position), value));
    seen.add(value);
  }
  const isOrdered = values.every((value, position) => position === 0 || (values[position - 1] ?? 0) <= value);
  return isOrdered ? errors : [...errors, invalidValue(at, values, 'must be ordered')];
}

function validatePodConditions(patterns: PodConditions, path: FieldPath): readonly FieldError[] {
  return [
    ...(patterns.length > MOST_PATTERNS ? [tooMany(path, patterns.length, MOST_PATTERNS)] : []),
    ...validateEach(patterns, path, ({ type, status = '' }, at) => [
      ...qualifiedNameProblems(type).map((problem) => invalidValue(at.child('type'), type, problem)),
      ...validateGoChoice(status, STATUSES, at.child('status')),
    ]),
  ];
}

export function validatePodReplacementPolicy({ podReplacementPolicy, podFailurePolicy }: Spec, path: FieldPath): readonly FieldError[] {
  if (podReplacementPolicy === undefined) return [];
  // Whether a failure is ignored is only known once the pod has failed.
  const supported = podFailurePolicy ? ['Failed'] : REPLACEMENTS;
  return supported.includes(podReplacementPolicy) ? [] : [notSupported(path, podReplacementPolicy, supported)];
}

/** Source: pkg/apis/batch/validation validateSuccessPolicy. */
export function validateSuccessPolicy({ rules }: SuccessPolicy, completions: number, path: FieldPath): readonly FieldError[] {
  const at = path.child('rules');
  return [
    ...(rules.length === 0 ? [required(at, 'at least one rules must be specified when the successPolicy is specified')] : []),
    ...(rules.length > MOST_RULES ? [tooMany(at, rules.length, MOST_RULES)] : []),
    ...validateEach(rules, at, (rule, place) => validateSuccessRule(rule, completions, place)),
  ];
}

function validateSuccessRule({ succeededCount, succeededIndexes }: SuccessRule, completions: number, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined) errors.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'));
  let total = 0;
  if (succeededIndexes !== undefined) {
    const at = path.child('succeededIndexes');
    if (succeededIndexes.length > MOST_INDEXES_BYTES) errors.push(tooLong(at, MOST_INDEXES_BYTES));
    const indexes = readIndexes(succeededIndexes, completions);
    if (indexes.ok) total = indexes.total;
    else errors.push(invalidValue(at, succeededIndexes, `error parsing succeededIndexes: ${indexes.problem}`));
  }
  if (succeededCount === undefined) return errors;
  const at = path.child('succeededCount');
  errors.push(...validateNonNegative(succeededCount, at));
  if (succeededCount > completions) errors.push(invalidValue(at, succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`));
  if (succeededIndexes !== undefined && succeededCount > total) {
    errors.push(invalidValue(at, succeededCount, `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`));
  }
  return errors;
}

/** A choice whose absence is answered with a list as Go prints it: `valid values: ["In" "NotIn"]`. */
function validateGoChoice(value: string, supported: readonly string[], path: FieldPath): readonly FieldError[] {
  if (value === '') return [required(path, `valid values: [${supported.map(goQuote).join(' ')}]`)];
  return supported.includes(value) ? [] : [notSupported(path, value, supported)];
}
