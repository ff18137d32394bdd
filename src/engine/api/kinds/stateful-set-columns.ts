import type { Column } from '../column.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';

export const statefulSetColumns: readonly Column<'StatefulSet'>[] = [
  nameColumn,
  {
    name: 'Ready', type: 'string', priority: 0, description: 'How many pods are ready, of how many are wanted.',
    value: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`,
  },
  ageColumn,
  // As upstream prints it: containers and images, and no selector.
  ...templateColumns.slice(0, 2),
];
