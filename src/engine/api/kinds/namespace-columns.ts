import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const namespaceColumns: readonly Column<'Namespace'>[] = [
  nameColumn,
  { name: 'Status', type: 'string', priority: 0, description: 'Whether the namespace is in use or being emptied.', value: ({ status }) => status?.phase ?? '' },
  ageColumn,
];
