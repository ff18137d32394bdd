import { describe, expect, it } from 'vitest';
import { deployment, eventsOf } from '../web-cluster.ts';
import { apply, cluster, manifest, pod, quota, QUANTITIES, refusal } from './cluster.ts';
import type { Simulation } from '../../../src/engine/simulation.ts';

const sized = { resources: QUANTITIES };
const used = (simulation: Simulation, name = 'q'): Readonly<Record<string, string>> | undefined => simulation.api.get('ResourceQuota', 'default', name)?.status?.used;

describe('a resource quota', () => {
  it('counts what was there before it', () => {
    const simulation = cluster(deployment('web', 2, { container: sized }));
    apply(simulation, quota('q', { pods: '5', 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/deployments.apps': '3', configmaps: '10', services: '5', 'count/pods': '9' }));
    expect(used(simulation)).toEqual({ pods: '2', 'requests.cpu': '200m', 'limits.memory': '256Mi', 'count/deployments.apps': '1', configmaps: '1', services: '1', 'count/pods': '2' });
    expect(simulation.api.get('ResourceQuota', 'default', 'q')?.status?.hard).toEqual(simulation.api.get('ResourceQuota', 'default', 'q')?.spec.hard);
  });
  it('is charged at once, and refuses what is more than is left', () => {
    const simulation = cluster(quota('compute', { 'requests.cpu': '2', pods: '10' }));
    const asking = (cpu: string): object => pod(`p-${cpu}`, {}, {}, { resources: { requests: { cpu } } });
    simulation.api.create(asking('1500m'));
    expect(used(simulation, 'compute')).toEqual({ 'requests.cpu': '1500m', pods: '1' });
    expect(refusal(simulation, asking('1'))).toBe('pods "p-1" is forbidden: exceeded quota: compute, requested: requests.cpu=1, used: requests.cpu=1500m, limited: requests.cpu=2');
    simulation.api.create(asking('500m'));
    expect(used(simulation, 'compute')).toEqual({ 'requests.cpu': '2', pods: '2' });
  });
  it('charges nothing for what is refused or only tried', () => {
    const simulation = cluster(quota('a', { pods: '1' }), quota('b', { 'requests.cpu': '1' }));
    simulation.preview([pod('web', {}, {}, sized)]);
    expect(used(simulation, 'a')).toEqual({ pods: '0' });
    expect(refusal(simulation, pod('web', {}, {}, { resources: { requests: { cpu: '2' } } }))).toContain('exceeded quota: b');
    expect(used(simulation, 'a')).toEqual({ pods: '0' });
  });
  it('refuses a call as a whole that asks for more than is left', () => {
    const simulation = cluster(quota('q', { pods: '2' }));
    const { problems } = simulation.api.apply(pod('a'), pod('b'), pod('c'));
    expect(problems.map(({ document, message }) => [document, message])).toEqual([[2, 'pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2']]);
    expect(simulation.api.list('Pod', { namespace: 'default' })).toEqual([]);
    apply(simulation, pod('a'), pod('b'));
    expect(simulation.api.apply(pod('a'), pod('b')).problems).toEqual([]);
  });
  it('gives back what is deleted, and what has ended', () => {
    const simulation = cluster(quota('q', { pods: '1', 'count/pods': '5' }), pod('one', { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['true'] }] }));
    simulation.settle();
    expect(used(simulation)).toEqual({ pods: '0', 'count/pods': '1' });
    apply(simulation, pod('two'));
    expect(refusal(simulation, pod('three'))).toContain('exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1');
    simulation.api.delete('Pod', 'default', 'two');
    simulation.settle();
    expect(used(simulation)).toEqual({ pods: '0', 'count/pods': '1' });
  });
  it('wants every container to say what it needs of what is limited', () => {
    const simulation = cluster(quota('compute', { 'limits.cpu': '1', 'requests.memory': '1Gi' }));
    expect(refusal(simulation, pod('web', { containers: ['b', 'a'].map((name) => ({ name, image: 'nginx:1.27' })) }))).toBe(
      'pods "web" is forbidden: failed quota: compute: must specify limits.cpu for: a,b; requests.memory for: a,b');
    expect(refusal(simulation, pod('web', {}, {}, sized))).toBe('');
  });
  it('stops a ReplicaSet, which says so, and lets it go on when there is room', () => {
    const simulation = cluster(quota('q', { pods: '2' }), deployment('web', 3));
    const [set] = simulation.api.list('ReplicaSet');
    expect(simulation.api.list('Pod', { namespace: 'default' })).toHaveLength(2);
    expect(set?.status?.conditions?.[0]).toMatchObject({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' });
    expect(eventsOf(simulation, set?.metadata.name ?? '').find((event) => event.startsWith('FailedCreate'))).toMatch(
      /^FailedCreate: Error creating: pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2$/);
    apply(simulation, quota('q', { pods: '3' }));
    simulation.advance(1_000_000);
    expect(simulation.api.get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(3);
  });
  it('counts objects of any kind, services by their type too', () => {
    const simulation = cluster(quota('q', { secrets: '1', 'services.nodeports': '2', 'count/replicasets.apps': '1' }));
    const service = (name: string, type: string, ports: number): object =>
      manifest('v1', 'Service', name, { spec: { type, selector: { app: name }, ports: Array.from({ length: ports }, (_, index) => ({ name: `p${index}`, port: 80 + index })) } });
    apply(simulation, service('a', 'NodePort', 2), service('c', 'ClusterIP', 1), manifest('v1', 'Secret', 's', {}));
    expect(used(simulation)).toEqual({ secrets: '1', 'services.nodeports': '2', 'count/replicasets.apps': '0' });
    expect(refusal(simulation, manifest('v1', 'Secret', 't', {}))).toBe('secrets "t" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1');
    expect(simulation.api.apply(service('c', 'NodePort', 1)).problems[0]?.message).toContain('exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=2, limited: services.nodeports=2');
    apply(simulation, service('a', 'ClusterIP', 2));
    apply(simulation, service('c', 'NodePort', 1));
    expect(used(simulation)?.['services.nodeports']).toBe('1');
  });
  it('can be for some pods only', () => {
    const simulation = cluster(
      manifest('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 }),
      quota('best-effort', { pods: '1' }, { scopes: ['BestEffort'] }),
      quota('high', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } }),
      quota('short', { pods: '1' }, { scopes: ['Terminating'] }),
    );
    apply(simulation, pod('a'), pod('b', {}, {}, sized), pod('c', { activeDeadlineSeconds: 100_000 }, {}, sized), pod('d', { priorityClassName: 'high' }, {}, sized));
    expect(['best-effort', 'high', 'short'].map((name) => used(simulation, name))).toEqual([{ pods: '1' }, { pods: '1' }, { pods: '1' }]);
    expect(refusal(simulation, pod('e'))).toContain('exceeded quota: best-effort');
    expect(refusal(simulation, pod('e', { priorityClassName: 'high' }, {}, sized))).toContain('exceeded quota: high');
    expect(refusal(simulation, pod('e', {}, {}, sized))).toBe('');
  });
  it('is not known until its controller has counted, and does not forget while the controller is stopped', () => {
    const simulation = cluster();
    simulation.act({ type: 'fault', fault: 'stop-controller', target: { controller: 'resourcequota-controller' } });
    apply(simulation, quota('q', { pods: '1' }), pod('a'), pod('b'));
    expect(used(simulation)).toBeUndefined();
    simulation.act({ type: 'fault', fault: 'start-controller', target: { controller: 'resourcequota-controller' } });
    simulation.settle();
    expect(used(simulation)).toEqual({ pods: '2' });
    simulation.act({ type: 'fault', fault: 'stop-controller', target: { controller: 'resourcequota-controller' } });
    simulation.api.delete('Pod', 'default', 'a');
    simulation.api.delete('Pod', 'default', 'b');
    simulation.settle();
    expect(refusal(simulation, pod('c'))).toContain('exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=1');
  });
  it('does not count a pod for ever that never ends on a lost node', () => {
    const simulation = cluster(quota('q', { pods: '1' }), pod('web'));
    const node = simulation.api.get('Pod', 'default', 'web')?.spec.nodeName ?? '';
    simulation.act({ type: 'fault', fault: 'partition-node', target: { node } });
    simulation.api.delete('Pod', 'default', 'web');
    simulation.advance(60_000);
    expect(used(simulation)).toEqual({ pods: '1' });
    simulation.advance(400_000);
    expect(used(simulation)).toEqual({ pods: '0' });
    expect(simulation.api.get('Pod', 'default', 'web')).toBeDefined();
  });
  it('must make sense', () => {
    const simulation = cluster();
    const refused = (hard: Parameters<typeof quota>[1], rest: Parameters<typeof quota>[2] = {}): string => refusal(simulation, quota('q', hard, rest)).replace('ResourceQuota "q" is invalid: ', '');
    expect(refused({ cores: '1' })).toBe('[spec.hard[cores]: Invalid value: "cores": must be a standard resource type or fully qualified, spec.hard[cores]: Invalid value: "cores": must be a standard resource for quota]');
    expect(refused({ pods: '1500m' })).toBe('spec.hard[pods]: Invalid value: "1500m": must be an integer');
    expect(refused({ cpu: '-1' })).toBe('spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0');
    expect(refused({ cpu: '1' }, { scopes: ['BestEffort'] })).toBe('spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource');
    expect(refused({ pods: '1' }, { scopes: ['BestEffort', 'NotBestEffort'] })).toBe('spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes');
    expect(refused({ pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } })).toBe(
      "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  });
});
