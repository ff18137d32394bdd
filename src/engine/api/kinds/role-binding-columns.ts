import type { Column } from '../column.ts';
import type { KindMap } from '../object.ts';
import { ageColumn, nameColumn } from './columns.ts';

type Binding = KindMap['RoleBinding'] | KindMap['ClusterRoleBinding'];
type Subject = NonNullable<Binding['subjects']>[number];

function subjectColumn(name: string, kind: string, description: string, spell: (subject: Subject) => string): Column<'RoleBinding' | 'ClusterRoleBinding'> {
  return {
    name, type: 'string', priority: 1, description,
    value: ({ subjects = [] }) => subjects.filter((subject) => subject.kind === kind).map(spell).join(', '),
  };
}

export const roleBindingColumns: readonly Column<'RoleBinding' | 'ClusterRoleBinding'>[] = [
  nameColumn,
  { name: 'Role', type: 'string', priority: 0, description: 'What is granted.', value: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn,
  subjectColumn('Users', 'User', 'Users that it is granted to.', ({ name }) => name),
  subjectColumn('Groups', 'Group', 'Groups that it is granted to.', ({ name }) => name),
  subjectColumn('ServiceAccounts', 'ServiceAccount', 'Service accounts that it is granted to.', ({ namespace = '', name }) => `${namespace}/${name}`),
];
