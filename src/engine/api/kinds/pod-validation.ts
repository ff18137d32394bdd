import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateEphemeralContainersUpdate } from '../pod-spec/ephemeral-containers-update.ts';
import type { PodSpec } from '../pod-spec/pod-types.ts';
import { validatePodAnnotations, validatePodOnly, validatePodSpec } from '../pod-spec/validation.ts';
import { fieldPath, forbiddenField } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { validatePodSpecUpdate } from './pod-update-validation.ts';

type Pod = KindMap['Pod'];

/** Source: pkg/apis/core/validation ValidatePodCreate, ValidatePodUpdate. */
export const podValidation: KindValidation<'Pod'> = {
  validateCreate: (pod) => [...validatePod(pod), ...validateNewSpec(pod.spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, fieldPath('metadata')),
    ...validatePod(next),
    ...validatePodSpecUpdate(next.spec, previous.spec),
  ],
  validateEphemeralContainers: validateEphemeralContainersUpdate,
};

/** What new and changed pods must observe alike (validatePodMetadataAndSpec). */
function validatePod({ metadata, spec }: Pod): readonly FieldError[] {
  const [metadataPath, specPath] = [fieldPath('metadata'), fieldPath('spec')];
  return [
    ...validateMetadata(metadata, metadataPath, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validatePodAnnotations(metadata.annotations, metadataPath.child('annotations')),
    ...validatePodSpec(spec, { kind: 'Pod', name: metadata.name ?? '' }, specPath),
    ...validatePodOnly(spec, specPath),
  ];
}

function validateNewSpec({ ephemeralContainers, nodeName, schedulingGates }: PodSpec): readonly FieldError[] {
  return [
    ...(ephemeralContainers?.length ? [forbiddenField(fieldPath('spec', 'ephemeralContainers'), 'cannot be set on create')] : []),
    ...(nodeName && schedulingGates?.length ? [forbiddenField(fieldPath('spec', 'nodeName'), 'cannot be set until all schedulingGates have been cleared')] : []),
  ];
}
