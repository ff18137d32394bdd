import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const serviceAccountColumns: readonly Column<'ServiceAccount'>[] = [
  nameColumn,
  { name: 'Secrets', type: 'string', priority: 0, description: 'How many Secrets its pods may refer to by way of it.', value: ({ secrets }) => secrets?.length ?? 0 },
  ageColumn,
];
