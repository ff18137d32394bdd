import type { Column } from '../column.ts';
import { nameColumn } from './columns.ts';

/** It has no printer of its own: apiserver/pkg/registry/rest/table.go. */
export const limitRangeColumns: readonly Column<'LimitRange'>[] = [
  nameColumn,
  { name: 'Created At', type: 'string', priority: 0, description: 'When the object was created.', value: ({ metadata }) => metadata.creationTimestamp ?? '' },
];
