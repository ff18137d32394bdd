import type { FieldError } from '../api/errors.ts';
import { isSame } from '../api/equality.ts';
import { splitQuantity, parseSuffix } from '../api/schema/quantity-syntax.ts';
import { calledPath, fieldPath, invalidValue, notSupported, required, tooLong, tooMany, typeInvalid, type FieldPath } from '../api/validation/field-error.ts';
import { brokenRules, hasRules } from './validation-rules.ts';
import { isMap, isObjectField, itemsOf, own, valuesOf, type JsonMap, type Schema } from './schema.ts';

/**
 * What of a custom object its schema refuses, in upstream's words
 * (apiextensions-apiserver/pkg/apiserver/validation, kube-openapi/pkg/validation). `previous` is for rules that compare with it.
 */
function schemaErrors(value: unknown, previous: unknown, schema: Schema, root: FieldPath): readonly FieldError[] {
  const errors = [...errorsAt(value, schema, root)];
  return errors.some(isBlocking) ? errors : [...errors, ...brokenRules(value, previous, schema, root)];
}

/** What a schema of a part refuses: the words speak of the part as if it were the whole, only the place is told from the root. */
export function partErrors(value: unknown, previous: unknown, schema: Schema, path: FieldPath): readonly FieldError[] {
  return schemaErrors(value, previous, schema, fieldPath()).map((error) => {
    if (error.message.startsWith('<nil>')) return error;
    const separator = error.path.length === 0 || typeof error.path[0] === 'number' ? '' : '.';
    return { ...error, path: [...path.elements, ...error.path], message: `${path.text}${separator}${error.message}` };
  });
}

/** The same of the status that somebody sends, by the schema of the whole. */
export function customStatusErrors(status: unknown, previous: unknown, schema: Schema, path: FieldPath): readonly FieldError[] {
  const errors = partErrors(status, previous, own(schema.properties, 'status') ?? {}, path);
  return hasRules(schema) && errors.some(isBlocking) ? [...errors, RULES_NOT_CHECKED] : errors;
}

/** The same for an object that somebody sends: whether the rules were asked about it is told too (pkg/registry/customresource/strategy.go hasBlockingErr). */
export function customObjectErrors(value: unknown, previous: unknown, schema: Schema, root: FieldPath): readonly FieldError[] {
  const errors = [...errorsAt(value, schema, root)];
  if (!hasRules(schema)) return errors;
  return errors.some(isBlocking) ? [...errors, RULES_NOT_CHECKED] : [...errors, ...brokenRules(value, previous, schema, root)];
}

/** A problem of which upstream does not say where it is. */
function elsewhere(path: FieldPath, words: string, value: '' | null = ''): FieldError {
  return invalidValue(calledPath(path, '<nil>'), value, words);
}

const RULES_NOT_CHECKED = elsewhere(fieldPath(), 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation', null);
const BLOCKING: ReadonlySet<FieldError['type']> = new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);

const MAX_INT32 = 2 ** 31 - 1;

/** Rules are only asked about values that are what they claim to be. */
function isBlocking({ type }: FieldError): boolean {
  return BLOCKING.has(type);
}

function* errorsAt(value: unknown, schema: Schema, path: FieldPath): Generator<FieldError> {
  const isRoot = path.elements.length === 0;
  if (value === null && schema.nullable) return;
  const kind = typeOf(value);
  const wanted = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  if (wanted.length > 0 && !wanted.some((type) => type === kind || (type === 'number' && kind === 'integer'))) {
    yield typeInvalid(path, kind, `${path.text} in body must be of type ${wanted.join(',')}: "${kind}"`);
    if (kind === 'number' && schema.type === 'integer') yield elsewhere(path, `Checked value must be of type integer (default format) in ${path.text}`);
    return;
  }
  if (schema.enum && !schema.enum.some((allowed) => isSame(allowed, value))) {
    yield notSupported(path, value, schema.enum.map((allowed) => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed))));
  }
  if (typeof value === 'number') yield* numberErrors(value, schema, path);
  else if (typeof value === 'string') yield* textErrors(value, schema, path);
  else if (Array.isArray(value)) yield* listErrors(value, schema, path);
  else if (isMap(value)) yield* mapErrors(value, schema, path, isRoot);
  yield* combinationErrors(value, schema, path);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

function* numberErrors(value: number, schema: Schema, path: FieldPath): Generator<FieldError> {
  const refuse = (words: string): FieldError => invalidValue(path, value, `${path.text} in body should be ${words}`);
  const { minimum, maximum, multipleOf } = schema;
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    yield refuse(schema.exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`);
  }
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    yield refuse(schema.exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`);
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) yield refuse(`a multiple of ${multipleOf}`);
  if (schema.format === 'int32' && (value < -MAX_INT32 - 1 || value > MAX_INT32)) yield elsewhere(path, `Checked value must be of type integer with format int32 in ${path.text}`);
}

