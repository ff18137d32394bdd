import type { FieldStructure, FieldType } from './structure-table.ts';
import { modelStructure, rootStructures } from './structure-table.ts';

/** A field as an editor or `kubectl explain` shows it. */
export interface FieldInfo {
  readonly name: string;
  /** As `kubectl explain` prints it: `<integer>`, `<[]Container>`, `<map[string]string>`. */
  readonly type: string;
  readonly required: boolean;
  /** What is written under the field: a plain value, fields or keys of its own, or a list. */
  readonly shape: 'value' | 'object' | 'list';
  /** The model of the value or of the list's items, where it is one. */
  readonly model?: string;
}

type Path = readonly (string | number)[];

/** All fields of a model in alphabetical order; none when there is no such model. */
export function fieldsOf(model: string): readonly FieldInfo[] {
  return [...(modelStructure(model)?.fields.values() ?? [])].map(fieldInfo);
}

/** The model for a manifest's apiVersion and kind: `Deployment` for `apps/v1` and `Deployment`. */
export function modelForKind(apiVersion: string, kind: string): string | undefined {
  return rootStructures().find((root) => root.apiVersion === apiVersion && root.kind === kind)?.model;
}

/** Every apiVersion and kind there is a model for. */
export function knownKinds(): readonly { readonly apiVersion: string; readonly kind: string }[] {
  return rootStructures().map(({ apiVersion, kind }) => ({ apiVersion, kind }));
}

/** The model of the object at a path such as `['spec', 'containers', 0]`, or of a list's items; undefined for plain values and maps. */
export function modelAt(rootModel: string, path: Path): string | undefined {
  const type = typeAt(rootModel, path);
  return type && innerModel(type);
}

/** The field that a path such as `['spec', 'containers', 0, 'image']` ends in; undefined for list items, keys of maps, unknown fields. */
export function fieldAt(rootModel: string, path: Path): FieldInfo | undefined {
  const name = path.at(-1);
  const parent = typeAt(rootModel, path.slice(0, -1));
  if (typeof name !== 'string' || parent?.kind !== 'ref') return undefined;
  const field = modelStructure(parent.model)?.fields.get(name);
  return field && fieldInfo(field);
}

function typeAt(rootModel: string, path: Path): FieldType | undefined {
  if (!modelStructure(rootModel)) return undefined;
  let type: FieldType | undefined = { kind: 'ref', model: rootModel };
  for (const step of path) type = type && stepInto(type, step);
  return type;
}

function stepInto(type: FieldType, step: string | number): FieldType | undefined {
  if (type.kind === 'array') return typeof step === 'number' ? type.of : undefined;
  if (typeof step === 'number') return undefined;
  if (type.kind === 'map') return type.of;
  return type.kind === 'ref' ? modelStructure(type.model)?.fields.get(step)?.type : undefined;
}

function fieldInfo(field: FieldStructure): FieldInfo {
  const { name, type, required } = field;
  const shape = type.kind === 'array' ? 'list' : type.kind === 'map' || type.kind === 'ref' || type.kind === 'any' ? 'object' : 'value';
  const model = innerModel(type);
  return { name, type: `<${explainedType(type)}>`, required, shape, ...(model === undefined ? {} : { model }) };
}

function innerModel(type: FieldType): string | undefined {
  if (type.kind === 'ref') return type.model;
  return type.kind === 'array' && type.of.kind === 'ref' ? type.of.model : undefined;
}

function explainedType(type: FieldType): string {
  if (type.kind === 'array') return `[]${explainedType(type.of)}`;
  if (type.kind === 'map') return `map[string]${explainedType(type.of)}`;
  return type.kind === 'ref' ? type.model : EXPLAINED[type.kind];
}

const EXPLAINED = {
  string: 'string',
  bytes: 'string',
  time: 'string',
  microTime: 'string',
  boolean: 'boolean',
  int32: 'integer',
  int64: 'integer',
  double: 'number',
  quantity: 'Quantity',
  intOrString: 'IntOrString',
  any: 'Object',
} as const;
