import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { matchesSelector, type LabelSelector } from '../selectors.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { amountOf, validateAtMostWhole, validateIntOrPercent } from '../validation/int-or-percent.ts';
import { isReadableSelector, labelsForm, validateLabelSelector } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type Spec = KindMap['DaemonSet']['spec'];
type Strategy = NonNullable<Spec['updateStrategy']>;
type RollingUpdate = NonNullable<Strategy['rollingUpdate']>;

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Sources: pkg/apis/apps/validation ValidateDaemonSet, ValidateDaemonSetUpdate; pkg/registry/apps/daemonset/strategy.go. */
export const daemonSetValidation: KindValidation<'DaemonSet'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
  ],
};

function validateSpec(spec: Spec): readonly FieldError[] {
  const { template } = spec;
  const path = SPEC.child('template');
  // What Go has as an absent pointer is a selector that selects nothing.
  const selector: LabelSelector | undefined = spec.selector;
  const labels = template.metadata?.labels;
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  return [
    ...validateLabelSelector(selector, SPEC.child('selector')),
    ...(!isReadableSelector(selector) || (selector && matchesSelector(selector, labels)) ? [] : [invalidValue(path.child('metadata', 'labels'), labels && labelsForm(labels), '`selector` does not match template `labels`')]),
    ...(selector && isEmpty(selector) ? [invalidValue(SPEC.child('selector'), selector, 'empty selector is invalid for daemonset')] : []),
    ...validatePodTemplate(template, path),
    ...(restartPolicy === 'Always' ? [] : [notSupported(path.child('spec', 'restartPolicy'), restartPolicy ?? '', ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbiddenField(path.child('spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in DaemonSet is not Supported')]),
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...validateStrategy(spec.updateStrategy ?? {}, SPEC.child('updateStrategy')),
    ...validateNonNegative(spec.revisionHistoryLimit, SPEC.child('revisionHistoryLimit')),
  ];
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

function validateStrategy({ type, rollingUpdate }: Strategy, path: FieldPath): readonly FieldError[] {
  const inner = path.child('rollingUpdate');
  switch (type) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return rollingUpdate ? validateRollingUpdate(rollingUpdate, inner) : [required(inner)];
    default:
      // The server shows its own form of the strategy, whose fields have capitals.
      return [notSupported(path, { Type: type ?? '', RollingUpdate: rollingUpdate ? inGo(rollingUpdate) : null }, ['RollingUpdate', 'OnDelete'])];
  }
}

function inGo({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdate): object {
  return { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge };
}

/** Either pods may be missing for a while, or there may be more of them. */
function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdate, path: FieldPath): readonly FieldError[] {
  const unavailablePath = path.child('maxUnavailable');
  const surgePath = path.child('maxSurge');
  const mayMiss = amountOf(maxUnavailable) !== 0;
  const maySurge = amountOf(maxSurge) !== 0;
  return [
    ...validateIntOrPercent(maxUnavailable, unavailablePath),
    ...validateIntOrPercent(maxSurge, surgePath),
    ...validateAtMostWhole(maxUnavailable, unavailablePath),
    ...validateAtMostWhole(maxSurge, surgePath),
    ...(mayMiss && maySurge ? [invalidValue(surgePath, maxSurge, 'may not be set when maxUnavailable is non-zero')] : []),
    ...(!mayMiss && !maySurge ? [required(unavailablePath, 'cannot be 0 when maxSurge is 0')] : []),
  ];
}
