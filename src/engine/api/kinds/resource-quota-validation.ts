import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateAmount, validateStandardResourceName } from '../pod-spec/validation-resources.ts';
import { parseQuantity } from '../schema/quantity.ts';
import { fieldPath, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { COMPUTE_RESOURCES, isQuotaResource, POD_SCOPES } from '../../policy/quota-resources.ts';

type ResourceQuota = KindMap['ResourceQuota'];
type Spec = ResourceQuota['spec'];
type Requirement = NonNullable<NonNullable<Spec['scopeSelector']>['matchExpressions']>[number];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const SCOPES = [...POD_SCOPES, 'VolumeAttributesClass'];
const CONFLICTS = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']] as const;

/** Source: pkg/apis/core/validation ValidateResourceQuota, ValidateResourceQuotaUpdate. */
export const resourceQuotaValidation: KindValidation<'ResourceQuota'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...(hasSameScopes(next, previous) ? [] : [invalidValue(SPEC.child('scopes'), next.spec.scopes ?? null, 'field is immutable')]),
  ],
};

function hasSameScopes(next: ResourceQuota, previous: ResourceQuota): boolean {
  const scopesOf = ({ spec }: ResourceQuota): string => [...new Set(spec.scopes)].sort().join();
  return scopesOf(next) === scopesOf(previous);
}

function validateSpec(spec: Spec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const resources = Object.keys(spec.hard ?? {}).sort();
  for (const name of resources) {
    const path = SPEC.child('hard').key(name);
    errors.push(...validateStandardResourceName(name, path));
    if (!name.includes('/') && !isQuotaResource(name)) errors.push(invalidValue(path, name, 'must be a standard resource for quota'));
    const parsed = parseQuantity(spec.hard?.[name] ?? '');
    if (parsed.ok) errors.push(...validateAmount(name, parsed.quantity, path));
  }
  if (spec.scopes) errors.push(...validateScopes(spec.scopes, resources, SPEC.child('scopes')));
  if (spec.scopeSelector) errors.push(...validateScopeSelector(spec.scopeSelector, resources, SPEC.child('scopeSelector', 'matchExpressions')));
  return errors;
}

function validateScopes(scopes: readonly string[], resources: readonly string[], path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) errors.push(invalidValue(path, scopes, 'unsupported scope'));
    for (const resource of resources) if (!canBeScoped(resource, scope)) errors.push(invalidValue(path, scopes, 'unsupported scope applied to resource'));
  }
  return [...errors, ...validateConflicts(scopes, scopes, path)];
}

function validateConflicts(scopes: readonly string[], shown: unknown, path: FieldPath): readonly FieldError[] {
  return CONFLICTS.flatMap((pair) => (pair.every((scope) => scopes.includes(scope)) ? [invalidValue(path, shown, 'conflicting scopes')] : []));
}

/** Scopes are of pods, and of their resources; best effort pods have none. */
function canBeScoped(resource: string, scope: string): boolean {
  if (!isQuotaResource(resource) || resource === 'pods') return true;
  if (scope === 'BestEffort') return false;
  return SCOPES.includes(scope) && COMPUTE_RESOURCES.includes(resource);
}

function validateScopeSelector(selector: NonNullable<Spec['scopeSelector']>, resources: readonly string[], path: FieldPath): readonly FieldError[] {
  const requirements = selector.matchExpressions ?? [];
  const errors: FieldError[] = [];
  for (const requirement of requirements) {
    const { scopeName } = requirement;
    if (!SCOPES.includes(scopeName)) errors.push(invalidValue(path.child('scopeName'), scopeName, 'unsupported scope'));
    for (const resource of resources) if (!canBeScoped(resource, scopeName)) errors.push(invalidValue(path, selector, 'unsupported scope applied to resource'));
    errors.push(...validateRequirement(requirement, path));
  }
  return [...errors, ...validateConflicts(requirements.map(({ scopeName }) => scopeName), null, path)];
}

function validateRequirement({ scopeName, operator, values = [] }: Requirement, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (scopeName !== 'PriorityClass' && POD_SCOPES.includes(scopeName) && operator !== 'Exists') {
    const words = "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, " +
      'ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity';
    errors.push(invalidValue(path.child('operator'), operator, words));
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(path.child('values'), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) errors.push(invalidValue(path.child('values'), values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
      break;
    default:
      errors.push(invalidValue(path.child('operator'), operator, 'not a valid selector operator'));
  }
  return errors;
}
