import type { Column } from '../column.ts';
import { humanDuration } from '../human-duration.ts';
import { formatSelector } from '../selectors.ts';
import { parseTime } from '../../time-format.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const cronJobColumns: readonly Column<'CronJob'>[] = [
  nameColumn,
  { name: 'Schedule', type: 'string', priority: 0, description: 'When a Job is made, as a cron line.', value: ({ spec }) => spec.schedule },
  { name: 'Timezone', type: 'string', priority: 0, description: 'The zone whose clocks the schedule goes by.', value: ({ spec }) => spec.timeZone ?? '<none>' },
  {
    name: 'Suspend', type: 'string', priority: 0, description: 'Whether no more Jobs are made for now.',
    value: ({ spec }) => (spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False'),
  },
  { name: 'Active', type: 'integer', priority: 0, description: 'How many of its Jobs are running.', value: ({ status }) => status?.active?.length ?? 0 },
  {
    name: 'Last Schedule', type: 'string', priority: 0, description: 'How long ago the time of the last Job was.',
    value: ({ status }, nowMs) => (status?.lastScheduleTime === undefined ? '<none>' : humanDuration(nowMs - parseTime(status.lastScheduleTime))),
  },
  ageColumn,
  {
    name: 'Containers', type: 'string', priority: 1, description: 'Names of the containers in the pod template.',
    value: ({ spec }) => spec.jobTemplate.spec.template.spec.containers.map(({ name }) => name).join(','),
  },
  {
    name: 'Images', type: 'string', priority: 1, description: 'Images of the containers in the pod template.',
    value: ({ spec }) => spec.jobTemplate.spec.template.spec.containers.map(({ image }) => image ?? '').join(','),
  },
  {
    name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to the Jobs, by their labels.',
    value: ({ spec }) => formatSelector(spec.jobTemplate.spec.selector),
  },
];
