import { Environment } from '@marcbachmann/cel-js';
import type { FieldError } from '../api/errors.ts';
import { duplicateValue, duplicateWithoutValue, forbiddenField, invalidValue, invalidWithoutValue, required, type FieldPath } from '../api/validation/field-error.ts';
import { isMap, itemsOf, own, valuesOf, type Schema } from './schema.ts';

type Rule = NonNullable<Schema['x-kubernetes-validations']>[number];
type Program = (context: Readonly<Record<string, unknown>>) => unknown;

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
const programs = new Map<string, Program | string>();

/** A rule ready to be asked, or why it cannot be. */
export function compileRule(rule: string): Program | string {
  let program = programs.get(rule);
  if (program === undefined) {
    try {
      program = environment.parse(rule);
    } catch (error) {
      program = firstLine(error);
    }
    programs.set(rule, program);
  }
  return program;
}

/** What the schema's `x-kubernetes-validations` refuse: rules in CEL, at every node that has some (apiserver/schema/cel). */
export function brokenRules(value: unknown, previous: unknown, schema: Schema, path: FieldPath): readonly FieldError[] {
  if (!hasRules(schema)) return [];
  const errors: FieldError[] = [];
  collect(value, previous, schema, path, errors);
  return errors;
}

function collect(value: unknown, previous: unknown, schema: Schema, path: FieldPath, errors: FieldError[]): void {
  if (value === null || value === undefined || !hasRules(schema)) return;
  for (const rule of schema['x-kubernetes-validations'] ?? []) {
    const error = judge(rule, value, previous, schema, path);
    if (error) errors.push(error);
  }
  const items = itemsOf(schema);
  if (Array.isArray(value) && items) {
    const before = correlated(previous, schema);
    for (const [index, item] of value.entries()) collect(item, before(item), items, path.index(index), errors);
  } else if (isMap(value)) {
    const values = valuesOf(schema);
    for (const [name, child] of Object.entries(value)) {
      const property = own(schema.properties, name) ?? (values === true ? undefined : values);
      if (property) collect(child, isMap(previous) ? previous[name] : undefined, property, path.child(name), errors);
    }
  }
}

/** Items of a list have a past only where their keys tell them apart. */
function correlated(previous: unknown, schema: Schema): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-type'] === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
  if (!Array.isArray(previous) || keys.length === 0) return () => undefined;
  return (item) => previous.find((before: unknown) => isMap(before) && isMap(item) && keys.every((key) => before[key] === item[key]));
}

function judge(rule: Rule, value: unknown, previous: unknown, schema: Schema, path: FieldPath): FieldError | undefined {
  const comparesWithPast = /\boldSelf\b/.test(rule.rule);
  if (comparesWithPast && previous === undefined && !rule.optionalOldSelf) return undefined;
  const program = compileRule(rule.rule);
  const context = { self: toCel(value, schema), ...(comparesWithPast ? { oldSelf: toCel(previous, schema) } : {}) };
  let words: string;
  try {
    if (typeof program === 'string') return invalidValue(path, schema.type ?? 'object', `rule compile error: compilation failed: ${program}`);
    if (program(context) === true) return undefined;
    words = messageOf(rule, context);
  } catch (error) {
    return invalidValue(path, schema.type ?? 'object', `${celWords(error)} evaluating rule: ${said(rule)}`);
  }
  const place = rule.fieldPath === undefined ? path : rule.fieldPath.split('.').filter((step) => step !== '').reduce((at, step) => at.child(step), path);
  return errorOf(rule.reason ?? 'FieldValueInvalid', place, value, words);
}

/** A plain value is shown, an object or a list is not (fieldErrorForReason). */
function errorOf(reason: string, path: FieldPath, value: unknown, words: string): FieldError {
  if (reason === 'FieldValueForbidden') return forbiddenField(path, words);
  if (reason === 'FieldValueRequired') return required(path, words);
  const isPlain = typeof value !== 'object';
  if (reason === 'FieldValueDuplicate') return isPlain ? duplicateValue(path, value) : duplicateWithoutValue(path);
  return isPlain ? invalidValue(path, value, words) : invalidWithoutValue(path, words);
}

/** What a rule is called where it could not be asked. */
function said({ rule, message }: Rule): string {
  return (message || rule).trim();
}

function messageOf({ rule, message, messageExpression }: Rule, context: Readonly<Record<string, unknown>>): string {
  const program = messageExpression === undefined ? undefined : compileRule(messageExpression);
  if (typeof program === 'function') {
    const words = program(context);
    if (typeof words === 'string' && words.trim() !== '') return words;
  }
  return message?.trim() || `failed rule: ${rule.trim()}`;
}

/** CEL tells whole numbers from others, and times from texts: by the schema, not by the value. */
function toCel(value: unknown, schema: Schema): unknown {
  if (typeof value === 'number') return schema.type === 'integer' || (schema['x-kubernetes-int-or-string'] && Number.isInteger(value)) ? BigInt(value) : value;
  if (typeof value === 'string') return schema.format === 'date-time' ? new Date(value) : value;
  if (Array.isArray(value)) {
    const items = itemsOf(schema) ?? {};
    return value.map((item) => toCel(item, items));
  }
  if (!isMap(value)) return value;
  const values = valuesOf(schema);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, toCel(child, own(schema.properties, name) ?? (isMap(values) ? values : {}))]));
}

const knownRules = new WeakMap<Schema, boolean>();

export function hasRules(schema: Schema): boolean {
  let found = knownRules.get(schema);
  if (found === undefined) {
    const values = valuesOf(schema);
    const inner = [itemsOf(schema), values === true ? undefined : values, ...Object.values(schema.properties ?? {})];
    found = (schema['x-kubernetes-validations']?.length ?? 0) > 0 || inner.some((one) => one !== undefined && hasRules(one));
    knownRules.set(schema, found);
  }
  return found;
}

/** The words of cel-go for what went wrong while a rule was asked. */
function celWords(error: unknown): string {
  const words = firstLine(error);
  const [, index] = /index out of bounds, index (-?\d+)/.exec(words) ?? [];
  return index === undefined ? words.replace(/^No such key/, 'no such key') : `index out of bounds: ${index}`;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
