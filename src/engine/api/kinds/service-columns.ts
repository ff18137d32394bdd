import type { Column } from '../column.ts';
import type { KindMap } from '../object.ts';
import { ageColumn, nameColumn } from './columns.ts';
import { serviceType, type ServicePort } from './service-traits.ts';

type Service = KindMap['Service'];

export const serviceColumns: readonly Column<'Service'>[] = [
  nameColumn,
  { name: 'Type', type: 'string', priority: 0, description: 'How the service can be reached.', value: ({ spec }) => serviceType(spec) },
  { name: 'Cluster-IP', type: 'string', priority: 0, description: 'Its address within the cluster.', value: ({ spec }) => spec.clusterIPs?.[0] ?? '<none>' },
  { name: 'External-IP', type: 'string', priority: 0, description: 'Where it can be reached from outside.', value: (service) => externalText(service) },
  {
    name: 'Port(s)', type: 'string', priority: 0, description: 'Its ports, each with the port of the nodes if it has one.',
    value: ({ spec }) => spec.ports?.map(portText).join(',') || '<none>',
  },
  ageColumn,
  {
    name: 'Selector', type: 'string', priority: 1, description: 'Which pods it sends to, by their labels.',
    value: ({ spec }) => Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`).sort().join(',') || '<none>',
  },
];

function portText({ port, nodePort, protocol = 'TCP' }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalText({ spec, status }: Service): string {
  const { externalIPs = [] } = spec;
  switch (serviceType(spec)) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIPs.join(',') || '<none>';
    case 'LoadBalancer': {
      const ingress = new Set((status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip || hostname || []));
      return [...[...ingress].sort(), ...externalIPs].join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}
