import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const secretColumns: readonly Column<'Secret'>[] = [
  nameColumn,
  { name: 'Type', type: 'string', priority: 0, description: 'What sort of secret it is.', value: ({ type }) => type ?? '' },
  { name: 'Data', type: 'string', priority: 0, description: 'How many entries it has.', value: ({ data = {} }) => Object.keys(data).length },
  ageColumn,
];
