import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const priorityClassColumns: readonly Column<'PriorityClass'>[] = [
  nameColumn,
  { name: 'Value', type: 'integer', priority: 0, description: 'The priority of its pods; those of more go before those of less.', value: ({ value }) => value ?? 0 },
  { name: 'Global-Default', type: 'string', priority: 0, description: 'Whether pods that name no class get this one.', value: ({ globalDefault }) => String(globalDefault ?? false) },
  ageColumn,
  { name: 'PreemptionPolicy', type: 'string', priority: 0, description: 'Whether its pods take the place of lesser ones.', value: ({ preemptionPolicy }) => preemptionPolicy ?? '' },
];
