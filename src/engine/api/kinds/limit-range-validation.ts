import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { invalidFor, validateEach } from '../pod-spec/checks.ts';
import { isOvercommittable, validateContainerResourceName, validateStandardResourceName } from '../pod-spec/validation-resources.ts';
import { compareQuantities, formatQuantity, parseQuantity, quantityOf, type ParsedQuantity } from '../schema/quantity.ts';
import { duplicateValue, fieldPath, forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems, qualifiedNameProblems } from '../validation/names.ts';

type LimitRange = KindMap['LimitRange'];
type Item = LimitRange['spec']['limits'][number];
type Amounts = Item['max'];

const METADATA = fieldPath('metadata');
const LIMITS = fieldPath('spec', 'limits');
const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** Source: pkg/apis/core/validation ValidateLimitRange. */
export const limitRangeValidation: KindValidation<'LimitRange'> = {
  validateCreate: validateLimitRange,
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateLimitRange(next)],
};

function validateLimitRange({ metadata, spec }: LimitRange): readonly FieldError[] {
  const seen = new Set<string>();
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateEach(spec.limits, LIMITS, (item, path) => {
      const errors = [...validateType(item.type, path.child('type')), ...(seen.has(item.type) ? [duplicateValue(path.child('type'), item.type)] : [])];
      seen.add(item.type);
      return [...errors, ...validateItem(item, path)];
    }),
  ];
}

function validateType(type: string, path: FieldPath): readonly FieldError[] {
  const errors = invalidFor(path, type, qualifiedNameProblems(type));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalidValue(path, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(item: Item, path: FieldPath): readonly FieldError[] {
  const { type, max, min, maxLimitRequestRatio: ratio } = item;
  const errors = [...validateNames(type, max, path.child('max')), ...validateNames(type, min, path.child('min'))];
  if (type === 'Pod') {
    const refuse = (field: 'default' | 'defaultRequest'): readonly FieldError[] =>
      Object.keys(item[field] ?? {}).length > 0 ? [forbiddenField(path.child(field), "may not be specified when `type` is 'Pod'")] : [];
    errors.push(...refuse('default'), ...refuse('defaultRequest'));
  } else {
    errors.push(...validateNames(type, item.default, path.child('default')), ...validateNames(type, item.defaultRequest, path.child('defaultRequest')));
  }
  if (type === 'PersistentVolumeClaim' && min?.storage === undefined && max?.storage === undefined) {
    errors.push(required(path.child('limits'), 'either minimum or maximum storage value is required, but neither was provided'));
  }
  errors.push(...validateNames(type, ratio, path.child('maxLimitRequestRatio')));
  const names = new Set([max, min, item.default, item.defaultRequest, ratio].flatMap((amounts) => Object.keys(amounts ?? {})));
  for (const name of [...names].sort()) errors.push(...validateOrder(item, name, path));
  return errors;
}

function validateNames(type: string, amounts: Amounts, path: FieldPath): readonly FieldError[] {
  const validate = type === 'Pod' || type === 'Container' ? validateContainerResourceName : validateStandardResourceName;
  return Object.keys(amounts ?? {}).sort().flatMap((name) => validate(name, path.key(name)));
}

/** The least, the default request, the default limit and the most of one resource must be in that order. */
function validateOrder(item: Item, name: string, path: FieldPath): readonly FieldError[] {
  const [min, max, limit, request, ratio] = [item.min, item.max, item.default, item.defaultRequest, item.maxLimitRequestRatio].map((amounts) => amountOf(amounts?.[name]));
  const errors: FieldError[] = [];
  const check = (low: ParsedQuantity | undefined, high: ParsedQuantity | undefined, field: string, shown: 'low' | 'high', words: readonly [string, string]): void => {
    if (!low || !high || compareQuantities(low, high) <= 0) return;
    const [lower, higher] = [formatQuantity(low), formatQuantity(high)];
    errors.push(invalidValue(path.child(field).key(name), shown === 'low' ? lower : higher, `${words[0]} ${lower} is greater than ${words[1]} ${higher}`));
  };
  check(min, max, 'min', 'low', ['min value', 'max value']);
  check(min, request, 'defaultRequest', 'high', ['min value', 'default request value']);
  check(request, max, 'defaultRequest', 'low', ['default request value', 'max value']);
  check(request, limit, 'defaultRequest', 'low', ['default request value', 'default limit value']);
  check(min, limit, 'default', 'low', ['min value', 'default value']);
  check(limit, max, 'default', 'high', ['default value', 'max value']);
  if (ratio) {
    const at = path.child('maxLimitRequestRatio').key(name);
    if (compareQuantities(ratio, quantityOf(1)) < 0) errors.push(invalidValue(at, formatQuantity(ratio), `ratio ${formatQuantity(ratio)} is less than 1`));
    if (min && max && min.unscaled > 0n) {
      const widest = valueOf(max) / valueOf(min);
      if (valueOf(ratio) > widest) errors.push(invalidValue(at, formatQuantity(ratio), `ratio ${formatQuantity(ratio)} is greater than max/min = ${widest.toFixed(6)}`));
    }
  }
  if (!isOvercommittable(name) && limit && request && compareQuantities(limit, request) !== 0) {
    const [limits, requests] = [formatQuantity(limit), formatQuantity(request)];
    errors.push(invalidValue(path.child('defaultRequest').key(name), requests, `default value ${limits} must equal to defaultRequest value ${requests} in ${name}`));
  }
  return errors;
}

function amountOf(text: string | undefined): ParsedQuantity | undefined {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed?.ok ? parsed.quantity : undefined;
}

function valueOf({ unscaled, exponent }: ParsedQuantity): number {
  return Number(unscaled) * 10 ** exponent;
}
