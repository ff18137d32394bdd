import type { Column } from '../column.ts';
import type { KindMap } from '../object.ts';
import { nameColumn } from './columns.ts';

type KubeEvent = KindMap['Event'];

export const eventColumns: readonly Column<'Event'>[] = [
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
];

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
