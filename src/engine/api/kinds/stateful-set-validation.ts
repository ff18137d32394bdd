import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import type { PodSpec, PodTemplate, Volume } from '../pod-spec/pod-types.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { matchesSelector, type LabelSelector } from '../selectors.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { amountOf, validateAtMostWhole, validateIntOrPercent } from '../validation/int-or-percent.ts';
import { isReadableSelector, labelsForm, selectorForm, validateLabelSelector } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems } from '../validation/names.ts';
import { validateClaimTemplates } from './stateful-set-claims-validation.ts';

type Spec = KindMap['StatefulSet']['spec'];
type RollingUpdate = NonNullable<NonNullable<Spec['updateStrategy']>['rollingUpdate']>;

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const CHANGEABLE = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'] as const;

/**
 * Source: pkg/apis/apps/validation ValidateStatefulSet, ValidateStatefulSetUpdate. The name is a DNS label because it becomes part of the
 * pods' hostnames.
 */
export const statefulSetValidation: KindValidation<'StatefulSet'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsLabelProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateFixed(next.spec, previous.spec),
  ],
};

function validateFixed(next: Spec, previous: Spec): readonly FieldError[] {
  const restored: Record<string, unknown> = { ...next };
  for (const field of CHANGEABLE) restored[field] = previous[field];
  if (isSame(restored, previous)) return [];
  const names = CHANGEABLE.map((field) => `'${field}'`);
  return [forbiddenField(SPEC, `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} are forbidden`)];
}

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validatePodManagement(spec.podManagementPolicy, SPEC.child('podManagementPolicy')),
    ...validateStrategy(spec.updateStrategy ?? {}, SPEC.child('updateStrategy')),
    ...validateRetention(spec.persistentVolumeClaimRetentionPolicy ?? {}, SPEC.child('persistentVolumeClaimRetentionPolicy')),
    ...validateClaimTemplates(spec.volumeClaimTemplates ?? [], SPEC.child('volumeClaimTemplates')),
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...validateNonNegative(spec.ordinals?.start, SPEC.child('ordinals', 'start')),
    ...validateServiceName(spec.serviceName, SPEC.child('serviceName')),
    ...validateSelector(spec.selector, SPEC.child('selector')),
    ...validateTemplate(spec, SPEC.child('template')),
  ];
}

function validatePodManagement(policy: string | undefined, path: FieldPath): readonly FieldError[] {
  if (!policy) return [required(path)];
  return policy === 'OrderedReady' || policy === 'Parallel' ? [] : [invalidValue(path, policy, "must be 'OrderedReady' or 'Parallel'")];
}

function validateStrategy({ type, rollingUpdate }: NonNullable<Spec['updateStrategy']>, path: FieldPath): readonly FieldError[] {
  const inner = path.child('rollingUpdate');
  switch (type) {
    case '':
    case undefined:
      return [required(path)];
    case 'OnDelete':
      return rollingUpdate ? [invalidValue(inner, inGo(rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")] : [];
    case 'RollingUpdate':
      return rollingUpdate ? validateRollingUpdate(rollingUpdate, inner) : [];
    default:
      return [invalidValue(path, { Type: type, RollingUpdate: rollingUpdate ? inGo(rollingUpdate) : null }, "must be 'RollingUpdate' or 'OnDelete'")];
  }
}

/** The server shows its own form of the strategy, whose fields have capitals. */
function inGo({ partition = 0, maxUnavailable = null }: { readonly partition?: number; readonly maxUnavailable?: string | number | null }): object {
  return { Partition: partition, MaxUnavailable: maxUnavailable };
}

function validateRollingUpdate({ partition, maxUnavailable }: RollingUpdate, path: FieldPath): readonly FieldError[] {
  const errors = validateNonNegative(partition, path.child('partition'));
  if (maxUnavailable === undefined) return errors;
  const inner = path.child('maxUnavailable');
  return [
    ...errors,
    ...validateIntOrPercent(maxUnavailable, inner),
    ...(amountOf(maxUnavailable) === 0 ? [invalidValue(inner, maxUnavailable, 'cannot be 0')] : []),
    ...validateAtMostWhole(maxUnavailable, inner),
  ];
}

function validateRetention({ whenDeleted, whenScaled }: NonNullable<Spec['persistentVolumeClaimRetentionPolicy']>, path: FieldPath): readonly FieldError[] {
  const check = (policy: string | undefined, at: FieldPath): readonly FieldError[] =>
    policy === 'Retain' || policy === 'Delete' ? [] : [notSupported(at, policy ?? '', ['Retain', 'Delete'])];
  return [...check(whenDeleted, path.child('whenDeleted')), ...check(whenScaled, path.child('whenScaled'))];
}

/** It becomes the pods' subdomain. */
function validateServiceName(name: string | undefined, path: FieldPath): readonly FieldError[] {
  return name ? dnsLabelProblems(name).map((problem) => invalidValue(path, name, problem)) : [];
}

function validateSelector(selector: LabelSelector | undefined, path: FieldPath): readonly FieldError[] {
  if (!selector) return [required(path)];
  const errors = validateLabelSelector(selector, path);
  return isEmpty(selector) ? [...errors, invalidValue(path, selector, 'empty selector is invalid for statefulset')] : errors;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

/** ValidatePodTemplateSpecForStatefulSet. */
function validateTemplate(spec: Spec, path: FieldPath): readonly FieldError[] {
  const { template } = spec;
  const selector: LabelSelector | undefined = spec.selector;
  const labels = template.metadata?.labels;
  const isSelected = selector !== undefined && (isEmpty(selector) || matchesSelector(selector, labels));
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  return [
    ...(isReadableSelector(selector) ? [
      ...(isSelected ? [] : [invalidValue(path.child('metadata', 'labels'), labels && labelsForm(labels), '`selector` does not match template `labels`')]),
      ...validatePodTemplate(withClaimVolumes(template, spec), path),
    ] : [invalidValue(SPEC.child('selector'), selector && selectorForm(selector), '')]),
    ...(restartPolicy === 'Always' ? [] : [notSupported(path.child('spec', 'restartPolicy'), restartPolicy ?? '', ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbiddenField(path.child('spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in StatefulSet is not Supported')]),
  ];
}

/** Containers may mount the claims that each pod is going to have, which take the place of volumes of the same name. */
function withClaimVolumes(template: PodTemplate, { volumeClaimTemplates = [] }: Spec): PodTemplate {
  const spec = withVolumes(template.spec, volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ''));
  return spec === template.spec ? template : { ...template, spec };
}

function withVolumes(spec: PodSpec, claims: readonly string[]): PodSpec {
  const names = [...new Set(claims)];
  if (names.length === 0) return spec;
  const others = spec.volumes?.filter(({ name }) => !names.includes(name)) ?? [];
  const added: readonly Volume[] = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...spec, volumes: [...others, ...added] };
}
