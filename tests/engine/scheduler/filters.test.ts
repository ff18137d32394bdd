import { describe, expect, it } from 'vitest';
import { createRig, node, pod, type NodeTraits, type PodTraits } from './rig.ts';

/** `plugin: reasons` for a refused node, by node; nodes that would do are left out. */
function refusals(nodes: Readonly<Record<string, NodeTraits>>, wanted: PodTraits, others: readonly (readonly [string, PodTraits])[] = []): Record<string, string> {
  const rig = createRig();
  for (const [name, traits] of Object.entries(nodes)) rig.you.create(node(name, traits));
  others.forEach(([on, traits], index) => rig.you.create(pod(`other-${index}`, { ...traits, nodeName: on })));
  const created = rig.you.create(pod('web', wanted));
  rig.settle();
  const decision = rig.scheduler.decisionFor(created.metadata.uid ?? '');
  return Object.fromEntries((decision?.nodes ?? []).flatMap(({ node: name, refusedBy }) => (refusedBy ? [[name, `${refusedBy.plugin}: ${refusedBy.reasons.join(', ')}`]] : [])));
}

const NO_SCHEDULE = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
const CORDONED: NodeTraits = { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] };

describe('filters', () => {
  it('NodeUnschedulable refuses cordoned nodes unless the pod tolerates that', () => {
    expect(refusals({ a: CORDONED, b: {} }, {})).toEqual({ a: 'NodeUnschedulable: node(s) were unschedulable' });
    expect(refusals({ a: CORDONED, b: {} }, { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] })).toEqual({});
  });

  it.each([
    ['nothing', undefined, true],
    ['the value', [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }], false],
    ['the value, by the default operator', [{ key: 'dedicated', value: 'gpu' }], false],
    ['another value', [{ key: 'dedicated', value: 'cpu' }], true],
    ['the key', [{ key: 'dedicated', operator: 'Exists' }], false],
    ['another effect', [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }], true],
    ['everything', [{ operator: 'Exists' }], false],
  ])('TaintToleration: a pod that tolerates %s', (_, tolerations, refused) => {
    expect(refusals({ a: { taints: NO_SCHEDULE }, b: {} }, tolerations ? { tolerations } : {})).toEqual(refused ? { a: 'TaintToleration: node(s) had untolerated taint(s)' } : {});
  });

  it('TaintToleration does not mind PreferNoSchedule', () => {
    expect(refusals({ a: { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] } }, {})).toEqual({});
  });

  it('NodeAffinity obeys nodeSelector and required terms', () => {
    const nodes = { a: { labels: { disk: 'ssd' } }, b: { labels: { disk: 'hdd' } } };
    const words = "NodeAffinity: node(s) didn't match Pod's node affinity/selector";
    expect(refusals(nodes, { nodeSelector: { disk: 'ssd' } })).toEqual({ b: words });
    const affinity = (operator: string, values?: string[]): PodTraits => ({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator, ...(values ? { values } : {}) }] }] } } },
    });
    expect(refusals(nodes, affinity('In', ['hdd', 'tape']))).toEqual({ a: words });
    expect(refusals(nodes, affinity('DoesNotExist'))).toEqual({ a: words, b: words });
  });

  it('NodeAffinity looks only at the nodes that every term names', () => {
    const rig = createRig();
    for (const name of ['a', 'b', 'c']) rig.you.create(node(name));
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }];
    const created = rig.you.create(pod('daemon', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } }));
    rig.settle();
    expect(rig.nodeOf('daemon')).toBe('b');
    expect(rig.scheduler.decisionFor(created.metadata.uid ?? '')?.nodes).toEqual([{ node: 'b', refusedBy: null, scores: null, total: null }]);
  });

  it('NodePorts refuses nodes where the port is taken, by the same protocol and an overlapping address', () => {
    const words = "NodePorts: node(s) didn't have free ports for the requested pod ports";
    expect(refusals({ a: {}, b: {} }, { hostPort: 80 }, [['a', { hostPort: 80 }]])).toEqual({ a: words });
    expect(refusals({ a: {}, b: {} }, { hostPort: 81 }, [['a', { hostPort: 80 }]])).toEqual({});
    const at = (hostIP: string, protocol = 'TCP'): PodTraits => ({ containers: [{ name: 'm', image: 'nginx', ports: [{ containerPort: 80, hostPort: 80, hostIP, protocol }] }] });
    expect(refusals({ a: {}, b: {} }, at('10.0.0.1'), [['a', at('10.0.0.2')]])).toEqual({});
    expect(refusals({ a: {}, b: {} }, at('10.0.0.1'), [['a', at('')]])).toEqual({ a: words });
    expect(refusals({ a: {}, b: {} }, at('', 'UDP'), [['a', at('')]])).toEqual({});
  });

  it.each<readonly [string, NodeTraits, PodTraits, PodTraits, string | undefined]>([
    ['exactly enough', { cpu: '1', memory: '1Gi' }, { cpu: '600m', memory: '512Mi' }, { cpu: '400m', memory: '512Mi' }, undefined],
    ['too little CPU', { cpu: '1' }, { cpu: '601m' }, { cpu: '400m' }, 'Insufficient cpu'],
    ['too little memory', { memory: '1Gi' }, { memory: '513Mi' }, { memory: '512Mi' }, 'Insufficient memory'],
    ['too little of both', { cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }, { cpu: '1m', memory: '1' }, 'Insufficient cpu, Insufficient memory'],
    ['too little storage', {}, {}, { requests: { 'ephemeral-storage': '101Gi' } }, 'Insufficient ephemeral-storage'],
    ['no pod left', { pods: '1' }, {}, {}, 'Too many pods'],
    ['no such device', {}, {}, { requests: { 'nvidia.com/gpu': '1' } }, 'Insufficient nvidia.com/gpu'],
    ['the last device', { more: { 'nvidia.com/gpu': '2' } }, { requests: { 'nvidia.com/gpu': '1' } }, { requests: { 'nvidia.com/gpu': '1' } }, undefined],
    ['the devices in use', { more: { 'nvidia.com/gpu': '2' } }, { requests: { 'nvidia.com/gpu': '2' } }, { requests: { 'nvidia.com/gpu': '1' } }, 'Insufficient nvidia.com/gpu'],
    ['a pod that asks for nothing on a full node', { cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }, {}, undefined],
  ])('NodeResourcesFit: %s', (_, traits, there, wanted, reasons) => {
    expect(refusals({ a: traits }, wanted, [['a', there]])).toEqual(reasons === undefined ? {} : { a: `NodeResourcesFit: ${reasons}` });
  });

  it('NodeResourcesFit counts the largest init container, and sidecars with what runs beside them', () => {
    const main = { name: 'main', image: 'nginx', resources: { requests: { cpu: '300m' } } };
    const first = { name: 'init', image: 'nginx', resources: { requests: { cpu: '900m' } } };
    const sidecar = { name: 'side', image: 'nginx', restartPolicy: 'Always', resources: { requests: { cpu: '200m' } } };
    expect(refusals({ a: { cpu: '900m' } }, { containers: [main], initContainers: [first] })).toEqual({});
    expect(refusals({ a: { cpu: '1' } }, { containers: [main], initContainers: [sidecar, first] })).toEqual({ a: 'NodeResourcesFit: Insufficient cpu' });
  });

  it('finished pods hold nothing, terminating ones do', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    const job = rig.you.create<'Pod'>(pod('job', { cpu: '1', nodeName: 'a' }));
    rig.you.create(pod('web', { cpu: '1' }));
    rig.settle();
    expect(rig.nodeOf('web')).toBeUndefined();
    rig.you.updateStatus<'Pod'>({ ...job, status: { phase: 'Succeeded' } });
    rig.settle();
    expect(rig.nodeOf('web')).toBe('a');
    rig.you.delete('Pod', 'default', 'web');
    rig.you.create(pod('next', { cpu: '1' }));
    rig.settle();
    expect(rig.nodeOf('next')).toBeUndefined();
  });
});

