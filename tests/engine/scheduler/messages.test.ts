import { describe, expect, it } from 'vitest';
import { createRig, node, pod } from './rig.ts';

const NO_SCHEDULE = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }];

describe('what the scheduler says', () => {
  it('counts and sorts the reasons, and says that preemption found nothing', () => {
    const rig = createRig();
    rig.you.create(node('a', { taints: NO_SCHEDULE }));
    for (const name of ['b', 'c']) {
      rig.you.create(node(name, { cpu: '1' }));
      rig.you.create(pod(`on-${name}`, { cpu: '1', nodeName: name }));
    }
    rig.you.create(pod('web', { cpu: '500m' }));
    rig.settle();
    const message = '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: '
      + '0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.';
    expect(rig.whyPending('web')).toBe(message);
    expect(rig.events('web')).toEqual([`FailedScheduling: ${message}`]);
    expect(rig.pod('web').status?.conditions).toEqual([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastProbeTime: null, lastTransitionTime: '2026-01-05T10:00:00Z', observedGeneration: 1 },
    ]);
    expect(rig.scheduler.decisionFor(rig.pod('web').metadata.uid ?? '')).toMatchObject({ outcome: 'unschedulable', node: null, message });
  });

  it('knows that no victim helps a pod larger than the node', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    rig.you.create(pod('web', { cpu: '2', memory: '1Ti' }));
    rig.settle();
    expect(rig.whyPending('web')).toBe('0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. no new claims to deallocate, preemption: '
      + '0/1 nodes are available: 1 Preemption is not helpful for scheduling.');
  });

  it('sorts counts as texts', () => {
    const rig = createRig();
    for (let i = 0; i < 10; i++) rig.you.create(node(`a-${i}`, { cpu: '100m' }));
    for (let i = 0; i < 2; i++) rig.you.create(node(`b-${i}`, { unschedulable: true }));
    rig.you.create(pod('web', { cpu: '1' }));
    rig.settle();
    expect(rig.whyPending('web')).toMatch(/^0\/12 nodes are available: 10 Insufficient cpu, 2 node\(s\) were unschedulable\. /);
  });

  it('says why nodes were not looked at', () => {
    const rig = createRig();
    for (const name of ['a', 'b', 'c']) rig.you.create(node(name));
    rig.you.create(node('d', { cpu: '1' }));
    const named = (name: string): object => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }] } } });
    rig.you.create(pod('gone', { affinity: named('z') }));
    rig.you.create(pod('full', { cpu: '2', affinity: named('d') }));
    rig.settle();
    const tail = 'no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.';
    expect(rig.whyPending('gone')).toBe(`0/4 nodes are available: 4 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${tail}`);
    expect(rig.whyPending('full')).toBe(`0/4 nodes are available: 1 Insufficient cpu, 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${tail}`);
  });

  it('says that affinity terms conflict before looking at nodes', () => {
    const rig = createRig();
    rig.you.create(node('a'));
    const fields = ['a', 'b'].map((name) => ({ key: 'metadata.name', operator: 'In', values: [name] }));
    rig.you.create(pod('web', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: fields }] } } } }));
    rig.settle();
    expect(rig.whyPending('web')).toBe('0/1 nodes are available: pod affinity terms conflict. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.');
  });

  it('respects a pod that never preempts', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    rig.you.create(pod('web', { cpu: '2', preemptionPolicy: 'Never' }));
    rig.settle();
    expect(rig.whyPending('web')).toBe('0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.');
  });

  it('says that there are no nodes', () => {
    const rig = createRig();
    rig.you.create(pod('web'));
    rig.settle();
    expect(rig.whyPending('web')).toBe('no nodes available to schedule pods');
    expect(rig.events('web')).toEqual(['FailedScheduling: no nodes available to schedule pods']);
  });

  it('says where a pod went', () => {
    const rig = createRig();
    rig.you.create(node('a'));
    const created = rig.you.create(pod('web'));
    rig.settle();
    expect(rig.events('web')).toEqual(['Scheduled: Successfully assigned default/web to a']);
    expect(rig.scheduler.decisionFor(created.metadata.uid ?? '')).toMatchObject({ outcome: 'scheduled', node: 'a', message: 'Successfully assigned default/web to a' });
  });
});
