import type { FieldError } from '../errors.ts';
import { forbiddenField, type FieldPath } from '../validation/field-error.ts';
import { validateAnnotations, validateLabels } from '../validation/metadata.ts';
import type { PodTemplate } from './pod-types.ts';
import { validatePodAnnotations, validatePodSpec } from './validation.ts';

/** All problems of a template with its defaults (pkg/apis/core/validation/validation.go ValidatePodTemplateSpec). */
export function validatePodTemplate(template: PodTemplate, path: FieldPath): readonly FieldError[] {
  const { metadata, spec } = template;
  const ephemeralPath = path.child('spec', 'ephemeralContainers');
  return [
    ...inMetadata(path, validateLabels(metadata?.labels, path.child('labels'))),
    ...inMetadata(path, validateAnnotations(metadata?.annotations, path.child('annotations'))),
    ...inMetadata(path, validatePodAnnotations(metadata?.annotations, path.child('annotations'))),
    ...validatePodSpec(spec, { kind: 'Template' }, path.child('spec')),
    ...(spec.ephemeralContainers?.length ? [forbiddenField(ephemeralPath, 'ephemeral containers not allowed in pod template')] : []),
  ];
}

/** Upstream's words leave `metadata` out of these paths; where the fields really stand is said all the same. */
function inMetadata({ elements }: FieldPath, errors: readonly FieldError[]): readonly FieldError[] {
  return errors.map((error) => ({ ...error, path: [...elements, 'metadata', ...error.path.slice(elements.length)] }));
}
