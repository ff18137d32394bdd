import { describe, expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { change, createRig, deploymentOf, readyPods, template, type Rig } from './workload-rig.ts';

type Service = KindMap['Service'];
type EndpointSlice = KindMap['EndpointSlice'];

const WEB = { app: 'web' };

function service(more: Partial<Service['spec']> = {}, labels?: Readonly<Record<string, string>>): Service {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default', ...(labels ? { labels } : {}) },
    spec: { selector: WEB, clusterIP: '10.96.0.10', ports: [{ port: 80 }], ...more },
  };
}
function slices(rig: Rig): EndpointSlice[] {
  return rig.you.list('EndpointSlice');
}
function endpoints(rig: Rig): NonNullable<EndpointSlice['endpoints']>[number][] {
  return slices(rig).flatMap((slice) => slice.endpoints ?? []);
}
function behind(replicas: number, more: Partial<Service['spec']> = {}): Rig {
  const rig = createRig();
  rig.you.create(service(more));
  rig.you.create(deploymentOf('web', replicas));
  rig.settle();
  return rig;
}

describe('the slices of a Service', () => {
  it('list its ready pods with node, zone and port', () => {
    const rig = createRig();
    rig.you.create(service({ ports: [{ name: 'http', port: 80, targetPort: 8080, appProtocol: 'kubernetes.io/h2c' }] }, { team: 'a' }));
    rig.you.create(deploymentOf('web', 1));
    rig.settle();
    const [slice, ...others] = slices(rig);
    const [pod] = rig.pods();
    expect(others).toEqual([]);
    expect(slice?.metadata.name).toMatch(/^web-\w{5}$/);
    expect(slice?.metadata).toMatchObject({
      labels: { team: 'a', 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
    });
    expect(slice).toMatchObject({ addressType: 'IPv4', ports: [{ name: 'http', port: 8080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' }] });
    const node = pod?.spec.nodeName ?? '';
    expect(slice?.endpoints).toEqual([{
      addresses: [pod?.status?.podIP], conditions: { ready: true, serving: true, terminating: false }, nodeName: node, zone: `zone-${node.slice(-1)}`,
      targetRef: { kind: 'Pod', namespace: 'default', name: pod?.metadata.name, uid: pod?.metadata.uid },
    }]);
  });

  it('are one empty slice while there are no pods, which is then put to use', () => {
    const rig = createRig();
    rig.you.create(service());
    rig.settle();
    const [empty] = slices(rig);
    expect(empty).toMatchObject({ ports: [], endpoints: [] });
    rig.you.create(deploymentOf('web', 2));
    rig.settle();
    expect(slices(rig).map(({ metadata }) => metadata.uid)).toEqual([empty?.metadata.uid]);
    expect(endpoints(rig)).toHaveLength(2);
    change(rig, 'web', { replicas: 0 });
    rig.settle();
    expect(slices(rig)).toMatchObject([{ ports: [], endpoints: [] }]);
  });

  it('say at once that a pod is terminating, and drop it when it is gone', () => {
    const rig = behind(2);
    const name = rig.pods()[0]?.metadata.name;
    rig.you.delete('Pod', 'default', name ?? '');
    rig.advance(15);
    expect(endpoints(rig).find(({ targetRef }) => targetRef?.name === name)?.conditions).toEqual({ ready: false, serving: true, terminating: true });
    rig.settle();
    expect(endpoints(rig).map(({ targetRef }) => targetRef?.name).sort()).toEqual(readyPods(rig).map(({ metadata }) => metadata.name).sort());
  });

  it('keep a pod that is not ready as not ready, unless such addresses are published', () => {
    const rig = behind(1);
    rig.setReady(rig.pods()[0]?.metadata.name ?? '', false);
    rig.settle();
    expect(endpoints(rig)[0]?.conditions).toEqual({ ready: false, serving: false, terminating: false });
    rig.you.update<'Service'>({ ...service(), spec: { ...service().spec, publishNotReadyAddresses: true } });
    rig.settle();
    expect(endpoints(rig)[0]?.conditions).toEqual({ ready: true, serving: false, terminating: false });
  });

  it('hold a hundred endpoints each and change only where something changed', () => {
    const rig = behind(250);
    expect(slices(rig).map((slice) => slice.endpoints?.length).sort()).toEqual([100, 100, 50]);
    rig.writes('EndpointSlice');
    rig.setReady(rig.pods()[0]?.metadata.name ?? '', false);
    rig.settle();
    expect(rig.writes('EndpointSlice')).toBe(1);
    change(rig, 'web', { replicas: 255 });
    rig.settle();
    expect(slices(rig)).toHaveLength(3);
    expect(endpoints(rig)).toHaveLength(255);
  });

  it('keep pods apart whose named port has different numbers', () => {
    const rig = createRig();
    rig.you.create(service({ ports: [{ port: 80, targetPort: 'http' }] }));
    for (const [name, containerPort] of [['a', 8080], ['b', 9090]] as const) {
      const one = template({ app: 'web', version: name });
      const containers = one.spec.containers.map((container) => ({ ...container, ports: [{ name: 'http', containerPort }] }));
      rig.you.create(deploymentOf(name, 1, { selector: { matchLabels: { version: name } }, template: { ...one, spec: { ...one.spec, containers } } }));
    }
    rig.settle();
    expect(slices(rig).map(({ ports }) => ports?.[0]?.port).sort()).toEqual([8080, 9090]);
    expect(slices(rig).map((slice) => slice.endpoints?.length)).toEqual([1, 1]);
  });

  it('follow pods in and out of the selector, and the Service’s labels', () => {
    const rig = behind(1);
    const [pod] = rig.pods();
    if (pod) rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, labels: { app: 'debug' } } });
    rig.settle();
    expect(endpoints(rig).map(({ targetRef }) => targetRef?.name)).not.toContain(pod?.metadata.name);
    rig.you.update<'Service'>(service({}, { team: 'b' }));
    rig.settle();
    expect(slices(rig)[0]?.metadata.labels).toMatchObject({ team: 'b' });
  });

  it('are left to their owner when the Service has no selector', () => {
    const rig = createRig();
    const { selector: _selector, ...spec } = service().spec;
    rig.you.create<'Service'>({ ...service(), spec });
    rig.settle();
    expect(slices(rig)).toEqual([]);
  });

  it('are marked as headless without a cluster address', () => {
    const rig = createRig();
    rig.you.create(service({ clusterIP: 'None' }));
    rig.settle();
    expect(slices(rig)[0]?.metadata.labels).toMatchObject({ 'service.kubernetes.io/headless': '' });
  });

  it('are made again when somebody deletes or changes them', () => {
    const rig = behind(2);
    rig.you.delete('EndpointSlice', 'default', slices(rig)[0]?.metadata.name ?? '');
    rig.settle();
    expect(endpoints(rig)).toHaveLength(2);
    const [slice] = slices(rig);
    if (slice) rig.you.update<'EndpointSlice'>({ ...slice, endpoints: [] });
    rig.settle();
    expect(endpoints(rig)).toHaveLength(2);
  });

  it('do not list pods of a node that is gone, and list them again when it is back', () => {
    const rig = behind(3);
    const node = rig.you.get('Node', '', 'node-1');
    rig.you.delete('Node', '', 'node-1');
    rig.settle();
    expect(endpoints(rig)).toHaveLength(2);
    if (node) rig.you.create<'Node'>({ ...node, metadata: { name: 'node-1', labels: { 'topology.kubernetes.io/zone': 'elsewhere' } } });
    rig.settle();
    expect(endpoints(rig).map(({ zone }) => zone)).toContain('elsewhere');
  });

  it('are brought up to date when the controller is started again', () => {
    const rig = behind(1);
    const runner = rig.runners['endpointslice-controller'];
    runner?.stop();
    change(rig, 'web', { replicas: 3 });
    rig.settle();
    expect(endpoints(rig)).toHaveLength(1);
    runner?.start();
    rig.settle();
    expect(endpoints(rig)).toHaveLength(3);
  });
});
