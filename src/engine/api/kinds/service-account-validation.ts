import type { KindValidation } from '../kind-validation.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

const METADATA = fieldPath('metadata');
const RULES = { namespaced: true, nameProblems: dnsSubdomainProblems };

/** Source: pkg/apis/core/validation ValidateServiceAccount, ValidateServiceAccountUpdate. */
export const serviceAccountValidation: KindValidation<'ServiceAccount'> = {
  validateCreate: ({ metadata }) => validateMetadata(metadata, METADATA, RULES),
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateMetadata(next.metadata, METADATA, RULES)],
};
