import type { Column } from '../column.ts';
import { formatSelector } from '../selectors.ts';
import { containerImages, containerNames, nameColumn } from './columns.ts';

export const podTemplateColumns: readonly Column<'PodTemplate'>[] = [
  nameColumn,
  { name: 'Containers', type: 'string', priority: 0, description: 'Names of the containers in the template.', value: ({ template }) => containerNames(template) },
  { name: 'Images', type: 'string', priority: 0, description: 'Images of the containers in the template.', value: ({ template }) => containerImages(template) },
  {
    name: 'Pod Labels', type: 'string', priority: 0, description: 'Labels that pods made from the template get.',
    value: ({ template }) => formatSelector({ matchLabels: template.metadata?.labels ?? {} }),
  },
];
