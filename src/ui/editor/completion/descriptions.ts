type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

let loading: Promise<Descriptions> | undefined;

export interface DescribedField {
  readonly model: string;
  readonly field: string;
  /** model of the field's value or of its items, whose description stands in for a missing one. */
  readonly ownModel: string | undefined;
}

/** Upstream's description of a field. Loaded when the first is asked for; empty when there is none, or no network. */
export async function describeField({ model, field, ownModel }: DescribedField): Promise<string> {
  loading ??= import('../../../engine/api/schema/generated/descriptions.json').then((module): Descriptions => module.default);
  try {
    const descriptions = await loading;
    return descriptions[model]?.[field] || (ownModel && descriptions[ownModel]?.['']) || '';
  } catch {
    // Tried again at the next question.
    loading = undefined;
    return '';
  }
}
