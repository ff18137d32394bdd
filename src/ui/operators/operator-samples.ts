import type { JsonObject } from '../../engine/json.ts';

/** An operator to start from. */
export interface OperatorSample {
  readonly id: string;
  readonly title: string;
  /** of the objects that run it. */
  readonly name: string;
  readonly code: string;
  /** an object of its kind, for something to happen. */
  readonly example: JsonObject | null;
}

const WEBSITE = `// A Website is a Deployment and a Service.
// reconcile looks at one Website, does what is missing,
// and is called again when something changes.
operator({
  for: { apiVersion: 'example.com/v1', kind: 'Website' },
  owns: [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
  ],
  reconcile(site, api) {
    const { name, namespace, uid } = site.metadata;
    const labels = { website: name };
    const metadata = {
      name, namespace, labels,
      // With an owner, they are deleted together with it.
      ownerReferences: [{ apiVersion: site.apiVersion, kind: site.kind, name, uid, controller: true }],
    };
    const replicas = site.spec.replicas ?? 1;

    const deployment = api.get('apps/v1', 'Deployment', namespace, name);
    if (!deployment) {
      api.create({
        apiVersion: 'apps/v1', kind: 'Deployment', metadata,
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: 'web', image: site.spec.image ?? 'nginx:1.27' }] },
          },
        },
      });
      api.event(site, 'Normal', 'Created', 'Created deployment ' + name);
    } else if (deployment.spec.replicas !== replicas) {
      console.log('scaling', name, 'to', replicas);
      api.update({ ...deployment, spec: { ...deployment.spec, replicas } });
    }

    if (!api.get('v1', 'Service', namespace, name)) {
      api.create({
        apiVersion: 'v1', kind: 'Service', metadata,
        spec: { selector: labels, ports: [{ port: 80 }] },
      });
    }

    const ready = deployment?.status?.readyReplicas ?? 0;
    if (site.status?.ready !== ready) {
      api.updateStatus({ ...site, status: { ready } });
    }
  },
});
`;

const TIDES = `// Tides scale a Deployment up and down by the clock:
// nothing happens in the cluster to wake the operator,
// so it says when it wants to look again.
operator({
  for: { apiVersion: 'example.com/v1', kind: 'Tide' },
  watches: [],
  owns: [{ apiVersion: 'apps/v1', kind: 'Deployment' }],
  reconcile(tide, api) {
    const { deployment, low, high, seconds } = tide.spec;
    const found = api.get('apps/v1', 'Deployment', tide.metadata.namespace, deployment);
    if (!found) {
      api.event(tide, 'Warning', 'NotFound', 'There is no deployment ' + deployment);
      return { requeueAfterSeconds: seconds };
    }
    const turn = Math.floor(api.now() / 1000 / seconds);
    const replicas = turn % 2 === 0 ? low : high;
    if (found.spec.replicas !== replicas) {
      console.log('the tide turns:', deployment, 'has', replicas);
      api.update({ ...found, spec: { ...found.spec, replicas } });
    }
    return { requeueAfterSeconds: (turn + 1) * seconds - api.now() / 1000 };
  },
});
`;

const WELCOME = `// For every Namespace a ConfigMap: an operator can look
// after a kind that has always been there, too.
operator({
  for: { apiVersion: 'v1', kind: 'Namespace' },
  owns: [{ apiVersion: 'v1', kind: 'ConfigMap' }],
  reconcile(namespace, api) {
    const { name, uid } = namespace.metadata;
    if (namespace.metadata.deletionTimestamp || name.startsWith('kube-')) return;
    if (api.get('v1', 'ConfigMap', name, 'welcome')) return;
    api.create({
      apiVersion: 'v1', kind: 'ConfigMap',
      metadata: {
        name: 'welcome', namespace: name,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name, uid, controller: true }],
      },
      data: { text: 'Welcome to ' + name },
    });
  },
});
`;

const ENDLESS = `// An operator that never comes to an end. The sandbox
// stops it; nobody else notices but those who wait for it.
operator({
  for: { apiVersion: 'example.com/v1', kind: 'Website' },
  reconcile(site) {
    console.log('looking at', site.metadata.name, 'for ever');
    while (true);
  },
});
`;

const website = (): JsonObject => ({ apiVersion: 'example.com/v1', kind: 'Website', metadata: { generateName: 'site-', namespace: 'default' }, spec: { replicas: 2 } });

export const OPERATOR_SAMPLES: readonly OperatorSample[] = [
  { id: 'website', title: 'A website: Deployment and Service', name: 'website-operator', code: WEBSITE, example: website() },
  {
    id: 'tide', title: 'Scaling by the clock', name: 'tide-operator', code: TIDES,
    example: { apiVersion: 'example.com/v1', kind: 'Tide', metadata: { generateName: 'tide-', namespace: 'default' }, spec: { deployment: 'web', low: 2, high: 5, seconds: 60 } },
  },
  {
    id: 'welcome', title: 'Something in every namespace', name: 'welcome-operator', code: WELCOME,
    example: { apiVersion: 'v1', kind: 'Namespace', metadata: { generateName: 'team-' } },
  },
  { id: 'endless', title: 'One that never ends', name: 'endless-operator', code: ENDLESS, example: website() },
];
