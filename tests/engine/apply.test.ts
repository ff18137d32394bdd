import { expect, test } from 'vitest';
import { createSimulation, UnreachableError } from '../../src/engine/simulation.ts';
import { deployment, webCluster } from './web-cluster.ts';

const sentences = (result: { readonly outcomes: readonly { readonly sentence: string }[] }): string[] => result.outcomes.map(({ sentence }) => sentence);

test('apply says what kubectl says: created, unchanged, configured', () => {
  const simulation = createSimulation();
  expect(sentences(simulation.api.apply(deployment('web', 3)))).toEqual(['deployment.apps/web created']);
  expect(sentences(simulation.api.apply(deployment('web', 3)))).toEqual(['deployment.apps/web unchanged']);
  const changed = simulation.api.apply(deployment('web', 5), { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
  expect(sentences(changed)).toEqual(['deployment.apps/web configured', 'service/web created']);
  expect(changed.changes).toEqual([expect.objectContaining({ path: ['spec', 'replicas'], before: '3', after: '5' })]);
});

test('a preview tells the same and writes nothing', () => {
  const simulation = webCluster();
  const version = simulation.resourceVersion;
  const preview = simulation.preview([deployment('web', 7)]);
  expect(preview.changes).toMatchObject([{ document: 0, path: ['spec', 'replicas'], before: '3', after: '7' }]);
  expect(preview.outcomes).toMatchObject([{ verdict: 'configured' }]);
  expect(simulation.resourceVersion).toBe(version);
  expect(simulation.actions).toHaveLength(1);
});

test('one refused object keeps all the others out', () => {
  const simulation = createSimulation();
  const { problems, outcomes } = simulation.api.apply(deployment('web', 3), deployment('api', -1));
  expect(problems).toEqual([{ document: 1, path: ['spec', 'replicas'], message: 'Deployment.apps "api" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0' }]);
  expect(outcomes).toEqual([]);
  expect(simulation.api.list('Deployment')).toEqual([]);
});

test('what somebody else changed stays; what is no longer in the manifest goes', () => {
  const simulation = createSimulation();
  simulation.api.apply(deployment('web', 3, { container: { env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }] } }));
  simulation.api.scale('Deployment', 'default', 'web', 6);
  const { replicas: _replicas, ...spec } = deployment('web', 3, { container: { env: [{ name: 'A', value: '1' }] } })['spec'] as Record<string, never>;
  simulation.api.apply({ ...deployment('web', 3), spec });
  const web = simulation.api.get('Deployment', 'default', 'web');
  expect(web?.spec.template.spec?.containers[0]?.env).toEqual([{ name: 'A', value: '1' }]);
  // The number of replicas was in the manifest before: leaving it out hands it back to the default.
  expect(web?.spec.replicas).toBe(1);
});

test('an object may live in a namespace that the same call makes, but not in one that is not there', () => {
  const simulation = createSimulation();
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'team' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
  expect(simulation.api.apply(pod).problems).toMatchObject([{ document: 0, message: 'namespaces "team" not found' }]);
  expect(sentences(simulation.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }, pod))).toEqual(['namespace/team created', 'pod/a created']);
});

test('the same object twice in one call is created and then configured', () => {
  const simulation = createSimulation();
  expect(sentences(simulation.api.apply(deployment('web', 1), deployment('web', 2)))).toEqual(['deployment.apps/web created', 'deployment.apps/web configured']);
  expect(simulation.api.get('Deployment', 'default', 'web')?.spec.replicas).toBe(2);
});

test('the same object twice in one call is configured by the one and then the other, when it is there already', () => {
  const simulation = webCluster();
  const label = (replicas: number, tier: string) => ({ ...deployment('web', replicas), metadata: { name: 'web', labels: { tier } } });
  expect(sentences(simulation.api.apply(label(4, 'a'), label(5, 'b'), label(5, 'b')))).toEqual(['deployment.apps/web configured', 'deployment.apps/web configured', 'deployment.apps/web unchanged']);
  const web = simulation.api.get('Deployment', 'default', 'web');
  expect([web?.spec.replicas, web?.metadata.labels]).toEqual([5, { tier: 'b' }]);
  simulation.settle();
  expect(simulation.api.list('Pod')).toHaveLength(5);
});

test('changing the strategy to Recreate drops what belongs to rolling updates', () => {
  const simulation = webCluster();
  expect(simulation.api.apply(deployment('web', 3, { more: { strategy: { type: 'Recreate' } } })).problems).toEqual([]);
  expect(simulation.api.get('Deployment', 'default', 'web')?.spec.strategy).toEqual({ type: 'Recreate' });
});

