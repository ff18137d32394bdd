import type { JSONSchemaProps } from '../api/schema/generated/types.ts';
import type { DecodeProblem } from '../api/schema/decode.ts';

/** A structural schema (apiextensions-apiserver/pkg/apiserver/schema): every value has one type, and every node is described once. */
export type Schema = JSONSchemaProps;
export type JsonMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of a list's items. */
export function itemsOf({ items }: Schema): Schema | undefined {
  return isMap(items) ? (items as Schema) : undefined;
}

/** The schema of a map's values, where it is a map; `true` when its values may be anything. */
export function valuesOf({ additionalProperties }: Schema): Schema | true | undefined {
  if (isMap(additionalProperties)) return additionalProperties as Schema;
  return additionalProperties === true ? true : undefined;
}

const OBJECT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** Whether a field is described by what every object has rather than by the schema. */
export function isObjectField(schema: Schema, name: string, isRoot: boolean): boolean {
  return (isRoot || schema['x-kubernetes-embedded-resource'] === true) && OBJECT_FIELDS.has(name);
}

export interface Pruned {
  readonly value: unknown;
  readonly unknownFields: readonly DecodeProblem[];
}

/** What is left of a value when everything that the schema does not name is taken away, and what that was (schema/pruning). */
export function prune(root: unknown, schema: Schema): Pruned {
  const unknownFields: DecodeProblem[] = [];
  function pruneAt(value: unknown, at: Schema, path: readonly (string | number)[]): unknown {
    if (Array.isArray(value)) {
      const items = itemsOf(at);
      return items ? value.map((item, index) => pruneAt(item, items, [...path, index])) : value;
    }
    return isMap(value) ? pruneMap(value, at, path) : value;
  }
  function pruneMap(map: JsonMap, at: Schema, path: readonly (string | number)[]): JsonMap {
    const values = valuesOf(at);
    const kept: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(map)) {
      const property = own(at.properties, name);
      const here = [...path, name];
      if (isObjectField(at, name, path.length === 0)) kept[name] = value;
      else if (property) {
        // A null stands for an absent value wherever it is no value of its own (schema/defaulting PruneNonNullableNulls).
        if (value !== null || property.nullable) kept[name] = pruneAt(value, property, here);
      } else if (values === true) kept[name] = value;
      else if (values) {
        if (value !== null || values.nullable) kept[name] = pruneAt(value, values, here);
      } else if (at['x-kubernetes-preserve-unknown-fields']) kept[name] = value;
      else unknownFields.push({ path: here, message: `unknown field "${pathText(here)}"` });
    }
    return kept;
  }
  const value = pruneAt(root, schema, []);
  return { value, unknownFields };
}

/** The value with the schema's defaults wherever nothing is said (schema/defaulting). Shares what does not change. */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items ? sharing(value, value.map((item) => withDefaults(item, items))) : value;
  }
  if (!isMap(value)) return value;
  const values = valuesOf(schema);
  let result: Record<string, unknown> | undefined;
  const set = (name: string, next: unknown): void => {
    if (value[name] !== next) (result ??= { ...value })[name] = next;
  };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const present = Object.hasOwn(value, name) ? value[name] : property.default;
    if (present !== undefined) set(name, withDefaults(present, property));
  }
  if (isMap(values)) for (const name of Object.keys(value)) if (!own(schema.properties, name)) set(name, withDefaults(value[name], values));
  return result ?? value;
}

function sharing(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}

/** A property that the map itself has. */
export function own<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** `spec.ports[0].name`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
