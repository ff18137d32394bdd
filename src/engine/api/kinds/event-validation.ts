import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { byteLength } from '../validation/byte-length.ts';
import { fieldPath, invalidValue, required } from '../validation/field-error.ts';
import { dnsSubdomainProblems, qualifiedNameProblems } from '../validation/names.ts';

type KubeEvent = KindMap['Event'];

const MOST_WORD_BYTES = 128;
const MOST_MESSAGE_BYTES = 1024;

/** Source: pkg/apis/core/validation/events.go. */
export const eventValidation: KindValidation<'Event'> = {
  validateCreate: validateEvent,
  validateUpdate: validateEvent,
};

/** Events with `eventTime` are of the newer sort, of which more is asked. */
function validateEvent(event: KubeEvent): readonly FieldError[] {
  const { namespace = '' } = event.metadata;
  return [
    ...validateNamespace(event),
    ...(event.eventTime === undefined ? [] : validateReport(event)),
    ...dnsSubdomainProblems(namespace).map((problem) => invalidValue(fieldPath('namespace'), namespace, problem)),
  ];
}

function validateNamespace({ eventTime, involvedObject, metadata }: KubeEvent): readonly FieldError[] {
  const of = involvedObject.namespace ?? '';
  const { namespace = '' } = metadata;
  const homes = eventTime === undefined ? ['', 'default'] : ['default', 'kube-system'];
  const isFine = of === '' ? homes.includes(namespace) : eventTime !== undefined || of === namespace;
  return isFine ? [] : [invalidValue(fieldPath('involvedObject', 'namespace'), of, 'does not match event.namespace')];
}

function validateReport({ reportingComponent = '', reportingInstance = '', action = '', reason = '', message = '' }: KubeEvent): readonly FieldError[] {
  const component = fieldPath('reportingController');
  const errors: FieldError[] = reportingComponent === '' ? [required(component)] : [];
  errors.push(...qualifiedNameProblems(reportingComponent).map((problem) => invalidValue(component, reportingComponent, problem)));
  for (const [field, value] of Object.entries({ reportingInstance, action, reason })) {
    if (value === '') errors.push(required(fieldPath(field)));
    errors.push(...validateLength(field, value, MOST_WORD_BYTES));
  }
  return [...errors, ...validateLength('message', message, MOST_MESSAGE_BYTES)];
}

function validateLength(field: string, value: string, mostBytes: number): readonly FieldError[] {
  return byteLength(value) > mostBytes ? [invalidValue(fieldPath(field), '', `can have at most ${mostBytes} characters`)] : [];
}
