import type { Client } from './api/api-server.ts';
import { rootCaConfigMap } from './policy/root-ca.ts';
import { DEFAULT_ACCOUNT } from './policy/service-account.ts';

/**
 * Namespaces and the `kubernetes` Service that every API server creates for itself (pkg/controlplane/controller); and what the controllers have
 * put into the namespaces by the time that anybody comes.
 */
export function createSystemObjects(client: Client): void {
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
    client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    client.create<'ServiceAccount'>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: DEFAULT_ACCOUNT, namespace: name } });
    client.create(rootCaConfigMap(name));
  }
  client.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], type: 'ClusterIP', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  });
}
