import { describe, expect, it } from 'vitest';
import type { SchedulerConfiguration } from '../../../src/engine/scheduler/configuration.ts';
import { filterVerdicts, type Decision } from '../../../src/engine/scheduler/decision.ts';
import { tryPlacements } from '../../../src/engine/scheduler/placement-trial.ts';
import { createRig, node, pod, type Pod, type Rig } from './rig.ts';

const SPREADING: SchedulerConfiguration = {};
const PACKING: SchedulerConfiguration = {
  profiles: [{
    pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } }],
    plugins: { score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] } },
  }],
};

/** A stopped scheduler, so that pods wait. */
function begin(): Rig {
  const rig = createRig({ start: false });
  for (const name of ['a', 'b', 'c']) rig.you.create(node(name, { cpu: '4' }));
  return rig;
}
function tryIn(rig: Rig, configuration: SchedulerConfiguration, pods?: readonly Pod[]): readonly Decision[] {
  return tryPlacements({ client: rig.you, atMs: rig.kernel.now(), configuration, ...(pods ? { pods } : {}) });
}
const placesIn = (rig: Rig, configuration: SchedulerConfiguration): readonly (string | null)[] => tryIn(rig, configuration).map(({ node: name }) => name);

describe('placements that are only tried', () => {
  it('put two configurations side by side', () => {
    const rig = begin();
    for (let index = 0; index < 3; index++) rig.you.create(pod(`web-${index}`, { cpu: '1', memory: '1Gi' }));
    expect(new Set(placesIn(rig, SPREADING)).size).toBe(3);
    expect(new Set(placesIn(rig, PACKING)).size).toBe(1);
  });

  it('leave the cluster and its luck as they are, and come out the same each time', () => {
    const rig = createRig();
    for (const name of ['a', 'b', 'c']) rig.you.create(node(name));
    for (let index = 0; index < 4; index++) rig.you.create(pod(`big-${index}`, { cpu: '9', priority: index }));
    rig.settle();
    const before = JSON.stringify(rig.save());
    const first = tryIn(rig, SPREADING);
    expect(tryIn(rig, SPREADING)).toEqual(first);
    expect(first).toHaveLength(4);
    expect(JSON.stringify(rig.save())).toBe(before);
  });

  it('take pods by priority, and say why one finds no node', () => {
    const rig = begin();
    for (const name of ['a', 'b']) rig.you.delete('Node', '', name);
    const low = rig.you.create(pod('low', { cpu: '3' }));
    const high = rig.you.create(pod('high', { cpu: '3', priority: 9 }));
    const [first, second] = tryIn(rig, SPREADING);
    expect(first).toMatchObject({ podUid: high.metadata.uid, outcome: 'scheduled', node: 'c', message: 'Successfully assigned default/high to c' });
    expect(second).toMatchObject({ podUid: low.metadata.uid, outcome: 'unschedulable' });
    expect(second?.message).toMatch(/^0\/1 nodes are available: 1 Insufficient cpu\. no new claims to deallocate, preemption: /);
  });

  it('can be about pods that are not there yet', () => {
    const rig = begin();
    rig.you.create(pod('waiting', { cpu: '4' }));
    const [decision, ...others] = tryIn(rig, SPREADING, [pod('imagined', { cpu: '2' })]);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({ outcome: 'scheduled', message: expect.stringContaining('default/imagined') as string });
  });

  it('count victims of preemption as gone', () => {
    const rig = begin();
    for (const name of ['a', 'b']) rig.you.delete('Node', '', name);
    rig.you.create(pod('victim', { cpu: '3', nodeName: 'c' }));
    rig.you.create(pod('urgent', { cpu: '3', priority: 9 }));
    expect(tryIn(rig, SPREADING)).toMatchObject([
      { outcome: 'scheduled', node: 'c', preemption: { nominatedNode: 'c', victims: [{ namespace: 'default', name: 'victim' }], message: '' } },
    ]);
    expect(rig.nodeOf('victim')).toBe('c');
    expect(rig.pod('victim').metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('a decision', () => {
  it('tells what each filter said of each node', () => {
    const rig = createRig();
    rig.you.create(node('closed', { unschedulable: true }));
    rig.you.create(node('full', { cpu: '1' }));
    rig.you.create(node('open'));
    const { metadata } = rig.you.create(pod('web', { cpu: '2', hostPort: 80 }));
    rig.settle();
    const decision = rig.scheduler.decisionFor(metadata.uid ?? '');
    expect(decision).toMatchObject({ profile: 'default-scheduler', filterPlugins: ['NodeUnschedulable', 'NodePorts', 'NodeResourcesFit'], narrowedBy: [], preemption: null });
    const verdicts = Object.fromEntries(decision?.nodes.map((verdict) => [verdict.node, filterVerdicts(decision, verdict).map((one) => one.verdict)]) ?? []);
    expect(verdicts).toEqual({
      closed: ['refused', 'not reached', 'not reached'], full: ['passed', 'passed', 'refused'], open: ['passed', 'passed', 'passed'],
    });
  });

  it('names what narrowed the nodes down, and what preemption came to', () => {
    const rig = createRig();
    for (const name of ['a', 'b']) rig.you.create(node(name, { cpu: '1' }));
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }];
    const { metadata } = rig.you.create(pod('agent', { cpu: '2', affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } }));
    rig.settle();
    expect(rig.scheduler.decisionFor(metadata.uid ?? '')).toMatchObject({
      narrowedBy: ['NodeAffinity'], nodes: [{ node: 'b' }],
      preemption: { nominatedNode: null, victims: [], message: 'no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.' },
    });
  });

  it('is not kept where nobody asks for explanations', () => {
    const rig = createRig({ explain: false });
    rig.you.create(node('a'));
    const { metadata } = rig.you.create(pod('web'));
    rig.settle();
    expect(rig.nodeOf('web')).toBe('a');
    expect(rig.scheduler.decisionFor(metadata.uid ?? '')).toBeUndefined();
  });
});
