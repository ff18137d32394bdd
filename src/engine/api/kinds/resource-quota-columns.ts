import type { Column } from '../column.ts';
import type { KindMap } from '../object.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const resourceQuotaColumns: readonly Column<'ResourceQuota'>[] = [
  nameColumn,
  { name: 'Request', type: 'string', priority: 0, description: 'What is used of what may be asked for, and how many there are of what may be.', value: (quota) => used(quota, false) },
  { name: 'Limit', type: 'string', priority: 0, description: 'What is used of what limits may add up to.', value: (quota) => used(quota, true) },
  ageColumn,
];

function used({ status }: KindMap['ResourceQuota'], limits: boolean): string {
  const { hard = {}, used: inUse = {} } = status ?? {};
  const names = Object.keys(hard).filter((name) => name.startsWith('limits.') === limits).sort();
  return names.map((name) => `${name}: ${inUse[name] ?? '0'}/${hard[name] ?? '0'}`).join(', ');
}
