import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { byteLength } from '../validation/byte-length.ts';
import { fieldPath, invalidValue, required } from '../validation/field-error.ts';
import { dnsSubdomainProblems, qualifiedNameProblems } from '../validation/names.ts';
import { nameColumn } from './columns.ts';

type KubeEvent = KindMap['Event'];

const MOST_WORD_BYTES = 128;
const MOST_MESSAGE_BYTES = 1024;

/** Written often: nothing is filled in or copied. Source: pkg/apis/core/validation/events.go. */
export const eventDefinition: KindDefinition<'Event'> = {
  kind: 'Event', group: '', version: 'v1', plural: 'events', singular: 'event', shortNames: ['ev'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
  validateCreate: validateEvent,
  validateUpdate: validateEvent,
  columns: [
    { name: 'Last Seen', type: 'date', priority: 0, description: 'How long ago it happened last.', value: (event) => lastSeen(event) },
    { name: 'Type', type: 'string', priority: 0, description: 'Normal, or Warning.', value: ({ type }) => type ?? '' },
    { name: 'Reason', type: 'string', priority: 0, description: 'Why, in one word.', value: ({ reason }) => reason ?? '' },
    { name: 'Object', type: 'string', priority: 0, description: 'What it happened to.', value: ({ involvedObject }) => objectText(involvedObject) },
    { name: 'Subobject', type: 'string', priority: 1, description: 'Which part of the object it is about.', value: ({ involvedObject }) => involvedObject.fieldPath ?? '' },
    { name: 'Source', type: 'string', priority: 1, description: 'Who tells of it.', value: (event) => sourceText(event) },
    { name: 'Message', type: 'string', priority: 0, description: 'What happened.', value: ({ message }) => (message ?? '').trim() },
    {
      name: 'First Seen', type: 'date', priority: 1, description: 'How long ago it happened first.',
      value: ({ firstTimestamp, eventTime }) => firstTimestamp ?? eventTime ?? '',
    },
    { name: 'Count', type: 'string', priority: 1, description: 'How often it happened.', value: ({ series, count }) => (series ? (series.count ?? 0) : count || 1) },
    { ...nameColumn, priority: 1 },
  ],
};

function lastSeen({ series, lastTimestamp, eventTime }: KubeEvent): string {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? '';
}

function objectText({ kind = '', name }: KubeEvent['involvedObject']): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceText({ source, reportingComponent = '', reportingInstance }: KubeEvent): string {
  const component = source?.component || reportingComponent;
  const host = source?.component ? source.host : (source?.host ?? reportingInstance);
  return host ? `${component}, ${host}` : component;
}

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
