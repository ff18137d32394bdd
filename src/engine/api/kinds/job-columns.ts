import type { Column } from '../column.ts';
import { humanDuration } from '../human-duration.ts';
import type { KindMap } from '../object.ts';
import { formatSelector } from '../selectors.ts';
import { parseTime } from '../../time-format.ts';
import { ageColumn, nameColumn } from './columns.ts';

type Job = KindMap['Job'];

export const jobColumns: readonly Column<'Job'>[] = [
  nameColumn,
  { name: 'Status', type: 'string', priority: 0, description: 'How far the Job is: Running, Complete, Failed and the like.', value: statusOf },
  { name: 'Completions', type: 'string', priority: 0, description: 'How many pods have succeeded, of how many it takes.', value: completionsOf },
  { name: 'Duration', type: 'string', priority: 0, description: 'How long the Job took, or has been running.', value: durationOf },
  ageColumn,
  {
    name: 'Containers', type: 'string', priority: 1, description: 'Names of the containers in the pod template.',
    value: ({ spec }) => spec.template.spec.containers.map(({ name }) => name).join(','),
  },
  {
    name: 'Images', type: 'string', priority: 1, description: 'Images of the containers in the pod template.',
    value: ({ spec }) => spec.template.spec.containers.map(({ image }) => image ?? '').join(','),
  },
  { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to the Job, by their labels.', value: ({ spec }) => formatSelector(spec.selector) },
];

function statusOf({ metadata, status }: Job): string {
  const has = (wanted: string): boolean => status?.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') ?? false;
  for (const type of ['Complete', 'Failed']) if (has(type)) return type;
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  for (const type of ['Suspended', 'FailureTarget', 'SuccessCriteriaMet']) if (has(type)) return type;
  return 'Running';
}

function completionsOf({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf({ status }: Job, nowMs: number): string {
  if (status?.startTime === undefined) return '';
  const endMs = status.completionTime === undefined ? nowMs : parseTime(status.completionTime);
  return humanDuration(endMs - parseTime(status.startTime));
}
