import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap, ObjectMeta } from '../object.ts';
import { goForm } from '../pod-spec/go-form.ts';
import { matchesSelector } from '../selectors.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { fieldPath, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { isReadableSelector, labelsForm, selectorForm, validateLabelSelector } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems } from '../validation/names.ts';
import { CONTROLLER_UID_LABELS, JOB_NAME_LABELS } from './job-labels.ts';
import { validateJobSpecParts } from './job-spec-validation.ts';
import { validateTemplateUpdate } from './job-template-update.ts';

type Job = KindMap['Job'];
type Spec = Job['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const FIXED_FIELDS = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

/** Source: pkg/apis/batch/validation ValidateJob, ValidateJobUpdate. */
export const jobValidation: KindValidation<'Job'> = {
  validateCreate: (job) => [
    ...validateMetadata(withoutGenerated(job.metadata), METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateJob(job),
  ],
  validateUpdate: (next, previous) => [
    ...validateJob(next),
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateCompletionsUpdate(next.spec, previous.spec, SPEC.child('completions')),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
    ...validateTemplateUpdate(next, previous, SPEC.child('template')),
    ...FIXED_FIELDS.flatMap((field) => validateFixed(field, next.spec, previous.spec)),
  ],
};

function validateFixed(field: (typeof FIXED_FIELDS)[number], next: Spec, previous: Spec): readonly FieldError[] {
  if (isSame(next[field], previous[field])) return [];
  const value = next[field];
  const shown = field === 'podFailurePolicy' && next.podFailurePolicy ? goForm('PodFailurePolicy', next.podFailurePolicy)
    : field === 'successPolicy' && next.successPolicy ? goForm('SuccessPolicy', next.successPolicy) : value;
  return [invalidValue(SPEC.child(field), shown, 'field is immutable')];
}

/** The labels that the server makes are looked at in the template only. */
function withoutGenerated(metadata: ObjectMeta): ObjectMeta {
  const { labels } = metadata;
  if (!labels) return metadata;
  const generated: readonly string[] = [...CONTROLLER_UID_LABELS, ...JOB_NAME_LABELS];
  return { ...metadata, labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !generated.includes(key))) };
}

function validateJob(job: Job): readonly FieldError[] {
  return [
    ...validateGeneratedSelector(job),
    ...validateJobSpecParts(job.spec, SPEC),
    ...validateSelector(job.spec, SPEC),
    ...validateHostnames(job),
  ];
}

/** What the server made of the labels and the selector must have come out as it makes them. */
function validateGeneratedSelector({ metadata, spec }: Job): readonly FieldError[] {
  if (spec.manualSelector || !spec.selector) return [];
  const { uid = '', name = '' } = metadata;
  const [uidLabel, oldUidLabel] = CONTROLLER_UID_LABELS;
  const [nameLabel, oldNameLabel] = JOB_NAME_LABELS;
  const expected = { [oldUidLabel]: uid, [oldNameLabel]: name, [uidLabel]: uid, [nameLabel]: name };
  const path = SPEC.child('template', 'metadata');
  const errors = Object.entries(expected).flatMap(([label, value]) => validateHasLabel(spec.template.metadata ?? {}, path, label, value));
  if (!matchesSelector(spec.selector, expected)) errors.push(invalidValue(SPEC.child('selector'), selectorForm(spec.selector), '`selector` not auto-generated'));
  return errors;
}

function validateHasLabel({ labels }: ObjectMeta, path: FieldPath, label: string, expected: string): readonly FieldError[] {
  const at = path.child('labels').key(label);
  if (labels?.[label] === undefined) return [required(at, `must be '${expected}'`)];
  return labels[label] === expected ? [] : [invalidValue(at, labelsForm(labels), `must be '${expected}'`)];
}

function validateSelector({ selector, template }: Spec, path: FieldPath): readonly FieldError[] {
  const errors = selector ? [...validateLabelSelector(selector, path.child('selector'))] : [required(path.child('selector'))];
  const labels = template.metadata?.labels;
  // An absent selector selects nothing.
  if (isReadableSelector(selector) && !(selector && matchesSelector(selector, labels))) {
    errors.push(invalidValue(path.child('template', 'metadata', 'labels'), labels && labelsForm(labels), '`selector` does not match template `labels`'));
  }
  return errors;
}

/** The pods of an Indexed Job are hosts of its name and their index. */
function validateHostnames({ metadata: { name = '' }, spec: { completionMode, completions = 0 } }: Job): readonly FieldError[] {
  if (completionMode !== 'Indexed' || completions <= 0) return [];
  const longest = `${name}-${completions - 1}`;
  return dnsLabelProblems(longest).length === 0 ? [] : [invalidValue(METADATA.child('name'), name, `will not able to create pod with invalid DNS label: ${longest}`)];
}

/** An Indexed Job may be stretched, its parallelism with it; any other keeps its completions. */
function validateCompletionsUpdate(next: Spec, previous: Spec, path: FieldPath): readonly FieldError[] {
  if (next.completionMode !== 'Indexed') return validateImmutable(next.completions, previous.completions, path);
  if (next.completions === undefined || isSame(next.completions, previous.completions) || next.completions === next.parallelism) return [];
  return [invalidValue(path, next.completions, 'can only be modified in tandem with spec.parallelism')];
}
