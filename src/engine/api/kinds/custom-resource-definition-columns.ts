import type { Column } from '../column.ts';
import { nameColumn } from './columns.ts';

/** Source: apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go (a default table). */
export const customResourceDefinitionColumns: readonly Column<'CustomResourceDefinition'>[] = [
  nameColumn,
  { name: 'Created At', type: 'string', priority: 0, description: 'When the definition was made.', value: ({ metadata }) => metadata.creationTimestamp ?? '' },
];
