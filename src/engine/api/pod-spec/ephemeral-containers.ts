import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { goQuote } from '../schema/go-quote.ts';
import { fieldPath, forbiddenField } from '../validation/field-error.ts';
import { validateMetadataUpdate } from '../validation/metadata.ts';
import { defaultContainer } from './container-defaults.ts';
import { isMirrorPod } from './mirror-pods.ts';
import type { EphemeralContainer } from './pod-types.ts';
import { validatePodOnly, validatePodSpec } from './validation.ts';

type Pod = KindMap['Pod'];

/** The pod with one more ephemeral container, as `kubectl debug` asks for it. */
export function withEphemeralContainer(pod: Pod, container: EphemeralContainer): Pod {
  return { ...pod, spec: { ...pod.spec, ephemeralContainers: [...(pod.spec.ephemeralContainers ?? []), container] } };
}

/**
 * What an update of the subresource `ephemeralcontainers` makes of a pod: its list of them is replaced, everything else of what is sent is
 * ignored (pkg/registry/core/pod/strategy.go dropNonEphemeralContainerUpdates).
 */
export function replaceEphemeralContainers(sent: Pod, previous: Pod): Pod {
  const { ephemeralContainers: _before, ...spec } = previous.spec;
  const containers = sent.spec.ephemeralContainers?.map((container): EphemeralContainer => defaultContainer(container));
  return { ...previous, spec: containers ? { ...spec, ephemeralContainers: containers } : spec };
}

/** Ephemeral containers may be added, never changed or taken away (pkg/apis/core/validation ValidatePodEphemeralContainersUpdate). */
export function validateEphemeralContainersUpdate(next: Pod, previous: Pod): readonly FieldError[] {
  if (isMirrorPod(previous)) return [forbiddenField(fieldPath(), 'static pods do not support ephemeral containers')];
  const path = fieldPath('spec', 'ephemeralContainers');
  const errors = [
    ...validateMetadataUpdate(next.metadata, previous.metadata, fieldPath('metadata')),
    ...validatePodSpec(next.spec, { kind: 'Pod', name: next.metadata.name ?? '' }, fieldPath('spec')),
    ...validatePodOnly(next.spec, fieldPath('spec')),
  ];
  for (const before of previous.spec.ephemeralContainers ?? []) {
    const after = next.spec.ephemeralContainers?.find(({ name }) => name === before.name);
    if (!after) errors.push(forbiddenField(path, `existing ephemeral containers ${goQuote(before.name)} may not be removed\n`));
    else if (!isSame(before, after)) errors.push(forbiddenField(path, `existing ephemeral containers ${goQuote(before.name)} may not be changed\n`));
  }
  return errors;
}