function* textErrors(value: string, schema: Schema, path: FieldPath): Generator<FieldError> {
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) yield tooLong(path, maxLength);
  if (minLength !== undefined && length < minLength) yield invalidValue(path, value, `${path.text} in body should be at least ${minLength} chars long`);
  if (pattern !== undefined && !compiled(pattern)?.test(value)) yield invalidValue(path, value, `${path.text} in body should match '${pattern}'`);
  if (format !== undefined && FORMATS[format]?.(value) === false) {
    yield typeInvalid(path, value, `${path.text} in body must be of type ${format}: ${JSON.stringify(value)}`);
  }
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  duration: (text) => /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  hostname: (text) => /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/.test(text),
  ipv4: (text) => /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) < 256),
  quantity: isQuantity,
  uuid: (text) => /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text),
};

const patterns = new Map<string, RegExp | undefined>();

/** `undefined` for what is no regular expression. */
export function compiled(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    let expression: RegExp | undefined;
    try {
      expression = new RegExp(pattern, 'u');
    } catch {
      // A pattern of Go's that means something else here cannot be asked.
    }
    patterns.set(pattern, expression);
  }
  return patterns.get(pattern);
}

function* listErrors(value: readonly unknown[], schema: Schema, path: FieldPath): Generator<FieldError> {
  const { minItems, maxItems } = schema;
  if (maxItems !== undefined && value.length > maxItems) yield tooMany(path, value.length, maxItems);
  if (minItems !== undefined && value.length < minItems) yield invalidValue(path, value.length, `${path.text} in body should have at least ${minItems} items`);
  const items = itemsOf(schema);
  if (items) for (const [index, item] of value.entries()) yield* errorsAt(item, items, path.index(index));
  yield* duplicates(value, schema, path);
}

function* duplicates(value: readonly unknown[], schema: Schema, path: FieldPath): Generator<FieldError> {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const identity = type === 'set' ? item : Object.fromEntries(keys.map((key) => [key, isMap(item) ? item[key] : undefined]));
    const text = JSON.stringify(identity);
    if (seen.has(text)) yield { type: 'FieldValueDuplicate', path: [...path.elements, index], message: `${path.index(index).text}: Duplicate value: ${text}` };
    seen.add(text);
  }
}

function* mapErrors(value: JsonMap, schema: Schema, path: FieldPath, isRoot: boolean): Generator<FieldError> {
  const names = Object.keys(value);
  const { minProperties, maxProperties } = schema;
  if (maxProperties !== undefined && names.length > maxProperties) yield tooMany(path, names.length, maxProperties);
  if (minProperties !== undefined && names.length < minProperties) {
    yield invalidValue(path, names.length, `${path.text} in body should have at least ${minProperties} properties`);
  }
  for (const name of schema.required ?? []) if (value[name] === undefined) yield required(path.child(name));
  // An object within the object says what it is.
  if (schema['x-kubernetes-embedded-resource'] && !isRoot) for (const name of ['apiVersion', 'kind']) if (!value[name]) yield required(path.child(name));
  const values = valuesOf(schema);
  for (const name of names) {
    if (isObjectField(schema, name, isRoot)) continue;
    const property = own(schema.properties, name) ?? (values === true ? undefined : values);
    if (property) yield* errorsAt(value[name], property, path.child(name));
  }
}

function* combinationErrors(value: unknown, schema: Schema, path: FieldPath): Generator<FieldError> {
  /** What is wrong by the first alternative, which stands for all. */
  const closest = ([first]: readonly Schema[]): Iterable<FieldError> => (first ? errorsAt(value, first, path) : []);
  const holds = (one: Schema): boolean => errorsAt(value, one, path).next().done === true;
  const refuse = (words: string): FieldError => elsewhere(path, `"${path.text}" ${words}`);
  if (schema.anyOf && !schema['x-kubernetes-int-or-string'] && !schema.anyOf.some(holds)) {
    yield refuse('must validate at least one schema (anyOf)');
    yield* closest(schema.anyOf);
  }
  if (schema.oneOf) {
    const count = schema.oneOf.filter(holds).length;
    if (count !== 1) yield refuse(`must validate one and only one schema (oneOf). ${count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`}`);
    if (count === 0) yield* closest(schema.oneOf);
  }
  if (schema.allOf && !schema.allOf.every(holds)) {
    for (const one of schema.allOf) yield* errorsAt(value, one, path);
    yield refuse('must validate all the schemas (allOf)');
  }
  if (schema.not && holds(schema.not)) yield refuse('must not validate the schema (not)');
}

function isQuantity(text: string): boolean {
  const parts = splitQuantity(text);
  return parts !== undefined && text !== '' && parseSuffix(parts.suffix) !== undefined;
}
