import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateLabelKey } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, labelValueProblems } from '../validation/names.ts';
import { invalidFor, validateEach, validateIfPresent } from './checks.ts';
import type { Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from './pod-types.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity, path: FieldPath): readonly FieldError[] {
  return [
    ...validateIfPresent(nodeAffinity, path.child('nodeAffinity'), validateNodeAffinity),
    ...validateIfPresent(podAffinity, path.child('podAffinity'), validatePodAffinity),
    ...validateIfPresent(podAntiAffinity, path.child('podAntiAffinity'), validatePodAffinity),
  ];
}

export function validateNodeAffinity(affinity: NodeAffinity, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (affinity[REQUIRED]) {
    const at = path.child(REQUIRED, 'nodeSelectorTerms');
    const terms = affinity[REQUIRED].nodeSelectorTerms;
    if (terms.length === 0) errors.push(required(at, 'must have at least one node selector term'));
    errors.push(...validateEach(terms, at, (term, place) => validateNodeSelectorTerm(term, true, place)));
  }
  errors.push(...validateEach(affinity[PREFERRED], path.child(PREFERRED), ({ weight, preference }, at) => [
    ...validateWeight(weight, at.child('weight')),
    ...validateNodeSelectorTerm(preference, false, at.child('preference')),
  ]));
  return errors;
}

function validateWeight(weight: number, path: FieldPath): readonly FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [invalidValue(path, weight, 'must be in the range 1-100')];
}

/** Values of preferences may be no labels at all: then they just match nothing. */
function validateNodeSelectorTerm(term: NodeSelectorTerm, checkValues: boolean, path: FieldPath): readonly FieldError[] {
  return [
    ...validateEach(term.matchExpressions, path.child('matchExpressions'), (requirement, at) => validateLabelRequirement(requirement, checkValues, at)),
    ...validateEach(term.matchFields, path.child('matchFields'), validateFieldRequirement),
  ];
}

function validateLabelRequirement({ key, operator, values = [] }: NodeSelectorRequirement, checkValues: boolean, path: FieldPath): readonly FieldError[] {
  return [
    ...validateOperator(operator, values.length, path),
    ...validateLabelKey(key, path.child('key')),
    ...(checkValues ? validateEach(values, path.child('values'), (value, at) => invalidFor(at, value, labelValueProblems(value))) : []),
  ];
}

function validateOperator(operator: string, values: number, path: FieldPath): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values > 0 ? [] : [required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values === 0 ? [] : [forbiddenField(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      return values === 1 ? [] : [required(path.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalidValue(path.child('operator'), operator, 'not a valid selector operator')];
  }
}

/** Of a node's fields only its name can be asked for. */
function validateFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') errors.push(invalidValue(path.child('operator'), operator, 'not a valid selector operator'));
  else if (values.length !== 1) errors.push(required(path.child('values'), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  if (key !== 'metadata.name') return [...errors, invalidValue(path.child('key'), key, 'not a valid field selector key')];
  return [...errors, ...validateEach(values, path.child('values'), (value, at) => invalidFor(at, value, dnsSubdomainProblems(value)))];
}

function validatePodAffinity(affinity: PodAffinity, path: FieldPath): readonly FieldError[] {
  return [
    ...validateEach(affinity[REQUIRED], path.child(REQUIRED), validatePodAffinityTerm),
    ...validateEach(affinity[PREFERRED], path.child(PREFERRED), ({ weight, podAffinityTerm }, at) => [
      ...validateWeight(weight, at.child('weight')),
      ...validatePodAffinityTerm(podAffinityTerm, at.child('podAffinityTerm')),
    ]),
  ];
}

function validatePodAffinityTerm(term: PodAffinityTerm, path: FieldPath): readonly FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], matchLabelKeys, mismatchLabelKeys, topologyKey } = term;
  return [
    ...validateLabelSelector(labelSelector, path.child('labelSelector')),
    ...validateLabelSelector(namespaceSelector, path.child('namespaceSelector')),
    ...namespaces.flatMap((name) => invalidFor(path.child('namespace'), name, dnsLabelProblems(name))),
    ...validateLabelKeys(matchLabelKeys, labelSelector !== undefined, path.child('matchLabelKeys')),
    ...validateLabelKeys(mismatchLabelKeys, labelSelector !== undefined, path.child('mismatchLabelKeys')),
    ...validateEach(matchLabelKeys, path.child('matchLabelKeys'), (key, at) => (
      mismatchLabelKeys?.includes(key) ? [invalidValue(at, key, 'exists in both matchLabelKeys and mismatchLabelKeys')] : []
    )),
    ...(topologyKey === '' ? [required(path.child('topologyKey'), 'can not be empty')] : []),
    ...validateLabelKey(topologyKey, path.child('topologyKey')),
  ];
}

function validateLabelKeys(keys: readonly string[] = [], hasSelector: boolean, path: FieldPath): readonly FieldError[] {
  if (keys.length > 0 && !hasSelector) return [forbiddenField(path, 'must not be specified when labelSelector is not set')];
  return validateEach(keys, path, validateLabelKey);
}