describe('PodTopologySpread with DoNotSchedule', () => {
  const words = "PodTopologySpread: node(s) didn't match pod topology spread constraints";
  const spread = (more: object = {}): PodTraits => ({
    labels: { app: 'web' },
    topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } }, ...more }],
  });
  const web = { labels: { app: 'web' } };
  const zones = { a1: { zone: 'a' }, a2: { zone: 'a' }, b1: { zone: 'b' }, c1: { zone: 'c' } };

  it('keeps the fullest zone within maxSkew of the emptiest', () => {
    expect(refusals(zones, spread(), [['a1', web], ['b1', web]])).toEqual({ a1: words, a2: words, b1: words });
    expect(refusals(zones, spread({ maxSkew: 2 }), [['a1', web], ['b1', web]])).toEqual({});
    expect(refusals(zones, spread(), [['a1', web], ['b1', web], ['c1', { labels: { app: 'other' } }]])).toEqual({ a1: words, a2: words, b1: words });
  });

  it('refuses nodes without the label for good', () => {
    expect(refusals({ a1: { zone: 'a' }, x: {} }, spread())).toEqual({ x: `${words} (missing required label)` });
  });

  it('takes the least as 0 while there are fewer domains than minDomains', () => {
    expect(refusals({ a1: { zone: 'a' }, b1: { zone: 'b' } }, spread({ minDomains: 3 }), [['a1', web], ['b1', web]])).toEqual({ a1: words, b1: words });
    expect(refusals({ a1: { zone: 'a' }, b1: { zone: 'b' } }, spread({ minDomains: 2 }), [['a1', web], ['b1', web]])).toEqual({});
  });

  it('leaves out nodes that the pod cannot use, by affinity unless told otherwise, by taints when told so', () => {
    const some = { a1: { zone: 'a', labels: { disk: 'ssd' } }, b1: { zone: 'b', labels: { disk: 'ssd' } }, c1: { zone: 'c' } };
    const others = [['a1', web], ['b1', web]] as const;
    const refusedByDisk = "NodeAffinity: node(s) didn't match Pod's node affinity/selector";
    expect(refusals(some, { ...spread(), nodeSelector: { disk: 'ssd' } }, others)).toEqual({ c1: refusedByDisk });
    expect(refusals(some, { ...spread({ nodeAffinityPolicy: 'Ignore' }), nodeSelector: { disk: 'ssd' } }, others)).toEqual({ a1: words, b1: words, c1: refusedByDisk });
    const tainted = { a1: { zone: 'a' }, b1: { zone: 'b' }, c1: { zone: 'c', taints: NO_SCHEDULE } };
    const refusedByTaint = 'TaintToleration: node(s) had untolerated taint(s)';
    expect(refusals(tainted, spread(), others)).toEqual({ a1: words, b1: words, c1: refusedByTaint });
    expect(refusals(tainted, spread({ nodeTaintsPolicy: 'Honor' }), others)).toEqual({ c1: refusedByTaint });
  });

  it('tells the revisions of a workload apart by matchLabelKeys', () => {
    const revision = (hash: string): PodTraits => ({ labels: { app: 'web', 'pod-template-hash': hash } });
    const wanted = { ...spread({ matchLabelKeys: ['pod-template-hash'] }), ...revision('new') };
    expect(refusals(zones, wanted, [['a1', revision('old')], ['a2', revision('new')]])).toEqual({ a1: words, a2: words });
  });
});
