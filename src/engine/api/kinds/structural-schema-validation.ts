import { isMap, itemsOf, prune, valuesOf, type Schema } from '../../custom-resources/schema.ts';
import { compiled, partErrors } from '../../custom-resources/schema-validation.ts';
import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { validateSchemaRules } from './schema-rule-validation.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const LIST_TYPES = ['atomic', 'set', 'map'];

/** A structural schema (apiextensions-apiserver/pkg/apiserver/schema/validation.go and the words of validateCustomResourceDefinitionOpenAPISchema). */
export function* validateStructuralSchema(schema: Schema, path: FieldPath): Generator<FieldError> {
  if (schema.type === undefined || schema.type === '') yield required(path.child('type'), 'must not be empty at the root');
  else if (schema.type !== 'object') yield invalidValue(path.child('type'), schema.type, 'must be object at the root');
  yield* validateNode(schema, path);
  // The default of a whole object says what the object is.
  if (isMap(schema.default)) for (const name of ['apiVersion', 'kind']) if (!schema.default[name]) yield required(path.child('default', name));
  const metadata = schema.properties?.metadata;
  if (metadata && Object.keys(metadata.properties ?? {}).some((name) => name !== 'name' && name !== 'generateName')) {
    yield forbiddenField(path.child('properties').key('metadata'), 'must not specify anything other than name and generateName, but metadata is implicitly specified');
  }
}

function* validateNode(schema: Schema, path: FieldPath): Generator<FieldError> {
  const values = valuesOf(schema);
  const children: (readonly [Schema, FieldPath, string])[] = Object.entries(schema.properties ?? {})
    .map(([name, property]) => [property, path.child('properties').key(name), 'must not be empty for specified object fields']);
  const items = itemsOf(schema);
  if (items) children.push([items, path.child('items'), 'must not be empty for specified array items']);
  if (values && values !== true) children.push([values, path.child('additionalProperties'), 'must not be empty for specified object fields']);
  if (schema.type && !TYPES.includes(schema.type)) yield notSupported(path.child('type'), schema.type, TYPES);
  if (schema.type === 'array' && !items) yield required(path.child('items'), 'must be specified');
  if (values !== undefined && Object.keys(schema.properties ?? {}).length > 0) {
    yield forbiddenField(path.child('additionalProperties'), 'additionalProperties and properties are mutual exclusive');
  }
  if (schema.uniqueItems) yield forbiddenField(path.child('uniqueItems'), 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic');
  if (schema.$ref) yield forbiddenField(path.child('$ref'), '$ref is not supported');
  if (schema.pattern !== undefined && !compiled(schema.pattern)) {
    yield invalidValue(path.child('pattern'), schema.pattern, `must be a valid regular expression, but isn't: error parsing regexp${regexpProblem(schema.pattern)}`);
  }
  yield* validateNested(schema, path);
  yield* validateListType(schema, items, path);
  yield* validateSchemaRules(schema, path);
  yield* validateDefault(schema, path);
  for (const [child, at, words] of children) {
    const isTyped = child.type || child['x-kubernetes-int-or-string'] || child['x-kubernetes-preserve-unknown-fields'] || child.$ref;
    if (!isTyped) yield required(at.child('type'), words);
    yield* validateNode(child, at);
  }
}

function* validateListType(schema: Schema, items: Schema | undefined, path: FieldPath): Generator<FieldError> {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (type === undefined) {
    if (keys.length > 0) yield required(path.child('x-kubernetes-list-type'), 'must be map if x-kubernetes-list-map-keys is non-empty');
    return;
  }
  if (!LIST_TYPES.includes(type)) yield notSupported(path.child('x-kubernetes-list-type'), type, LIST_TYPES);
  if (schema.type !== 'array') yield invalidValue(path.child('type'), schema.type ?? '', 'must be array if x-kubernetes-list-type is specified');
  if (type !== 'map') return;
  if (keys.length === 0) yield required(path.child('x-kubernetes-list-map-keys'), 'must not be empty if x-kubernetes-list-type is map');
  for (const [index, key] of keys.entries()) {
    const property = items?.properties?.[key];
    const at = path.child('x-kubernetes-list-map-keys').index(index);
    if (!property) yield invalidValue(at, key, 'entries must all be names of item properties');
    else if (property.default === undefined && !items?.required?.includes(key)) {
      yield required(path.child('items', 'properties').key(key).child('default'), 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property');
    }
  }
}

function* validateDefault(schema: Schema, path: FieldPath): Generator<FieldError> {
  if (schema.default === undefined) return;
  const at = path.child('default');
  const { unknownFields } = prune(schema.default, schema);
  const [unknown] = isMap(schema.default) ? unknownFields : [];
  if (unknown) yield invalidValue(at, schema.default, 'must not have unknown fields');
  yield* partErrors(schema.default, undefined, { ...schema, default: undefined } as Schema, at);
}

/** Below `anyOf` and the like values may only be narrowed down, not described. */
function* validateNested(schema: Schema, path: FieldPath): Generator<FieldError> {
  const patterns = schema['x-kubernetes-int-or-string'] === true;
  for (const quantifier of ['anyOf', 'allOf', 'oneOf'] as const) {
    for (const [index, nested] of (schema[quantifier] ?? []).entries()) if (!patterns) yield* validateUndescribed(nested, path.child(quantifier).index(index));
  }
  if (schema.not) yield* validateUndescribed(schema.not, path.child('not'));
}

function* validateUndescribed(nested: Schema, path: FieldPath): Generator<FieldError> {
  yield* validateNested(nested, path);
  const items = itemsOf(nested);
  if (items) yield* validateUndescribed(items, path.child('items'));
  for (const [name, property] of Object.entries(nested.properties ?? {})) yield* validateUndescribed(property, path.child('properties').key(name));
  if (nested.type) yield forbiddenField(path.child('type'), 'must be empty to be structural');
  if (nested.additionalProperties !== undefined) yield forbiddenField(path.child('additionalProperties'), 'must be undefined to be structural');
  if (nested.default !== undefined) yield forbiddenField(path.child('default'), 'must be undefined to be structural');
  for (const field of ['title', 'description'] as const) if (nested[field]) yield forbiddenField(path.child(field), 'must be empty to be structural');
  if (nested.nullable) yield forbiddenField(path.child('nullable'), 'must be false to be structural');
}

/** What Go says of some patterns that are none; nothing where it would say something else. */
function regexpProblem(pattern: string): string {
  let open = 0;
  let classStart = -1;
  let isRepeatable = false;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? '';
    const isRepetition = sign === '*' || sign === '+' || (sign === '?' && pattern[at - 1] !== '(');
    if (sign === '\\') at++;
    else if (classStart >= 0) classStart = sign === ']' && at > classStart + 1 ? -1 : classStart;
    else if (sign === '[') classStart = at;
    else if (sign === '(') open++;
    else if (sign === ')' && --open < 0) return `: unexpected ): \`${pattern}\``;
    else if (isRepetition && !isRepeatable) return `: missing argument to repetition operator: \`${sign}\``;
    isRepeatable = sign !== '(' && sign !== '|';
  }
  if (classStart >= 0) return `: missing closing ]: \`${pattern.slice(classStart)}\``;
  return open > 0 ? `: missing closing ): \`${pattern}\`` : '';
}
