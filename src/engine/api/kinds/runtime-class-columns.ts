import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const runtimeClassColumns: readonly Column<'RuntimeClass'>[] = [
  nameColumn,
  { name: 'Handler', type: 'string', priority: 0, description: 'What the container runtime of a node calls the way to run its pods.', value: ({ handler }) => handler },
  ageColumn,
];
