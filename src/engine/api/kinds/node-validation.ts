import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateChoice } from '../pod-spec/checks.ts';
import { duplicateValue, fieldPath, forbiddenField, invalidValue } from '../validation/field-error.ts';
import { validateLabelKey, validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems, labelValueProblems } from '../validation/names.ts';
import { forbiddenChange } from '../validation/whole-object.ts';

type Node = KindMap['Node'];
type Taint = NonNullable<Node['spec']['taints']>[number];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Source: pkg/apis/core/validation ValidateNode, ValidateNodeUpdate. */
export const nodeValidation: KindValidation<'Node'> = {
  validateCreate: ({ metadata, spec }) => [
    ...validateMetadata(metadata, METADATA, { namespaced: false, nameProblems: dnsSubdomainProblems }),
    ...validateTaints(spec.taints ?? []),
  ],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateTaints(next.spec.taints ?? []),
    ...validateFixedFields(next.spec, previous.spec),
  ],
};

/** Upstream says `metadata.taints`, though the taints are in the spec. */
function validateTaints(taints: readonly Taint[]): readonly FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, position) => {
    const { key, value = '', effect } = taint;
    const path = METADATA.child('taints').index(position);
    const problems = labelValueProblems(value);
    const errors = [...validateLabelKey(key, path.child('key'))];
    if (problems.length > 0) errors.push(invalidValue(path.child('value'), value, problems.join(';')));
    errors.push(...validateChoice(effect, TAINT_EFFECTS, path.child('effect')));
    if (seen.has(`${effect}/${key}`)) errors.push(duplicateTaint(duplicateValue(path, inGo(taint))));
    seen.add(`${effect}/${key}`);
    return errors;
  });
}

/** The server shows its own form of the taint, whose fields have capitals. */
function inGo({ key, value = '', effect, timeAdded = null }: Omit<Taint, 'timeAdded'> & { readonly timeAdded?: string | null }): object {
  return { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded };
}

function duplicateTaint(error: FieldError): FieldError {
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}

function validateFixedFields(next: Node['spec'], previous: Node['spec']): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (previous.podCIDRs?.length && !isSame(next.podCIDRs, previous.podCIDRs)) {
    errors.push(forbiddenField(SPEC.child('podCIDRs'), 'node updates may not change podCIDR except from "" to valid'));
  }
  if (previous.providerID && next.providerID !== previous.providerID) {
    errors.push(forbiddenField(SPEC.child('providerID'), 'node updates may not change providerID except from "" to valid'));
  }
  if (next.externalID !== previous.externalID || !isSame(next.configSource, previous.configSource)) {
    errors.push(forbiddenChange('node updates may only change labels, taints, or capacity'));
  }
  return errors;
}
