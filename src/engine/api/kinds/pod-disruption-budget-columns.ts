import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

const NOT_GIVEN = 'N/A';

export const podDisruptionBudgetColumns: readonly Column<'PodDisruptionBudget'>[] = [
  nameColumn,
  { name: 'Min Available', type: 'string', priority: 0, description: 'How many of the pods must stay healthy.', value: ({ spec }) => spec.minAvailable ?? NOT_GIVEN },
  { name: 'Max Unavailable', type: 'string', priority: 0, description: 'How many of the pods may be missing.', value: ({ spec }) => spec.maxUnavailable ?? NOT_GIVEN },
  { name: 'Allowed Disruptions', type: 'integer', priority: 0, description: 'How many pods may be evicted now.', value: ({ status }) => status?.disruptionsAllowed ?? 0 },
  ageColumn,
];
