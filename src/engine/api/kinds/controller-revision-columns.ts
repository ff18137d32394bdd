import type { Column } from '../column.ts';
import { groupOf } from '../kind-name.ts';
import { controllerOf, type OwnerReference } from '../object.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const controllerRevisionColumns: readonly Column<'ControllerRevision'>[] = [
  nameColumn,
  {
    name: 'Controller', type: 'string', priority: 0, description: 'Whose template the revision keeps.',
    value: (revision) => nameOf(controllerOf(revision)),
  },
  { name: 'Revision', type: 'string', priority: 0, description: 'The number of the revision; the newest is the highest.', value: ({ revision }) => revision },
  ageColumn,
];

/** `statefulset.apps/web`. */
function nameOf(owner: OwnerReference | undefined): string {
  if (!owner) return '<none>';
  const group = groupOf(owner.apiVersion);
  return `${owner.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${owner.name}`;
}
