import type { KindValidation } from '../kind-validation.ts';
import { validatePodTemplate } from '../pod-spec/validation-template.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

const METADATA = fieldPath('metadata');
const TEMPLATE = fieldPath('template');

/** Source: pkg/apis/core/validation ValidatePodTemplate, ValidatePodTemplateUpdate. */
export const podTemplateValidation: KindValidation<'PodTemplate'> = {
  validateCreate: ({ metadata, template }) => [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validatePodTemplate(template, TEMPLATE),
  ],
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validatePodTemplate(next.template, TEMPLATE)],
};
