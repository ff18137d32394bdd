import type { Json } from '../../json.ts';
import type { LabelSelector } from '../selectors.ts';
import { goJson } from '../validation/field-error.ts';
import { selectorForm } from '../validation/label-selector.ts';
import { unifiedDiff } from '../validation/unified-diff.ts';
import { GO_FORM_TABLE } from './go-form-table.ts';
import type { PodSpec, PodTemplate } from './pod-types.ts';

type Wire = Readonly<Record<string, unknown>>;
type Shown = Readonly<Record<string, unknown>>;

interface Field {
  readonly name: string;
  readonly holds: string;
}

const models = new Map<string, readonly Field[]>();
for (const line of GO_FORM_TABLE.trim().split('\n')) {
  const [model = '', ...fields] = line.split(' ');
  models.set(model, fields.map((text) => {
    const [name = '', holds = ''] = text.split(':');
    return { name, holds };
  }));
}

const METADATA_FIELDS = ['name', 'generateName', 'namespace', 'labels', 'annotations', 'ownerReferences', 'finalizers'] as const;
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'] as const;

/**
 * A part of a pod as upstream's messages show it: not as it is on the wire but as the server has it in its memory, with Go's names and every
 * field that could be there.
 */
export function goForm(model: string, value: object): Shown {
  const wire = model === 'PodSpec' ? withHostFields(value as PodSpec) : (value as Wire);
  const byLowerCase = new Map(Object.entries(wire).map(([name, field]) => [name.toLowerCase(), field]));
  const shown: Record<string, unknown> = {};
  for (const { name, holds } of models.get(model) ?? []) {
    if (name.startsWith('~')) Object.assign(shown, goForm(name.slice(1), value));
    else shown[name] = fieldForm(holds, byLowerCase.get(name.toLowerCase()));
  }
  return shown;
}

/** How such a part changed, line by line. */
export function goDiff(model: string, before: object, after: object): string {
  return unifiedDiff(goJson(goForm(model, before), 1), goJson(goForm(model, after), 1));
}

/** The template of a workload, whose metadata is shown as on the wire. */
export function templateGoForm({ metadata, spec }: PodTemplate): Shown {
  const told = METADATA_FIELDS.filter((field) => metadata?.[field] !== undefined).map((field) => [field, asSent(metadata?.[field])]);
  return { ...Object.fromEntries(told), Spec: goForm('PodSpec', spec) };
}

/** What the host lends a pod stands in its security context there. */
function withHostFields(spec: PodSpec): Wire {
  return { ...spec, securityContext: { ...spec.securityContext, ...Object.fromEntries(HOST_FIELDS.map((field) => [field, spec[field]])) } };
}

function fieldForm(holds: string, value: unknown): unknown {
  if (holds in ZEROS) return value ?? ZEROS[holds];
  if (holds === 'l') return value === undefined ? null : selectorForm(value as LabelSelector);
  if (holds === '') return value === undefined ? null : asSent(value);
  if (holds.startsWith('[')) return Array.isArray(value) ? value.map((item: object) => goForm(holds.slice(1), item)) : null;
  if (holds.startsWith('*')) return value === undefined ? null : goForm(holds.slice(1), value as object);
  return goForm(holds, (value ?? {}) as object);
}

const ZEROS: Readonly<Record<string, Json>> = { s: '', i: 0, b: false, q: '0' };

/** Maps come in the order of their keys. */
function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, asSent(item)]));
}
