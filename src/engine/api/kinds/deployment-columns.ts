import type { Column } from '../column.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';

export const deploymentColumns: readonly Column<'Deployment'>[] = [
  nameColumn,
  {
    name: 'Ready', type: 'string', priority: 0, description: 'How many pods are ready, of how many are wanted.',
    value: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`,
  },
  { name: 'Up-to-date', type: 'string', priority: 0, description: 'How many pods are of the newest template.', value: ({ status }) => status?.updatedReplicas ?? 0 },
  { name: 'Available', type: 'string', priority: 0, description: 'How many pods have been ready for minReadySeconds.', value: ({ status }) => status?.availableReplicas ?? 0 },
  ageColumn,
  ...templateColumns,
];
