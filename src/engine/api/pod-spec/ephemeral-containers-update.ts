import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { goQuote } from '../schema/go-quote.ts';
import { fieldPath, forbiddenField } from '../validation/field-error.ts';
import { validateMetadataUpdate } from '../validation/metadata.ts';
import { goDiff } from './go-form.ts';
import { isMirrorPod } from './mirror-pods.ts';
import { validatePodOnly, validatePodSpec } from './validation.ts';

type Pod = KindMap['Pod'];

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
    else if (!isSame(before, after)) errors.push(forbiddenField(path, `existing ephemeral containers ${goQuote(before.name)} may not be changed\n${goDiff('EphemeralContainer', before, after)}`));
  }
  return errors;
}
