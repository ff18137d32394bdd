import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyOptions } from '../../property-settings.ts';
import { budget, comeToRest, endGrace, put } from './preemption-rig.ts';
import { createRig, node, pod, type Pod, type Rig } from './rig.ts';

type Step =
  | { readonly do: 'pod'; readonly cpu: number; readonly priority: number; readonly port: boolean; readonly never: boolean; readonly grace: boolean; readonly guarded: boolean }
  | { readonly do: 'delete-pod' | 'cordon' | 'uncordon' | 'delete-node' | 'start-pod'; readonly pick: number }
  | { readonly do: 'node'; readonly cpu: number }
  | { readonly do: 'budget'; readonly allowed: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'leave' | 'copy' | 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9, arbitrary: fc.record({
      // Few kinds, so that pods meet others of their own.
      do: fc.constant('pod' as const), cpu: fc.constantFrom(2, 4, 6), priority: fc.integer({ min: -1, max: 3 }), port: fc.constantFrom(false, false, false, true), never: fc.constantFrom(false, false, false, true),
      grace: fc.boolean(), guarded: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('delete-pod' as const, 'cordon' as const, 'uncordon' as const, 'delete-node' as const, 'start-pod' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('node' as const), cpu: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('budget' as const), allowed: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 4000 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'copy' as const, 'restart' as const) }) },
);

interface World {
  rig: Rig;
  made: number;
  /** by uid. */
  readonly priorities: Map<string, number>;
}

function start(seed: number): World {
  const rig = createRig({ seed });
  for (const name of ['n-a', 'n-b', 'n-c']) rig.you.create(node(name, { cpu: '800m', pods: '6' }));
  return { rig, made: 0, priorities: new Map() };
}

function take(world: World, next: Step): void {
  const { rig } = world;
  const name = `x-${world.made++}`;
  if (next.do === 'wait') rig.advance(next.ms);
  else if (next.do === 'leave') endGrace(rig);
  else if (next.do === 'copy') world.rig = createRig({ saved: rig.save() });
  else if (next.do === 'restart') {
    rig.scheduler.stop();
    rig.scheduler.start();
  } else if (next.do === 'node') rig.you.create(node(name, { cpu: `${next.cpu * 100}m`, pods: '6' }));
  else if (next.do === 'budget') put(rig, budget('guard', { app: 'guarded' }, next.allowed));
  else if (next.do === 'pod') {
    const { cpu, priority, port, never, grace, guarded } = next;
    const created = rig.you.create<'Pod'>(pod(name, {
      cpu: `${cpu * 100}m`, priority, terminationGracePeriodSeconds: grace ? 2 : 0, labels: { app: guarded ? 'guarded' : 'free' },
      ...(port ? { hostPort: 80 } : {}), ...(never ? { preemptionPolicy: 'Never' } : {}),
    }));
    world.priorities.set(created.metadata.uid ?? '', priority);
  } else if ('pick' in next) change(rig, next.do, next.pick);
}

function change(rig: Rig, what: 'delete-pod' | 'cordon' | 'uncordon' | 'delete-node' | 'start-pod', pick: number): void {
  const found = rig.you.list(what.endsWith('pod') ? 'Pod' : 'Node');
  const picked = found[pick % found.length];
  if (!picked) return;
  const { namespace = '', name = '' } = picked.metadata;
  if (what === 'delete-pod') rig.you.delete('Pod', namespace, name, { gracePeriodSeconds: 0 });
  else if (what === 'delete-node') rig.you.delete('Node', '', name);
  else if (what === 'start-pod') {
    const started = picked as Pod;
    if (started.spec.nodeName) rig.you.updateStatus<'Pod'>({ ...started, status: { ...started.status, startTime: new Date(rig.kernel.now()).toISOString() } });
  } else {
    const { spec: _, ...known } = picked as ReturnType<typeof node>;
    rig.you.update<'Node'>({ ...known, spec: what === 'cordon' ? { unschedulable: true } : {} });
  }
}

const millis = (text = '0m'): number => Number(text.slice(0, -1));
const cpuOf = ({ spec }: Pod): number => millis(spec.containers[0]?.resources?.requests?.cpu);
const usesPort = ({ spec }: Pod): boolean => spec.containers[0]?.ports !== undefined;

/** Whether the pod would have room if all pods of lower priority left the node. */
function wouldFit(rig: Rig, wanted: Pod, { metadata, spec, status }: ReturnType<typeof node>): boolean {
  if (spec?.unschedulable) return false;
  const staying = rig.store.select('Pod', { nodeName: metadata.name ?? '' }).filter((other) => (other.spec.priority ?? 0) >= (wanted.spec.priority ?? 0));
  const used = staying.reduce((sum, other) => sum + cpuOf(other), 0);
  return used + cpuOf(wanted) <= millis(status?.allocatable?.cpu) && staying.length < Number(status?.allocatable?.pods) && !(usesPort(wanted) && staying.some(usesPort));
}

describe('preemption, whatever happens', () => {
  it('leaves no pod waiting that would have room if pods of lower priority left, and takes nothing from pods of the same or a higher one', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 50 }), fc.nat(), (steps, seed) => {
      const world = start(seed);
      for (const next of steps) take(world, next);
      const { rig, priorities } = world;
      comeToRest(rig);
      for (const waiting of rig.store.select('Pod').filter(({ spec }) => !spec.nodeName && spec.preemptionPolicy !== 'Never')) {
        expect(rig.store.select('Node').filter((at) => wouldFit(rig, waiting, at as ReturnType<typeof node>))).toEqual([]);
      }
      for (const { reason, message = '', involvedObject } of rig.store.select('Event')) {
        if (reason !== 'Preempted') continue;
        const preemptor = /Preempted by pod (\S+) on node/.exec(message)?.[1] ?? '';
        expect(priorities.get(involvedObject.uid ?? '')).toBeLessThan(priorities.get(preemptor) ?? Number.NaN);
      }
    }), propertyOptions(150));
  });

  it('a copy made at any moment ends as the original does', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), fc.nat(), (before, after, seed) => {
      const original = start(seed);
      for (const next of before) take(original, next);
      const copy: World = { ...original, rig: createRig({ saved: original.rig.save() }) };
      for (const world of [original, copy]) {
        for (const next of after) take(world, next);
        comeToRest(world.rig);
      }
      expect(JSON.stringify(copy.rig.save())).toBe(JSON.stringify(original.rig.save()));
    }), propertyOptions(100));
  });
});
