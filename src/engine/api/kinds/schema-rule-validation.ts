import { itemsOf, own, type Schema } from '../../custom-resources/schema.ts';
import { compileRule } from '../../custom-resources/validation-rules.ts';
import type { FieldError } from '../errors.ts';
import { invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';

type Rule = NonNullable<Schema['x-kubernetes-validations']>[number];

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const LINE_BREAK = /[\n\r]/;

/** The rules in CEL of one node of a schema (validateCustomResourceDefinitionOpenAPISchema, apiserver/schema/cel/compilation.go). */
export function* validateSchemaRules(schema: Schema, path: FieldPath): Generator<FieldError> {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const place = (index: number): FieldPath => path.child('x-kubernetes-validations').index(index);
  const written = rules.flatMap((rule, index) => [...validateWriting(rule, schema, place(index))]);
  yield* written;
  // Whether rules mean anything is only asked when all of them are well written.
  if (written.length > 0) return;
  for (const [index, rule] of rules.entries()) {
    const problem = ruleProblem(rule.rule, schema);
    if (problem !== undefined) yield invalidValue(place(index).child('rule'), inGo(rule), problem);
  }
}

function* validateWriting({ rule, message, messageExpression, reason, fieldPath }: Rule, schema: Schema, path: FieldPath): Generator<FieldError> {
  if (rule.trim() === '') yield required(path.child('rule'), 'rule is not specified');
  else if (message && message.trim() === '') yield invalidValue(path.child('message'), message, 'must be non-empty if specified');
  else if (LINE_BREAK.test(message?.trim() ?? '')) yield invalidValue(path.child('message'), message, 'must not contain line breaks');
  else if (LINE_BREAK.test(rule.trim()) && !message) yield required(path.child('message'), 'message must be specified if rule contains line breaks');
  if (messageExpression && messageExpression.trim() === '') yield required(path.child('messageExpression'), 'messageExpression must be non-empty if specified');
  if (reason !== undefined && !REASONS.includes(reason)) yield notSupported(path.child('reason'), reason, REASONS);
  if (fieldPath && fieldPath.trim() === '') yield invalidValue(path.child('fieldPath'), fieldPath, 'must be non-empty if specified');
  if (fieldPath && !isField(fieldPath, schema)) yield invalidValue(path.child('fieldPath'), fieldPath, 'must be a valid path');
}

/** `.spec.size`, each name a field of the one before; keys in brackets are taken on trust. */
function isField(text: string, schema: Schema): boolean {
  if (text.includes('[')) return true;
  if (!text.startsWith('.')) return false;
  return text.slice(1).split('.').reduce<Schema | undefined>((node, name) => own(node?.properties, name), schema) !== undefined;
}

/** The server shows its own form of the rule, whose fields have capitals. */
function inGo({ rule, message = '', messageExpression = '', reason, fieldPath = '', optionalOldSelf }: Rule): object {
  return { Rule: rule, Message: message, MessageExpression: messageExpression, Reason: reason ?? null, FieldPath: fieldPath, OptionalOldSelf: optionalOldSelf ?? null };
}

/** Why a rule cannot be asked. Types are followed along fields of `self` only: what else cel-go finds out, it finds out when the rule is asked. */
function ruleProblem(rule: string, schema: Schema): string | undefined {
  const program = compileRule(rule);
  if (typeof program === 'string') return `compilation failed: ${program}`;
  for (const { index, names } of fieldChains(rule)) {
    const found = follow(schema, names);
    if (found.missing === undefined) {
      if (names.join('.') === rule.trim().replace(/^self\./, '') && found.node && found.node.type !== 'boolean') return 'cel expression must evaluate to a bool';
      continue;
    }
    const at = index + 'self'.length + names.slice(0, found.missing).join('').length + found.missing;
    return `compilation failed: ERROR: <input>:${lineAndColumn(rule, at)}: undefined field '${names[found.missing] ?? ''}'\n${excerpt(rule, at)}`;
  }
  return undefined;
}

/** Where a rule reads fields of fields of `self`. */
function fieldChains(rule: string): readonly { readonly index: number; readonly names: readonly string[] }[] {
  const code = rule.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, (text) => ' '.repeat(text.length));
  return [...code.matchAll(/(?<![\w.])self((?:\.[A-Za-z_]\w*(?![\w(]))+)/g)].map((match) => ({ index: match.index, names: (match[1] ?? '').slice(1).split('.') }));
}

/** The node that the names lead to, or the place of the first that its node does not have. */
function follow(schema: Schema, names: readonly string[]): { readonly node?: Schema; readonly missing?: number } {
  let node: Schema | undefined = schema;
  for (const [index, name] of names.entries()) {
    if (!node || node.type !== 'object' || node['x-kubernetes-preserve-unknown-fields'] || itemsOf(node) || node.additionalProperties !== undefined) return {};
    const next: Schema | undefined = own(node.properties, name);
    // Names that CEL keeps for itself are written otherwise.
    if (!next && !name.includes('__') && !['apiVersion', 'kind', 'metadata'].includes(name)) return { missing: index };
    node = next;
  }
  return node ? { node } : {};
}

function lineAndColumn(rule: string, at: number): string {
  const before = rule.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/** The line of a rule with a mark below it, as cel-go draws it. */
function excerpt(rule: string, at: number): string {
  const start = rule.lastIndexOf('\n', at - 1) + 1;
  const line = rule.slice(start).split('\n')[0] ?? '';
  return ` | ${line}\n | ${'.'.repeat(at - start)}^`;
}
