import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import type { Affinity, Container, PodSpec } from '../pod-spec/pod-types.ts';
import type { PodTemplate } from '../pod-spec/template.ts';
import { templateGoForm } from '../pod-spec/go-form.ts';
import { invalidValue, type FieldPath } from '../validation/field-error.ts';

type Job = KindMap['Job'];

/**
 * A pod template cannot change, but for a suspended Job without pods: then a queue may still say where its pods go and what they ask for
 * (pkg/apis/batch/validation validatePodTemplateUpdate; the gates MutableSchedulingDirectivesForSuspendedJobs and
 * MutablePodResourcesForSuspendedJobs are on by default since 1.36).
 */
export function validateTemplateUpdate(next: Job, previous: Job, path: FieldPath): readonly FieldError[] {
  const isAtRest = previous.spec.suspend === true && (previous.status?.active ?? 0) === 0;
  const allowed = isAtRest ? withChangeable(previous.spec.template, next.spec.template) : previous.spec.template;
  return isSame(next.spec.template, allowed) ? [] : [invalidValue(path, templateGoForm(next.spec.template), 'field is immutable')];
}

/** The old template with everything from the new one that may change. */
function withChangeable(previous: PodTemplate, next: PodTemplate): PodTemplate {
  const { nodeSelector, tolerations, schedulingGates } = next.spec;
  const spec = {
    ...previous.spec,
    nodeSelector, tolerations, schedulingGates,
    affinity: withNodeAffinity(previous.spec.affinity, next.spec.affinity),
    containers: withResources(previous.spec.containers, next.spec.containers),
    ...(previous.spec.initContainers ? { initContainers: withResources(previous.spec.initContainers, next.spec.initContainers ?? []) } : {}),
  } as PodSpec;
  const { annotations, labels } = next.metadata ?? {};
  return { ...previous, metadata: { ...previous.metadata, annotations, labels }, spec } as PodTemplate;
}

function withNodeAffinity(previous: Affinity | undefined, next: Affinity | undefined): Affinity | undefined {
  if (!previous && !next) return undefined;
  const affinity = { ...previous, nodeAffinity: next?.nodeAffinity } as Affinity;
  const isEmpty = Object.values(affinity).every((part) => part === undefined);
  return isEmpty && !next ? undefined : affinity;
}

function withResources(previous: readonly Container[], next: readonly Container[]): readonly Container[] {
  return previous.map((container, position) => ({ ...container, resources: next[position]?.resources }) as Container);
}
