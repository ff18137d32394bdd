import { fieldAt, modelAt } from '../../../engine/api/schema/lookup.ts';
import { nearestField } from '../../../engine/api/schema/nearest-field.ts';
import type { FieldPath } from '../manifest/field-place.ts';
import { cursorContext } from './cursor-context.ts';
import { fieldValues } from './field-values.ts';
import { manifestKind } from './manifest-kinds.ts';

/** What is known of the field whose key is at an offset. */
export interface FieldHelp {
  /** offsets of the key. */
  readonly from: number;
  readonly to: number;
  readonly model: string;
  readonly field: string;
  /** model of the field's value or of its items, where it is one. */
  readonly ownModel: string | undefined;
  readonly type: string;
  readonly required: boolean;
  /** values it may have, where there are only a few. */
  readonly values: readonly string[];
}

/** The field whose key covers `offset` in a block mapping; `null` elsewhere and for keys of maps, such as labels. */
export function fieldHelpAt(text: string, offset: number): FieldHelp | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const match = /^(\s*(?:- +)*)([\w.-]+)\s*:/.exec(line);
  if (!match) return null;
  const [, lead = '', key = ''] = match;
  const from = start + lead.length;
  const to = from + key.length;
  if (offset < from || offset > to) return null;
  const context = cursorContext(text, to);
  const root = context && manifestKind(context.kind, context.apiVersion);
  if (!context || !root) return null;
  const path = [...context.path, key];
  const field = fieldAt(root.model, path);
  const model = modelAt(root.model, context.path);
  if (!field || model === undefined) return null;
  return { from, to, model, field: key, ownModel: field.model, type: field.type, required: field.required, values: fieldValues(root.model, path) };
}

/** `did you mean "replicas"?` for an unknown field at `path` of an object of the kind; empty when no field is like it. */
export function fieldHint(apiVersion: string, kind: string, path: FieldPath): string {
  const root = manifestKind(kind, apiVersion);
  const model = root && modelAt(root.model, path.slice(0, -1));
  const meant = model === undefined ? undefined : nearestField(model, String(path.at(-1) ?? ''));
  return meant === undefined ? '' : `did you mean "${meant}"?`;
}
