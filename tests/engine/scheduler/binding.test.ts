import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plugin, StepResult } from '../../../src/engine/scheduler/plugin.ts';
import { createRig, node, pod, type Rig } from './rig.ts';

/** What a plugin of our own says at each point; nothing where it is not asked. */
const says: { reserve?: () => StepResult; permit?: () => StepResult; preBind?: (sinceMs: number) => StepResult; steps: string[] } = { steps: [] };

vi.mock(import('../../../src/engine/scheduler/plugins/registry.ts'), async (importOriginal) => {
  const { createPlugins } = await importOriginal();
  return {
    createPlugins(handle, profile) {
      const plugins = new Map(createPlugins(handle, profile));
      const slow: Plugin = {
        name: 'VolumeBinding', watches: ['ConfigMap'], retryOn: { ConfigMapAdd: (_, __, after) => after?.metadata.name === 'helpful' },
        reserve: (_, info) => (says.steps.push(`reserve ${info.name}`), says.reserve?.()),
        unreserve: (_, info) => void says.steps.push(`unreserve ${info.name}`),
        permit: () => says.permit?.(),
        preBind: (_, __, sinceMs) => says.preBind?.(sinceMs),
        postBind: (_, info) => void says.steps.push(`postBind ${info.name}`),
      };
      return plugins.set(slow.name, slow);
    },
  };
});

function begin(): Rig {
  const rig = createRig();
  rig.you.create(node('a', { cpu: '2' }));
  return rig;
}

describe('on the way to a node', () => {
  beforeEach(() => {
    for (const point of ['reserve', 'permit', 'preBind'] as const) delete says[point];
    says.steps.length = 0;
  });

  it('a pod is reserved, bound and told about', () => {
    const rig = begin();
    rig.you.create(pod('web'));
    rig.settle();
    expect(rig.nodeOf('web')).toBe('a');
    expect(says.steps).toEqual(['reserve a', 'postBind a']);
  });

  it('a pod that takes a while counts as being on its node, and waits for it in its status', () => {
    const rig = begin();
    says.preBind = (sinceMs) => (rig.kernel.now() - sinceMs < 3_000 ? { retryInMs: 1_000 } : undefined);
    const slow = rig.you.create(pod('slow', { cpu: '1500m' }));
    rig.advance(100);
    expect(rig.nodeOf('slow')).toBeUndefined();
    expect(rig.pod('slow').status?.nominatedNodeName).toBe('a');
    expect(rig.scheduler.decisionFor(slow.metadata.uid ?? '')?.message).toBe('default/slow is about to be assigned to a');
    rig.you.create(pod('other', { cpu: '1' }));
    rig.advance(1_000);
    expect(rig.whyPending('other')).toContain('0/1 nodes are available: 1 Insufficient cpu.');
    rig.advance(3_000);
    expect(rig.nodeOf('slow')).toBe('a');
    expect(rig.scheduler.decisionFor(slow.metadata.uid ?? '')?.message).toBe('Successfully assigned default/slow to a');
    expect(rig.events('slow')).toEqual(['Scheduled: Successfully assigned default/slow to a']);
  });

  it('a pod comes there from a checkpoint, too', () => {
    const rig = begin();
    says.preBind = (sinceMs) => (rig.kernel.now() - sinceMs < 3_000 ? { retryInMs: 1_000 } : undefined);
    rig.you.create(pod('slow', { cpu: '1500m' }));
    rig.advance(1_500);
    const copy = createRig({ saved: rig.save() });
    copy.you.create(pod('other', { cpu: '1' }));
    copy.advance(500);
    expect(copy.whyPending('other')).toContain('1 Insufficient cpu');
    rig.advance(500);
    for (const one of [rig, copy]) {
      says.preBind = (sinceMs) => (one.kernel.now() - sinceMs < 3_000 ? { retryInMs: 1_000 } : undefined);
      one.advance(3_000);
      expect(one.nodeOf('slow')).toBe('a');
    }
  });

  it('a pod that fails late is taken back, gives its room to others and is tried again', () => {
    const rig = begin();
    let tries = 0;
    says.preBind = (sinceMs) => (rig.kernel.now() - sinceMs < 2_000 ? { retryInMs: 500 } : tries++ === 0 ? { error: 'volume is gone' } : undefined);
    rig.you.create(pod('slow', { cpu: '1500m' }));
    rig.advance(100);
    rig.you.create(pod('other', { cpu: '1', priority: 5 }));
    rig.advance(2_000);
    expect(says.steps).toContain('unreserve a');
    expect(rig.events('slow')).toEqual(['FailedScheduling: running PreBind plugin "VolumeBinding": volume is gone']);
    says.preBind = () => undefined;
    rig.advance(20_000);
    expect(rig.nodeOf('other')).toBe('a');
    expect(rig.whyPending('slow')).toContain('1 Insufficient cpu');
  });

  it('a pod that is refused by its own node waits in the unschedulable set', () => {
    const rig = begin();
    says.reserve = () => ({ refused: 'node(s) had no room after all' });
    rig.you.create(pod('web'));
    rig.settle();
    expect(rig.whyPending('web')).toBe('0/1 nodes are available: 1 node(s) had no room after all.');
    expect(says.steps).toEqual(['reserve a', 'unreserve a']);
    expect(rig.scheduler.queueLength).toBe(0);
  });

  it('a pod that was refused is tried again when an object comes that its plugin waits for', () => {
    const rig = begin();
    says.reserve = () => ({ refused: 'node(s) had no room after all' });
    rig.you.create(pod('web'));
    rig.settle();
    delete says.reserve;
    for (const name of ['useless', 'helpful']) {
      expect(rig.nodeOf('web')).toBeUndefined();
      rig.you.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });
      rig.settle();
    }
    expect(rig.nodeOf('web')).toBe('a');
  });

  it('a pod that is deleted meanwhile leaves its node to others', () => {
    const rig = begin();
    says.permit = () => ({ retryInMs: 1_000 });
    rig.you.create(pod('slow', { cpu: '1500m' }));
    rig.advance(100);
    delete says.permit;
    rig.you.create(pod('other', { cpu: '1' }));
    rig.advance(100);
    rig.you.delete('Pod', 'default', 'slow', { gracePeriodSeconds: 0 });
    rig.advance(10_000);
    expect(rig.nodeOf('other')).toBe('a');
  });
});
