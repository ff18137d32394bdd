import type { Column } from '../column.ts';
import { formatSelector } from '../selectors.ts';

/** Columns that several kinds have (pkg/printers/internalversion/printers.go). */
export const nameColumn: Column = {
  name: 'Name', type: 'string', priority: 0,
  description: 'What the object is called; unique among those of its kind in its namespace.',
  value: ({ metadata }) => metadata.name ?? '',
};

export const ageColumn: Column = {
  name: 'Age', type: 'date', priority: 0,
  description: 'How long ago the object was created.',
  value: ({ metadata }) => metadata.creationTimestamp ?? '',
};

type Templated = 'Deployment' | 'ReplicaSet';

export const templateColumns: readonly Column<Templated>[] = [
  {
    name: 'Containers', type: 'string', priority: 1,
    description: 'Names of the containers in the pod template.',
    value: ({ spec }) => spec.template.spec.containers.map(({ name }) => name).join(','),
  },
  {
    name: 'Images', type: 'string', priority: 1,
    description: 'Images of the containers in the pod template.',
    value: ({ spec }) => spec.template.spec.containers.map(({ image }) => image ?? '').join(','),
  },
  {
    name: 'Selector', type: 'string', priority: 1,
    description: 'Which pods belong to the object, by their labels.',
    value: ({ spec }) => formatSelector(spec.selector),
  },
];
