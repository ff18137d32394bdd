import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const leaseColumns: readonly Column<'Lease'>[] = [
  nameColumn,
  { name: 'Holder', type: 'string', priority: 0, description: 'Who holds the lease.', value: ({ spec }) => spec.holderIdentity ?? '' },
  ageColumn,
];
