import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { goForm } from '../pod-spec/go-form.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { goQuote } from '../schema/go-quote.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { invalidValue, notSupported, required, tooLong, type FieldPath } from '../validation/field-error.ts';
import { dnsSubdomainProblems, patternProblem } from '../validation/names.ts';
import { validatePodFailurePolicy, validatePodReplacementPolicy, validateSuccessPolicy } from './job-policies-validation.ts';

type Spec = KindMap['Job']['spec'];

const COMPLETION_MODES = ['NonIndexed', 'Indexed'];
const AMOUNTS = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes'] as const;
const MOST_MANAGER_BYTES = 63;
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPathPattern = new RegExp(`^${HTTP_PATH}$`);
const MOST_INDEXED = 100_000;
/** With more completions than this, limits for each index cost too much unless few run and few may fail. */
const MANY_COMPLETIONS = 100_000;
const MOST_WITH_MANY = 10_000;

/** A Job's spec but for its selector, which a CronJob's template must not have (pkg/apis/batch/validation validateJobSpec). */
export function validateJobSpecParts(spec: Spec, path: FieldPath): readonly FieldError[] {
  return [
    ...AMOUNTS.flatMap((field) => validateNonNegative(spec[field], path.child(field))),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified')] : []),
    ...(spec.managedBy === undefined ? [] : validateManager(spec.managedBy, path.child('managedBy'))),
    ...validateCompletionMode(spec, path),
    ...(spec.podFailurePolicy ? validatePodFailurePolicy(spec.podFailurePolicy, spec, path.child('podFailurePolicy')) : []),
    ...validateSuccess(spec, path.child('successPolicy')),
    ...validatePodReplacementPolicy(spec, path.child('podReplacementPolicy')),
    ...validatePodTemplate(spec.template, path.child('template')),
    ...validateRestartPolicy(spec, path.child('template', 'spec', 'restartPolicy')),
  ];
}

/** `domain/path` (apimachinery/pkg/util/validation IsDomainPrefixedPath). */
function validateManager(manager: string, path: FieldPath): readonly FieldError[] {
  if (manager === '') return [required(path)];
  const slash = manager.indexOf('/');
  const domain = slash < 0 ? manager : manager.slice(0, slash);
  const rest = manager.slice(slash + 1);
  const errors: FieldError[] = [];
  if (slash < 0 || domain === '' || rest === '') {
    errors.push(invalidValue(path, manager, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else {
    errors.push(...dnsSubdomainProblems(domain).map((problem) => invalidValue(path, domain, problem)));
    if (!httpPathPattern.test(rest)) errors.push(invalidValue(path, rest, patternProblem('Invalid path', HTTP_PATH)));
  }
  return manager.length > MOST_MANAGER_BYTES ? [...errors, tooLong(path, MOST_MANAGER_BYTES)] : errors;
}

function validateCompletionMode(spec: Spec, path: FieldPath): readonly FieldError[] {
  const { completionMode } = spec;
  const errors: FieldError[] = [];
  if (completionMode !== undefined && !COMPLETION_MODES.includes(completionMode)) errors.push(notSupported(path.child('completionMode'), completionMode, COMPLETION_MODES));
  if (completionMode === 'Indexed') return [...errors, ...validateIndexed(spec, path)];
  if (completionMode !== undefined && completionMode !== 'NonIndexed') return errors;
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
    if (spec[field] !== undefined) errors.push(invalidValue(path.child(field), spec[field], 'requires indexed completion mode'));
  }
  return errors;
}

function validateIndexed({ completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex }: Spec, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  const tooBig = (field: string, value: number, most: number, circumstances = ''): void => {
    errors.push(invalidValue(path.child(field), value, `must be less than or equal to ${most}${circumstances}`));
  };
  if (completions === undefined) errors.push(required(path.child('completions'), 'when completion mode is Indexed'));
  if (parallelism > MOST_INDEXED) tooBig('parallelism', parallelism, MOST_INDEXED, ' when completion mode is Indexed');
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    errors.push(invalidValue(path.child('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions'));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MOST_INDEXED) tooBig('maxFailedIndexes', maxFailedIndexes, MOST_INDEXED);
  if (completions === undefined || completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return errors;
  const circumstances = ` when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) errors.push(required(path.child('maxFailedIndexes'), `must be specified when completions is above ${MANY_COMPLETIONS}`));
  if (parallelism > MOST_WITH_MANY) tooBig('parallelism', parallelism, MOST_WITH_MANY, circumstances);
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MOST_WITH_MANY) tooBig('maxFailedIndexes', maxFailedIndexes, MOST_WITH_MANY, circumstances);
  return errors;
}

function validateSuccess(spec: Spec, path: FieldPath): readonly FieldError[] {
  if (!spec.successPolicy) return [];
  if (spec.completionMode !== 'Indexed') return [invalidValue(path, goForm('SuccessPolicy', spec.successPolicy), 'requires indexed completion mode')];
  return validateSuccessPolicy(spec.successPolicy, spec.completions ?? 0, path);
}

function validateRestartPolicy({ template, podFailurePolicy }: Spec, path: FieldPath): readonly FieldError[] {
  const { restartPolicy = '' } = template.spec;
  switch (restartPolicy) {
    case 'Always':
    case '':
      // The default of pods is none of Jobs': it counts as nothing said.
      return [required(path, 'valid values: "OnFailure", "Never"')];
    case 'Never':
      return [];
    case 'OnFailure':
      return podFailurePolicy ? [invalidValue(path, restartPolicy, `only ${goQuote('Never')} is supported when podFailurePolicy is specified`)] : [];
    default:
      return [notSupported(path, restartPolicy, ['OnFailure', 'Never'])];
  }
}
