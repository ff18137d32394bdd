import { invariant } from '../../invariant.ts';
import type { FieldType, ModelStructure } from './structure-table.ts';
import { modelStructure } from './structure-table.ts';

/** What encoding/json calls a value in its errors. What JSON cannot hold at all counts as null. */
export function jsonKind(value: unknown): 'null' | 'bool' | 'number' | 'string' | 'array' | 'object' {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
      return 'string';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'array' : 'object';
    default:
      return 'null';
  }
}

/** The Go name of a type as reflection prints it: `int32`, `[]v1.Container`, `map[string]string`. */
export function goTypeName(type: FieldType): string {
  switch (type.kind) {
    case 'string':
      return type.goType;
    case 'boolean':
      return 'bool';
    case 'double':
      return 'float64';
    case 'bytes':
      return '[]uint8';
    case 'ref':
      return `v1.${type.model}`;
    case 'array':
      return `[]${goTypeName(type.of)}`;
    case 'map':
      return type.of.kind === 'quantity' ? 'v1.ResourceList' : `map[string]${goTypeName(type.of)}`;
    default:
      return GO_NAMES[type.kind];
  }
}

const GO_NAMES = {
  int32: 'int32',
  int64: 'int64',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  any: 'interface {}',
} as const;

/** What Go holds when nothing was given; undefined for a time, which is then unset. */
export function zeroOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return '';
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'array':
      return [];
    case 'map':
      return {};
    case 'ref':
      return zeroOfModel(type.model);
    default:
      return undefined;
  }
}

function zeroOfModel(name: string): Readonly<Record<string, unknown>> {
  const model = modelStructure(name);
  invariant(model, `no model is called ${name}`);
  return zeroStruct(model);
}

/** A struct of which nothing was given: only what is always there. */
export function zeroStruct(model: ModelStructure): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  for (const field of model.fields.values()) {
    const value = field.alwaysPresent ? zeroOf(field.type) : undefined;
    if (value !== undefined) object[field.name] = value;
  }
  return object;
}
