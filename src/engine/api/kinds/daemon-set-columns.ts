import type { Column } from '../column.ts';
import { formatSelector } from '../selectors.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';

export const daemonSetColumns: readonly Column<'DaemonSet'>[] = [
  nameColumn,
  { name: 'Desired', type: 'integer', priority: 0, description: 'How many nodes should have a pod.', value: ({ status }) => status?.desiredNumberScheduled ?? 0 },
  { name: 'Current', type: 'integer', priority: 0, description: 'How many of these nodes have one.', value: ({ status }) => status?.currentNumberScheduled ?? 0 },
  { name: 'Ready', type: 'integer', priority: 0, description: 'How many of these nodes have one that is ready.', value: ({ status }) => status?.numberReady ?? 0 },
  { name: 'Up-to-date', type: 'integer', priority: 0, description: 'How many of these nodes have one of the newest template.', value: ({ status }) => status?.updatedNumberScheduled ?? 0 },
  { name: 'Available', type: 'integer', priority: 0, description: 'How many of these nodes have one that has been ready for minReadySeconds.', value: ({ status }) => status?.numberAvailable ?? 0 },
  {
    name: 'Node Selector', type: 'string', priority: 0, description: 'Labels that a node must have to get a pod.',
    value: ({ spec }) => formatSelector({ matchLabels: spec.template.spec.nodeSelector ?? {} }),
  },
  ageColumn,
  ...templateColumns,
];
