import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';

/** So many ports or addresses are printed before `+ 2 more...`. */
const MOST_SHOWN = 3;

export const endpointSliceColumns: readonly Column<'EndpointSlice'>[] = [
  nameColumn,
  { name: 'AddressType', type: 'string', priority: 0, description: 'What sort of addresses it holds.', value: ({ addressType }) => addressType },
  {
    name: 'Ports', type: 'string', priority: 0, description: 'The ports of all its endpoints.',
    value: ({ ports = [] }) => listed(ports.map(({ port, name }) => (port === undefined ? name || '*' : String(port)))),
  },
  {
    name: 'Endpoints', type: 'string', priority: 0, description: 'The addresses of its endpoints.',
    value: ({ endpoints = [] }) => listed(endpoints.flatMap(({ addresses }) => addresses)),
  },
  ageColumn,
];

function listed(items: readonly string[]): string {
  const text = items.slice(0, MOST_SHOWN).join(',');
  if (items.length > MOST_SHOWN) return `${text} + ${items.length - MOST_SHOWN} more...`;
  return text === '' ? '<unset>' : text;
}
