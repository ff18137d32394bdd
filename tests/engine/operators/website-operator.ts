import type { JsonObject } from '../../../src/engine/json.ts';

/** A kind that is looked after by an operator. */
export const WEBSITE_KIND: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'websites.example.com' },
  spec: {
    group: 'example.com', scope: 'Namespaced', names: { plural: 'websites', kind: 'Website' },
    versions: [{
      name: 'v1', served: true, storage: true, subresources: { status: {} },
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: { spec: { type: 'object', properties: { replicas: { type: 'integer', default: 1 } } }, status: { type: 'object', properties: { ready: { type: 'integer' } } } },
        },
      },
    }],
  },
};

/** The code of an operator that keeps a Deployment for each website, named after it with `prefix` before. While no pod is ready it looks again after so long. */
export function websiteCode(prefix = '', requeueAfterSeconds = 0): string {
  return `
operator({
  for: { apiVersion: 'example.com/v1', kind: 'Website' },
  owns: [{ apiVersion: 'apps/v1', kind: 'Deployment' }],
  reconcile(site, api) {
    const { name, namespace } = site.metadata;
    const wanted = {
      apiVersion: 'apps/v1', kind: 'Deployment',
      metadata: { name: '${prefix}' + name, namespace, ownerReferences: [{ apiVersion: site.apiVersion, kind: site.kind, name, uid: site.metadata.uid, controller: true }] },
      spec: { replicas: site.spec.replicas, selector: { matchLabels: { site: name } }, template: { metadata: { labels: { site: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } },
    };
    const found = api.get('apps/v1', 'Deployment', namespace, '${prefix}' + name);
    if (!found) {
      api.create(wanted);
      api.event(site, 'Normal', 'Created', 'Created deployment ' + name);
      console.log('created', name);
    } else if (found.spec.replicas !== site.spec.replicas) api.update({ ...found, spec: { ...found.spec, replicas: site.spec.replicas } });
    const ready = found?.status?.readyReplicas ?? 0;
    if (site.status?.ready !== ready) api.updateStatus({ ...site, status: { ready } });
    return ready === 0 && ${requeueAfterSeconds} > 0 ? { requeueAfterSeconds: ${requeueAfterSeconds} } : undefined;
  },
});
`;
}

/** The operator with its rights, as somebody would install it. */
export function websiteOperator(code: string, replicas = 1): JsonObject[] {
  const metadata = { name: 'website-operator' };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata,
      rules: [
        { apiGroups: ['example.com'], resources: ['websites', 'websites/status'], verbs: ['*'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'create', 'update'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'website-operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'website-operator', namespace: 'default' }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'operator.js': code } },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata,
      spec: {
        replicas, selector: { matchLabels: { app: 'website-operator' } },
        template: {
          metadata: { labels: { app: 'website-operator' } },
          spec: {
            serviceAccountName: 'website-operator', containers: [{ name: 'operator', image: 'kubarium/operator:1', volumeMounts: [{ name: 'code', mountPath: '/operator' }] }],
            volumes: [{ name: 'code', configMap: { name: 'website-operator' } }],
          },
        },
      },
    },
  ];
}

export function website(name: string, replicas: number): JsonObject {
  return { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name }, spec: { replicas } };
}
