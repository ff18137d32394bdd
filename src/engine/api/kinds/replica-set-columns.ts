import type { Column } from '../column.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';

export const replicaSetColumns: readonly Column<'ReplicaSet'>[] = [
  nameColumn,
  { name: 'Desired', type: 'integer', priority: 0, description: 'How many pods are wanted.', value: ({ spec }) => spec.replicas ?? 1 },
  { name: 'Current', type: 'integer', priority: 0, description: 'How many pods there are.', value: ({ status }) => status?.replicas ?? 0 },
  { name: 'Ready', type: 'integer', priority: 0, description: 'How many of the pods are ready.', value: ({ status }) => status?.readyReplicas ?? 0 },
  ageColumn,
  ...templateColumns,
];