test('a List is taken for the objects in it, and their problems are found in their places', () => {
  const simulation = createSimulation();
  const map = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
  const list = (...items: readonly object[]) => ({ apiVersion: 'v1', kind: 'List', items });
  const { problems } = simulation.api.apply(list(map('a', { key: 'x' }), map('b', { key: 1 })));
  expect(problems).toEqual([{ document: 0, path: ['items', 1, 'data', 'key'], message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string' }]);
  const { outcomes } = simulation.api.apply(list(map('a', { key: 'x' }), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }), map('b', {}));
  expect(outcomes.map(({ document, sentence }) => [document, sentence])).toEqual([[0, 'configmap/a created'], [0, 'namespace/shop created'], [1, 'configmap/b created']]);
});

test('what belongs to no namespace is applied whatever namespace it names', () => {
  const simulation = createSimulation();
  const shop = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', namespace: 'default', labels } });
  expect(simulation.api.apply(shop({})).problems).toEqual([]);
  expect(simulation.api.apply(shop({ team: 'a' })).outcomes).toMatchObject([{ verdict: 'configured' }]);
  expect(simulation.api.get('Namespace', '', 'shop')?.metadata).toMatchObject({ labels: { team: 'a' } });
  expect(simulation.api.get('Namespace', '', 'shop')?.metadata.namespace).toBeUndefined();
});

test('an object that is to be created has no version yet', () => {
  const { problems } = createSimulation().api.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', resourceVersion: '7' } });
  expect(problems.map(({ message }) => message)).toEqual(['resourceVersion should not be set on objects to be created']);
});

test('a selector cannot be changed', () => {
  const simulation = webCluster();
  const other = deployment('web', 3, { more: { selector: { matchLabels: { app: 'other' } }, template: { metadata: { labels: { app: 'other' } }, spec: { containers: [{ name: 'a', image: 'nginx' }] } } } });
  const { problems } = simulation.api.apply(other);
  expect(problems.map(({ path, message }) => [path, message])).toEqual([[['spec', 'selector'], expect.stringMatching(/^Deployment\.apps "web" is invalid: spec\.selector: Invalid value: .*: field is immutable$/)]]);
});

test('services get addresses and node ports of their own; asking for a taken one is refused', () => {
  const simulation = createSimulation();
  const service = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } });
  simulation.api.apply(service('a', { type: 'NodePort', clusterIP: '10.96.0.77' }), service('b', {}));
  const a = simulation.api.get('Service', 'default', 'a')?.spec;
  const b = simulation.api.get('Service', 'default', 'b')?.spec;
  expect(a?.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
  expect(b?.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\./);
  expect(b?.clusterIPs).toEqual([b?.clusterIP]);
  expect(simulation.api.apply(service('c', { clusterIP: '10.96.0.77' })).problems[0]?.message).toContain('failed to allocate IP 10.96.0.77: provided IP is already allocated');
  expect(simulation.api.apply(service('d', { type: 'NodePort', ports: [{ port: 80, nodePort: a?.ports?.[0]?.nodePort }] })).problems[0]?.message).toContain('provided port is already allocated');
  expect(simulation.api.apply(service('e', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })).problems[0]?.message).toContain('The range of valid ports is 30000-32767');
  simulation.api.delete('Service', 'default', 'a');
  expect(simulation.api.apply(service('c', { clusterIP: '10.96.0.77' })).problems).toEqual([]);
});

test('pods tolerate an unreachable node for 300 seconds unless they say otherwise', () => {
  const simulation = createSimulation();
  simulation.api.apply(deployment('web', 1), deployment('quick', 1, { pod: { tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }] } }));
  simulation.settle();
  const tolerations = simulation.api.list('Pod').map(({ metadata, spec }) => [metadata.labels?.['app'], spec.tolerations?.map(({ key, tolerationSeconds }) => `${key} ${tolerationSeconds}`).sort()]);
  expect(Object.fromEntries(tolerations)).toEqual({
    web: ['node.kubernetes.io/not-ready 300', 'node.kubernetes.io/unreachable 300'],
    quick: ['node.kubernetes.io/not-ready 300', 'node.kubernetes.io/unreachable 10'],
  });
});

test('with the API server stopped nothing can be applied, and nothing is lost', () => {
  const simulation = webCluster();
  simulation.faults.inject('stop-api-server', {});
  expect(() => simulation.api.apply(deployment('web', 9))).toThrow(UnreachableError);
  simulation.faults.inject('start-api-server', {});
  simulation.settle();
  expect(simulation.api.get('Deployment', 'default', 'web')?.spec.replicas).toBe(3);
});
