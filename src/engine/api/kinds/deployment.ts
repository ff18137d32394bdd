import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems, percentProblems } from '../validation/names.ts';
import { validateReplicatedTemplate, validateReplicaSelector } from '../validation/replicated-template.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['Deployment']['spec'];
type Strategy = NonNullable<Spec['strategy']>;
type RollingUpdate = NonNullable<Strategy['rollingUpdate']>;

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const DEFAULT_SHARE = '25%';
const DEFAULT_HISTORY = 10;
const DEFAULT_DEADLINE_SECONDS = 600;

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation, pkg/registry/apps/deployment/strategy.go. */
export const deploymentDefinition: KindDefinition<'Deployment'> = {
  kind: 'Deployment', group: 'apps', version: 'v1', plural: 'deployments', singular: 'deployment', shortNames: ['deploy'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: {} }),
  prepareForUpdate: keepStatus,
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
  ],
  columns: [
    nameColumn,
    {
      name: 'Ready', type: 'string', priority: 0, description: 'How many pods are ready, of how many are wanted.',
      value: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`,
    },
    { name: 'Up-to-date', type: 'string', priority: 0, description: 'How many pods are of the newest template.', value: ({ status }) => status?.updatedReplicas ?? 0 },
    { name: 'Available', type: 'string', priority: 0, description: 'How many pods have been ready for minReadySeconds.', value: ({ status }) => status?.availableReplicas ?? 0 },
    ageColumn,
    ...templateColumns,
  ],
};

const defaultSpec = memoizeDefaults<Spec>((spec) =>
  withFields(spec, {
    replicas: spec.replicas ?? 1,
    strategy: defaultStrategy(spec.strategy ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? DEFAULT_HISTORY,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS,
    template: defaultPodTemplate(spec.template),
  }),
);

function defaultStrategy(strategy: Strategy): Strategy {
  const type = strategy.type || 'RollingUpdate';
  if (type !== 'RollingUpdate') return strategy;
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate ?? {};
  const rollingUpdate = withFields(strategy.rollingUpdate ?? {}, { maxSurge: maxSurge ?? DEFAULT_SHARE, maxUnavailable: maxUnavailable ?? DEFAULT_SHARE });
  return withFields(strategy, { type, rollingUpdate });
}

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateReplicaSelector(spec.selector, SPEC.child('selector')),
    ...validateReplicatedTemplate(spec.template, spec.selector, SPEC.child('template')),
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
  if (typeof maxUnavailable === 'string' && amountOf(maxUnavailable) > 100) errors.push(invalidValue(unavailable, maxUnavailable, 'must not be greater than 100%'));
  return errors;
}

function validateIntOrPercent(value: string | number, path: FieldPath): readonly FieldError[] {
  if (typeof value === 'number') return validateNonNegative(value, path);
  return percentProblems(value).map((problem) => invalidValue(path, value, problem));
}

/** The number, or the number before `%`; 0 when the text is no percentage. */
function amountOf(value: string | number): number {
  if (typeof value === 'number') return value;
  return percentProblems(value).length === 0 ? Number.parseInt(value, 10) : 0;
}
