import { MODEL_TABLE, ROOT_TABLE } from './generated/structure.ts';

/** What a value on the wire must be. `goType` is the name the API server gives the type in its errors. */
export type FieldType =
  | { readonly kind: 'string'; readonly goType: string }
  | { readonly kind: 'boolean' | 'int32' | 'int64' | 'double' | 'time' | 'microTime' | 'quantity' | 'bytes' | 'intOrString' | 'any' }
  | { readonly kind: 'array' | 'map'; readonly of: FieldType }
  | { readonly kind: 'ref'; readonly model: string };

export interface FieldStructure {
  readonly name: string;
  readonly type: FieldType;
  /** true when the API documents the field as required. */
  readonly required: boolean;
  /** true when a decoded object always has the field, as Go's zero value if the input left it out. */
  readonly alwaysPresent: boolean;
}

export interface ModelStructure {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldStructure>;
}

export interface RootStructure {
  readonly apiVersion: string;
  readonly kind: string;
  readonly model: string;
}

const SCALAR_CODES = {
  b: 'boolean',
  i: 'int32',
  l: 'int64',
  d: 'double',
  t: 'time',
  u: 'microTime',
  q: 'quantity',
  x: 'bytes',
  o: 'intOrString',
  a: 'any',
} as const;

const fieldTexts = new Map<string, string>();
const parsedModels = new Map<string, ModelStructure>();
const roots: RootStructure[] = [];

/** Adds models and roots from generated tables: what is not read early comes with `late-structure-table.ts`. */
export function addStructures(models: string, rootTable: string): void {
  for (const line of models.split('\n')) fieldTexts.set(...splitOnce(line, ' '));
  for (const line of rootTable.split('\n')) {
    const [apiVersion = '', kind = '', model = ''] = line.split(' ');
    roots.push({ apiVersion, kind, model });
  }
  roots.sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

addStructures(MODEL_TABLE, ROOT_TABLE);

/** The structure of a model such as `PodSpec`; undefined when no root kind reaches one of that name. */
export function modelStructure(name: string): ModelStructure | undefined {
  const known = parsedModels.get(name);
  if (known) return known;
  const text = fieldTexts.get(name);
  if (text === undefined) return undefined;
  const fields = text === '' ? [] : text.split(',').map(parseField);
  const model = { name, fields: new Map(fields.map((field) => [field.name, field])) };
  parsedModels.set(name, model);
  return model;
}

/** The kinds that stand on their own, by name, with the model each is read as. */
export function rootStructures(): readonly RootStructure[] {
  return roots;
}

function parseField(text: string): FieldStructure {
  const [declared, typeCode] = splitOnce(text, ':');
  const mark = declared.at(-1);
  const name = mark === '!' || mark === '~' ? declared.slice(0, -1) : declared;
  return { name, type: parseType(typeCode || 's', name), required: name !== declared, alwaysPresent: mark === '!' };
}

function parseType(code: string, fieldName: string): FieldType {
  const first = code.charAt(0);
  if (first === '[') return { kind: 'array', of: parseType(code.slice(1), fieldName) };
  if (first === '{') return { kind: 'map', of: parseType(code.slice(1), fieldName) };
  if (first === '=') return { kind: 'string', goType: code.includes('.') ? code.slice(1) : `v1.${code.slice(1)}` };
  if (first === '*') return { kind: 'ref', model: fieldName.charAt(0).toUpperCase() + fieldName.slice(1) };
  if (code === 's') return { kind: 'string', goType: 'string' };
  if (isScalarCode(code)) return { kind: SCALAR_CODES[code] };
  return { kind: 'ref', model: code };
}

function isScalarCode(code: string): code is keyof typeof SCALAR_CODES {
  return Object.hasOwn(SCALAR_CODES, code);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
