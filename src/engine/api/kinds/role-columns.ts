import type { Column } from '../column.ts';
import { nameColumn } from './columns.ts';

/** Roles have no printer of their own: the default one, which tells when instead of how long ago (apiserver/pkg/registry/rest/table.go). */
export const roleColumns: readonly Column<'Role' | 'ClusterRole'>[] = [
  nameColumn,
  { name: 'Created At', type: 'string', priority: 0, description: 'When it was created.', value: ({ metadata }) => metadata.creationTimestamp ?? '' },
];
