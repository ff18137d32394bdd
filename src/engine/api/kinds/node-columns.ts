import type { Column } from '../column.ts';
import type { KindMap } from '../object.ts';
import { ageColumn, nameColumn } from './columns.ts';

type Node = KindMap['Node'];

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

export const nodeColumns: readonly Column<'Node'>[] = [
  nameColumn,
  { name: 'Status', type: 'string', priority: 0, description: 'Whether the node is ready, and whether it takes new pods.', value: (node) => nodeStatusText(node) },
  { name: 'Roles', type: 'string', priority: 0, description: 'What the node is for, by its labels.', value: ({ metadata }) => rolesText(metadata.labels ?? {}) },
  ageColumn,
  { name: 'Version', type: 'string', priority: 0, description: 'Version of its kubelet.', value: ({ status }) => status?.nodeInfo?.kubeletVersion ?? '' },
  { name: 'Internal-IP', type: 'string', priority: 1, description: 'Its address within the cluster.', value: (node) => addressText(node, 'InternalIP') },
  { name: 'External-IP', type: 'string', priority: 1, description: 'Its address in the world.', value: (node) => addressText(node, 'ExternalIP') },
  { name: 'OS-Image', type: 'string', priority: 1, description: 'Its operating system.', value: ({ status }) => status?.nodeInfo?.osImage || '<unknown>' },
  { name: 'Kernel-Version', type: 'string', priority: 1, description: 'Its kernel.', value: ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>' },
  {
    name: 'Container-Runtime', type: 'string', priority: 1, description: 'What runs its containers.',
    value: ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
  },
];

/** kubectl's STATUS: `Ready`, `NotReady,SchedulingDisabled`, or `Unknown` without any condition. */
function nodeStatusText({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const text = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return spec.unschedulable ? `${text},SchedulingDisabled` : text;
}

function rolesText(labels: Readonly<Record<string, string>>): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(labels)) {
    const role = key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : key === ROLE_LABEL ? value : '';
    if (role !== '') roles.add(role);
  }
  return roles.size > 0 ? [...roles].sort().join(',') : '<none>';
}

function addressText({ status }: Node, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? '<none>';
}
