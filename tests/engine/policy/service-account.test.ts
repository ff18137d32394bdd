import { describe, expect, it } from 'vitest';
import { restoreSimulation } from '../../../src/engine/simulation.ts';
import { deployment } from '../web-cluster.ts';
import { apply, cluster, manifest, pod, podNamed, refusal } from './cluster.ts';

describe('the accounts of a namespace', () => {
  it('are there from the start in the namespaces of the system', () => {
    const { api } = cluster();
    for (const namespace of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
      expect(api.get('ServiceAccount', namespace, 'default')).toBeDefined();
      expect(api.get('ConfigMap', namespace, 'kube-root-ca.crt')?.data?.['ca.crt']).toMatch(/^-----BEGIN CERTIFICATE-----/);
    }
  });
  it('leave nothing to do in a fresh cluster', () => {
    const simulation = cluster();
    const names = ['serviceaccount-controller', 'root-ca-certificate-publisher-controller'];
    expect(simulation.controllers.filter(({ name }) => names.includes(name)).map(({ queued }) => queued)).toEqual([0, 0]);
  });
  it('come with a new namespace, and come again when they are taken away', () => {
    const simulation = cluster(manifest('v1', 'Namespace', 'shop', {}));
    const { api } = simulation;
    expect(api.get('ServiceAccount', 'shop', 'default')).toBeDefined();
    const first = api.get('ConfigMap', 'shop', 'kube-root-ca.crt');
    expect(first?.metadata.annotations?.['kubernetes.io/description']).toMatch(/^Contains a CA bundle/);
    api.delete('ServiceAccount', 'shop', 'default');
    api.delete('ConfigMap', 'shop', 'kube-root-ca.crt');
    simulation.settle();
    expect(api.get('ServiceAccount', 'shop', 'default')).toBeDefined();
    expect(api.get('ConfigMap', 'shop', 'kube-root-ca.crt')?.metadata.uid).not.toBe(first?.metadata.uid);
  });
  it('have a certificate that is put right when somebody changes it', () => {
    const simulation = cluster();
    const before = simulation.api.get('ConfigMap', 'default', 'kube-root-ca.crt');
    apply(simulation, { ...before, data: { 'ca.crt': 'mine' } });
    simulation.settle();
    expect(simulation.api.get('ConfigMap', 'default', 'kube-root-ca.crt')?.data).toEqual(before?.data);
  });
  it('go with the namespace', () => {
    const simulation = cluster(manifest('v1', 'Namespace', 'shop', {}));
    simulation.api.delete('Namespace', '', 'shop');
    simulation.settle();
    expect(simulation.api.get('Namespace', '', 'shop')).toBeUndefined();
    expect(simulation.api.list('ServiceAccount', { namespace: 'shop' })).toEqual([]);
  });
  it('are made by a controller that can be stopped', () => {
    const simulation = cluster();
    simulation.act({ type: 'fault', fault: 'stop-controller', target: { controller: 'serviceaccount-controller' } });
    apply(simulation, manifest('v1', 'Namespace', 'shop', {}));
    simulation.advance(5_000);
    expect(refusal(simulation, pod('web', {}, { namespace: 'shop' }))).toBe(
      'pods "web" is forbidden: error looking up service account shop/default: serviceaccount "default" not found');
    simulation.act({ type: 'fault', fault: 'start-controller', target: { controller: 'serviceaccount-controller' } });
    simulation.settle();
    expect(refusal(simulation, pod('web', {}, { namespace: 'shop' }))).toBe('');
  });
});

describe('the account of a pod', () => {
  it('is the default one, whose token the containers find mounted', () => {
    const simulation = cluster(pod('web', { initContainers: [{ name: 'init', image: 'busybox:1.36', command: ['true'] }] }));
    const { spec } = podNamed(simulation, 'web');
    const [volume] = spec.volumes ?? [];
    expect(spec.serviceAccountName).toBe('default');
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(volume?.projected?.sources?.map((source) => Object.keys(source)[0])).toEqual(['serviceAccountToken', 'configMap', 'downwardAPI']);
    const mount = { name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
    expect(spec.containers[0]?.volumeMounts).toEqual([mount]);
    expect(spec.initContainers?.[0]?.volumeMounts).toEqual([mount]);
  });
  it('lets the pod start in a namespace that is made with it', () => {
    const simulation = cluster(manifest('v1', 'Namespace', 'shop', {}), pod('web', {}, { namespace: 'shop' }));
    expect(simulation.api.get('Pod', 'shop', 'web')?.status?.phase).toBe('Running');
    expect(simulation.api.list('Event').filter(({ type }) => type === 'Warning')).toEqual([]);
  });
  it('must exist', () => {
    expect(refusal(cluster(), pod('web', { serviceAccountName: 'robot' }))).toBe(
      'pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found');
  });
  it('is missed by what makes pods, in the words of its own event', () => {
    const simulation = cluster(deployment('web', 1, { pod: { serviceAccountName: 'robot' } }));
    const [set] = simulation.api.list('ReplicaSet');
    const name = set?.metadata.name ?? '';
    expect(simulation.api.list('Event').find(({ reason }) => reason === 'FailedCreate')?.message).toBe(
      `Error creating: pods "${name}-" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found`);
    apply(simulation, manifest('v1', 'ServiceAccount', 'robot', {}));
    simulation.settle();
    expect(simulation.api.get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(1);
  });
  it('gives its image pull secrets, and no token where it or the pod says so', () => {
    const simulation = cluster(manifest('v1', 'ServiceAccount', 'plain', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] }));
    apply(simulation, pod('a', { serviceAccountName: 'plain' }), pod('b', { automountServiceAccountToken: false }), pod('c', { serviceAccountName: 'plain', automountServiceAccountToken: true }));
    expect(podNamed(simulation, 'a').spec.volumes).toBeUndefined();
    expect(podNamed(simulation, 'a').spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
    expect(podNamed(simulation, 'b').spec.volumes).toBeUndefined();
    expect(podNamed(simulation, 'c').spec.volumes).toHaveLength(1);
  });
  it('adds nothing to a container that has the place taken', () => {
    const mounts = [{ name: 'mine', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }];
    const simulation = cluster(pod('web', { volumes: [{ name: 'mine', emptyDir: {} }] }, {}, { volumeMounts: mounts }));
    expect(podNamed(simulation, 'web').spec.volumes?.map(({ name }) => name)).toEqual(['mine']);
  });
  it('leaves the pods of one template with one list of containers and volumes', () => {
    const simulation = cluster(deployment('web', 3, { container: { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }, pod: { volumes: [{ name: 'tmp', emptyDir: {} }] } }));
    const pods = simulation.api.list('Pod', { namespace: 'default' });
    expect(new Set(pods.map(({ spec }) => spec.containers)).size).toBe(1);
    expect(new Set(pods.map(({ spec }) => spec.volumes)).size).toBe(1);
  });
  it('is no change when the manifest is applied again', () => {
    const manifests = pod('web');
    const simulation = cluster(manifests);
    expect(simulation.api.apply(manifests).outcomes.map(({ verdict }) => verdict)).toEqual(['unchanged']);
  });
  it('gives the same volume after a restart from a checkpoint', () => {
    const simulation = cluster(deployment('web', 1));
    const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<typeof simulation.checkpoint>);
    for (const one of [simulation, restored]) {
      one.api.scale('Deployment', 'default', 'web', 3);
      one.settle();
    }
    expect(restored.hash()).toBe(simulation.hash());
    expect(new Set(restored.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.volumes?.[0]?.name)).size).toBe(1);
  });
});
