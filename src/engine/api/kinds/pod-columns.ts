import type { Column } from '../column.ts';
import { ageColumn, nameColumn } from './columns.ts';
import { podReadinessGatesText, podReadyText, podRestartsText, podStatusText } from './pod-printing.ts';

export const podColumns: readonly Column<'Pod'>[] = [
  nameColumn,
  { name: 'Ready', type: 'string', priority: 0, description: 'Containers that are ready, of all that the pod has.', value: podReadyText },
  { name: 'Status', type: 'string', priority: 0, description: 'What the pod does, or what keeps it from it.', value: podStatusText },
  { name: 'Restarts', type: 'string', priority: 0, description: 'How often containers were started again, and when last.', value: podRestartsText },
  ageColumn,
  { name: 'IP', type: 'string', priority: 1, description: 'Address of the pod.', value: ({ status }) => status?.podIPs?.[0]?.ip || '<none>' },
  { name: 'Node', type: 'string', priority: 1, description: 'Node that the pod is bound to.', value: ({ spec }) => spec.nodeName || '<none>' },
  {
    name: 'Nominated Node', type: 'string', priority: 1, description: 'Node on which the pod waits for others to leave.',
    value: ({ status }) => status?.nominatedNodeName || '<none>',
  },
  { name: 'Readiness Gates', type: 'string', priority: 1, description: 'Conditions that are true, of those the pod waits for.', value: podReadinessGatesText },
];
