import type { Column } from '../column.ts';
import { formatSelector } from '../selectors.ts';
import { ageColumn, containerImages, containerNames, nameColumn } from './columns.ts';

export const replicationControllerColumns: readonly Column<'ReplicationController'>[] = [
  nameColumn,
  { name: 'Desired', type: 'integer', priority: 0, description: 'How many pods are wanted.', value: ({ spec }) => spec.replicas ?? 1 },
  { name: 'Current', type: 'integer', priority: 0, description: 'How many pods there are.', value: ({ status }) => status?.replicas ?? 0 },
  { name: 'Ready', type: 'integer', priority: 0, description: 'How many of the pods are ready.', value: ({ status }) => status?.readyReplicas ?? 0 },
  ageColumn,
  { name: 'Containers', type: 'string', priority: 1, description: 'Names of the containers in the pod template.', value: ({ spec }) => containerNames(spec.template) },
  { name: 'Images', type: 'string', priority: 1, description: 'Images of the containers in the pod template.', value: ({ spec }) => containerImages(spec.template) },
  { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to the object, by their labels.', value: ({ spec }) => formatSelector({ matchLabels: spec.selector ?? {} }) },
];
