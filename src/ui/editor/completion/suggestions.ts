import '../../../engine/api/schema/late-structure-table.ts';
import { fieldAt, fieldsOf, modelAt, type FieldInfo } from '../../../engine/api/schema/lookup.ts';
import type { CursorContext } from './cursor-context.ts';
import { fieldValues } from './field-values.ts';
import { manifestKind, manifestKinds, type ManifestKind } from './manifest-kinds.ts';

export interface Suggestion {
  readonly label: string;
  /** shown after the label: the type, and whether it is required. */
  readonly detail: string;
  /** written in place of what was typed. */
  readonly insert: string;
  readonly is: 'field' | 'value';
  readonly required: boolean;
  /** true when something that can be suggested follows. */
  readonly continues: boolean;
  /** where the description is found; `null` for values. */
  readonly describedBy: { readonly model: string; readonly field: string; readonly ownModel: string | undefined } | null;
}

/** What every manifest starts with, before its kind is known. */
const IDENTITY: readonly { readonly name: string; readonly after: string }[] = [
  { name: 'apiVersion', after: ': ' }, { name: 'kind', after: ': ' }, { name: 'metadata', after: ':\n  ' },
];
const KEPT_BY_THE_CLUSTER = new Set([
  'managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp', 'selfLink', 'deletionTimestamp', 'deletionGracePeriodSeconds',
]);

/** What fits at the cursor, the most likely first. */
export function suggestionsAt(context: CursorContext): readonly Suggestion[] {
  const root = manifestKind(context.kind, context.apiVersion);
  if (context.path.length === 0 && context.at === 'value') {
    if (context.key === 'kind') return manifestKinds().map(({ kind, apiVersion }) => value(kind, apiVersion));
    if (context.key === 'apiVersion') return apiVersions(root);
  }
  if (!root) return context.path.length === 0 && context.at === 'key' ? identityFields(context) : [];
  if (context.at === 'value') return fieldValues(root.model, [...context.path, context.key]).map((word) => value(word, ''));
  const model = modelAt(root.model, context.path);
  // Right under a list's key, a field starts a new item.
  const prefix = fieldAt(root.model, context.path)?.shape === 'list' ? '- ' : '';
  return model === undefined ? fieldValues(root.model, context.path).map((word) => value(prefix + word, '')) : fields(root, model, context, prefix);
}

function identityFields(context: CursorContext): readonly Suggestion[] {
  return IDENTITY.filter(({ name }) => !context.siblings.includes(name)).map(({ name, after }) => ({
    label: name, detail: 'required', insert: `${name}${after}`, is: 'field', required: true, continues: true, describedBy: { model: 'Pod', field: name, ownModel: name === 'metadata' ? 'ObjectMeta' : undefined },
  }));
}

function apiVersions(root: ManifestKind | undefined): readonly Suggestion[] {
  const kindsOf = new Map<string, string[]>();
  for (const { kind, apiVersion } of manifestKinds()) kindsOf.set(apiVersion, [...(kindsOf.get(apiVersion) ?? []), kind]);
  const versions = [...kindsOf].map(([apiVersion, kinds]) => value(apiVersion, kinds.join(', ')));
  return root ? versions.toSorted((a, b) => Number(b.label === root.apiVersion) - Number(a.label === root.apiVersion)) : versions;
}

/** Fields the mapping does not have yet: required ones first, what the cluster fills in left out. */
function fields(root: ManifestKind, model: string, context: CursorContext, prefix: string): readonly Suggestion[] {
  const taken = prefix ? [] : context.siblings;
  return fieldsOf(model)
    .filter((field) => !taken.includes(field.name) && !isKeptByTheCluster(model, root, field.name))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .map((field) => fieldSuggestion(root, model, field, context, prefix));
}

function isKeptByTheCluster(model: string, root: ManifestKind, field: string): boolean {
  return model === root.model ? field === 'status' : model === 'ObjectMeta' && KEPT_BY_THE_CLUSTER.has(field);
}

function fieldSuggestion(root: ManifestKind, model: string, field: FieldInfo, context: CursorContext, prefix: string): Suggestion {
  const column = context.column + prefix.length;
  const after = { value: ': ', object: `:\n${' '.repeat(column + 2)}`, list: `:\n${' '.repeat(column)}- ` }[field.shape];
  const path = [...context.path, ...(prefix ? [0] : []), field.name];
  const isIdentity = context.path.length === 0 && (field.name === 'kind' || field.name === 'apiVersion');
  return {
    label: field.name,
    detail: field.required ? `${field.type} required` : field.type,
    insert: `${prefix}${field.name}${after}`,
    is: 'field',
    required: field.required,
    continues: isIdentity || field.model !== undefined || fieldValues(root.model, path).length > 0,
    describedBy: { model, field: field.name, ownModel: field.model },
  };
}

function value(label: string, detail: string): Suggestion {
  return { label, detail, insert: label, is: 'value', required: false, continues: false, describedBy: null };
}
