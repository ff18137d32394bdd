import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { matchesSelector, type LabelSelector } from '../selectors.ts';
import { forbiddenField, invalidValue, notSupported, required, type FieldPath } from './field-error.ts';
import { isReadableSelector, labelsForm, selectorForm, validateLabelSelector } from './label-selector.ts';

interface Replicated {
  readonly template: KindMap['ReplicaSet']['spec']['template'];
  readonly selector?: LabelSelector;
}

/** The selector of a Deployment or ReplicaSet: it must be there and select something (pkg/apis/apps/validation). */
export function validateReplicaSelector(selector: LabelSelector | undefined, path: FieldPath): readonly FieldError[] {
  if (!selector) return [required(path)];
  const errors = validateLabelSelector(selector, path);
  return isEmpty(selector) ? [...errors, invalidValue(path, selector, 'empty selector is invalid for deployment')] : errors;
}

/** ValidatePodTemplateSpecForReplicaSet; behind a selector that cannot be read nobody looks at the template. */
export function validateReplicatedTemplate({ template, selector }: Replicated, spec: FieldPath): readonly FieldError[] {
  if (!isReadableSelector(selector)) return [invalidValue(spec.child('selector'), selector && selectorForm(selector), 'invalid label selector')];
  const path = spec.child('template');
  const errors: FieldError[] = [];
  const labels = template.metadata?.labels;
  // An absent selector selects nothing, an empty one is not compared.
  const isSelected = selector !== undefined && (isEmpty(selector) || matchesSelector(selector, labels));
  if (!isSelected) errors.push(invalidValue(path.child('metadata', 'labels'), labels && labelsForm(labels), '`selector` does not match template `labels`'));
  errors.push(...validatePodTemplate(template, path));
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== 'Always') errors.push(notSupported(path.child('spec', 'restartPolicy'), restartPolicy ?? '', ['Always']));
  if (activeDeadlineSeconds !== undefined) errors.push(forbiddenField(path.child('spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in ReplicaSet is not Supported'));
  return errors;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}
