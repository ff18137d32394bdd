import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import { fieldDifferences } from '../field-changes.ts';
import { validateEach } from '../pod-spec/checks.ts';
import type { Container, NodeAffinity, NodeSelectorTerm, PodSpec, Toleration } from '../pod-spec/pod-types.ts';
import { goDiff, goForm } from '../pod-spec/go-form.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { validateImageBlanks } from '../pod-spec/validation.ts';
import { fieldPath, forbiddenField, invalidValue, type FieldPath } from '../validation/field-error.ts';
import { rangeProblem } from '../validation/names.ts';

const SPEC = fieldPath('spec');
const CHANGEABLE = [
  '`spec.containers[*].image`', '`spec.initContainers[*].image`', '`spec.activeDeadlineSeconds`', '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];
const MAX_INT32 = 2 ** 31 - 1;
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Whether a pod's spec may change like this: hardly anything may (pkg/apis/core/validation/validation.go ValidatePodUpdate). */
export function validatePodSpecUpdate(next: PodSpec, previous: PodSpec): readonly FieldError[] {
  if (next === previous) return [];
  for (const list of ['containers', 'initContainers'] as const) {
    if ((next[list] ?? []).length !== (previous[list] ?? []).length) return [forbiddenField(SPEC.child(list), 'pod updates may not add or remove containers')];
  }
  const deadline = validateDeadlineUpdate(next.activeDeadlineSeconds, previous.activeDeadlineSeconds);
  if (deadline.length > 0) return deadline;
  const errors = [...validateImages(next), ...validateOnlyAddedTolerations(next, previous), ...validateOnlyRemovedGates(next, previous)];
  if (isSame(next, previous)) return errors;
  const gated = (previous.schedulingGates?.length ?? 0) > 0;
  if (gated) {
    errors.push(...validateNodeSelectorUpdate(next, previous), ...validateNodeAffinityUpdate(next.affinity?.nodeAffinity, previous.affinity?.nodeAffinity));
  }
  return [...errors, ...validateTheRest(withoutChangeable(next, previous, gated), previous)];
}

function validateImages(next: PodSpec): readonly FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap((list) => (
    validateEach(next[list], SPEC.child(list), ({ image = '' }, at) => validateImageBlanks(image, at.child('image')))
  ));
}

/** A deadline may be set and brought forward. */
function validateDeadlineUpdate(next: number | undefined, previous: number | undefined): readonly FieldError[] {
  const path = SPEC.child('activeDeadlineSeconds');
  if (next !== undefined && (next < 0 || next > MAX_INT32)) return [invalidValue(path, next, rangeProblem(0, MAX_INT32))];
  if (previous === undefined) return [];
  if (next === undefined) return [invalidValue(path, undefined, 'must not update from a positive integer to nil value')];
  return next > previous ? [invalidValue(path, next, 'must be less than or equal to previous value')] : [];
}

function validateOnlyAddedTolerations({ tolerations: next = [] }: PodSpec, { tolerations: previous = [] }: PodSpec): readonly FieldError[] {
  return previous.every((old) => next.some((toleration) => isSame(forever(toleration), forever(old)))) ? [] : [forbiddenField(SPEC.child('tolerations'), 'existing toleration can not be modified except its tolerationSeconds')];
}

function forever(toleration: Toleration): Toleration {
  return { ...toleration, tolerationSeconds: undefined } as Toleration;
}

function validateOnlyRemovedGates({ schedulingGates: next = [] }: PodSpec, { schedulingGates: previous = [] }: PodSpec): readonly FieldError[] {
  return next.flatMap(({ name }, position) => {
    if (previous.some((gate) => gate.name === name)) return [];
    return [forbiddenField(SPEC.child('schedulingGates').index(position).child('name'), `only deletion is allowed, but found new scheduling gate '${name}'`)];
  });
}

/** A pod that waits behind a gate may still be narrowed down to fewer nodes. */
function validateNodeSelectorUpdate({ nodeSelector: next = {} }: PodSpec, { nodeSelector: previous = {} }: PodSpec): readonly FieldError[] {
  if (Object.entries(previous).every(([key, value]) => next[key] === value)) return [];
  return [invalidValue(SPEC.child('nodeSelector'), next, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)')];
}

function validateNodeAffinityUpdate(next: NodeAffinity | undefined, previous: NodeAffinity | undefined): readonly FieldError[] {
  const path = SPEC.child('affinity', 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
  const previousTerms = previous?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const nextTerms = next?.[REQUIRED]?.nodeSelectorTerms ?? [];
  if (previousTerms.length === 0) return [];
  if (nextTerms.length !== previousTerms.length) return [invalidValue(path, nextTerms, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  return nextTerms.flatMap((term, position) => (hasOnlyAdditions(term, previousTerms[position]) ? [] : [invalidTerm(path.index(position), term)]));
}

function invalidTerm(path: FieldPath, term: NodeSelectorTerm): FieldError {
  return invalidValue(path, goForm('NodeSelectorTerm', term), 'only additions are allowed (no mutations or deletions)');
}

/** A term without any requirement matches nothing, which an addition would change. */
function hasOnlyAdditions(next: NodeSelectorTerm, previous: NodeSelectorTerm | undefined): boolean {
  const [expressions, fields] = [previous?.matchExpressions ?? [], previous?.matchFields ?? []];
  if (expressions.length + fields.length === 0) return (next.matchExpressions ?? []).length + (next.matchFields ?? []).length === 0;
  return expressions.every((requirement, position) => isSame(requirement, next.matchExpressions?.[position]))
    && fields.every((requirement, position) => isSame(requirement, next.matchFields?.[position]));
}

/** The changed spec with everything that may change put back. */
function withoutChangeable(next: PodSpec, previous: PodSpec, gated: boolean): PodSpec {
  const keepsGrace = (previous.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1;
  const affinity = { ...next.affinity, nodeAffinity: previous.affinity?.nodeAffinity };
  return {
    ...next,
    containers: withImagesOf(previous.containers, next.containers),
    ...(next.initContainers ? { initContainers: withImagesOf(previous.initContainers ?? [], next.initContainers) } : {}),
    activeDeadlineSeconds: previous.activeDeadlineSeconds,
    schedulingGates: previous.schedulingGates,
    tolerations: previous.tolerations,
    ...(keepsGrace ? { terminationGracePeriodSeconds: previous.terminationGracePeriodSeconds } : {}),
    ...(gated ? { nodeSelector: previous.nodeSelector, affinity: isSame(affinity, {}) ? previous.affinity : affinity } : {}),
  } as PodSpec;
}

function withImagesOf(previous: readonly Container[], next: readonly Container[]): readonly Container[] {
  return next.map((container, position) => withFields(container, { image: previous[position]?.image }));
}

function validateTheRest(next: PodSpec, previous: PodSpec): readonly FieldError[] {
  const first = fieldDifferences(asObject(previous), asObject(next)).find(({ before, after }) => !(isEmpty(before) && isEmpty(after)));
  if (!first) return [];
  const error = forbiddenField(SPEC, `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n${goDiff('PodSpec', previous, next)}`);
  return [{ ...error, path: first.path }];
}

function asObject(spec: PodSpec): { apiVersion: string; kind: string; metadata: Record<string, never>; spec: PodSpec } {
  return { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec };
}

/** An empty list or map is as good as none. */
function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === '[]' || text === '{}' || text === '""';
}
