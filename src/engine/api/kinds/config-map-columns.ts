import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const configMapColumns: readonly Column<'ConfigMap'>[] = [
  nameColumn,
  {
    name: 'Data', type: 'string', priority: 0, description: 'How many entries it has.',
    value: ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length,
  },
  ageColumn,
];
