import type { Column } from '../column.ts';
import type { PodTemplate } from '../pod-spec/pod-types.ts';
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

/** The cells of these columns for what has its template elsewhere. */
export function containerNames(template: PodTemplate | undefined): string {
  return template?.spec.containers.map(({ name }) => name).join(',') ?? '';
}
export function containerImages(template: PodTemplate | undefined): string {
  return template?.spec.containers.map(({ image }) => image ?? '').join(',') ?? '';
}

type Templated = 'DaemonSet' | 'Deployment' | 'ReplicaSet' | 'StatefulSet';

export const templateColumns: readonly Column<Templated>[] = [
  {
    name: 'Containers', type: 'string', priority: 1,
    description: 'Names of the containers in the pod template.',
    value: ({ spec }) => containerNames(spec.template),
  },
  {
    name: 'Images', type: 'string', priority: 1,
    description: 'Images of the containers in the pod template.',
    value: ({ spec }) => containerImages(spec.template),
  },
  {
    name: 'Selector', type: 'string', priority: 1,
    description: 'Which pods belong to the object, by their labels.',
    value: ({ spec }) => formatSelector(spec.selector),
  },
];
