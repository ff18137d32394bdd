import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyOptions } from '../../property-settings.ts';
import { comeToRest } from './preemption-rig.ts';
import { createRig, node, pod, replicaSet, type Rig } from './rig.ts';

type Step =
  | { readonly do: 'pod'; readonly cpu: number; readonly memory: number; readonly port: boolean; readonly owned: boolean; readonly priority: number }
  | { readonly do: 'delete-pod' | 'cordon' | 'uncordon' | 'delete-node'; readonly pick: number }
  | { readonly do: 'node'; readonly cpu: number; readonly zone: number }
  | { readonly do: 'stop' | 'start' | 'api-down' | 'api-up' | 'copy' }
  | { readonly do: 'wait'; readonly ms: number };

const small = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pod' as const), cpu: small, memory: small, port: fc.boolean(), owned: fc.boolean(), priority: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('delete-pod' as const, 'cordon' as const, 'uncordon' as const, 'delete-node' as const), pick: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('node' as const), cpu: fc.integer({ min: 1, max: 20 }), zone: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'start' as const, 'api-down' as const, 'api-up' as const, 'copy' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 3000 }) }) },
);

interface World {
  rig: Rig;
  up: boolean;
  made: number;
}

function take(world: World, next: Step): void {
  const { rig } = world;
  if (next.do === 'wait') rig.advance(next.ms);
  else if (next.do === 'stop') rig.scheduler.stop();
  else if (next.do === 'start') rig.scheduler.start();
  else if (next.do === 'copy') world.rig = createRig({ saved: rig.save() });
  else if (next.do === 'api-down') {
    rig.stopApiServer();
    world.up = false;
  } else if (next.do === 'api-up') {
    if (!world.up) rig.startApiServer();
    world.up = true;
  } else if (world.up) write(world, next);
}

function write(world: World, next: Step): void {
  const { rig } = world;
  const name = `x-${world.made++}`;
  if (next.do === 'pod') {
    const { cpu, memory, port, owned, priority } = next;
    rig.you.create(pod(name, {
      cpu: `${cpu * 100}m`, memory: `${memory * 100}Mi`, priority, labels: { app: 'web' }, ...(port ? { hostPort: 80 } : {}), ...(owned ? { owner: 'web' } : {}),
    }));
  } else if (next.do === 'node') rig.you.create(node(name, { cpu: `${next.cpu * 100}m`, memory: '2000Mi', pods: '5', zone: `zone-${next.zone}` }));
  else if ('pick' in next) {
    const found = rig.you.list(next.do === 'delete-pod' ? 'Pod' : 'Node');
    const picked = found[next.pick % found.length];
    if (!picked) return;
    const { namespace = '', name: of = '' } = picked.metadata;
    if (next.do === 'delete-pod') rig.you.delete('Pod', namespace, of, { gracePeriodSeconds: 0 });
    else if (next.do === 'delete-node') rig.you.delete('Node', '', of);
    else rig.you.update<'Node'>({ ...node(of), metadata: picked.metadata, status: (picked as ReturnType<typeof node>).status, spec: next.do === 'cordon' ? { unschedulable: true } : {} });
  }
}

const millis = (text = '0m'): number => (text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1000);
const mebibytes = (text = '0Mi'): number => Number(text.slice(0, -2));

/** What is left of a node, from nothing but the API. */
function room(rig: Rig, name: string): { readonly cpu: number; readonly memory: number; readonly pods: number; readonly port: boolean } {
  const allocatable = rig.store.get('Node', name)?.status?.allocatable;
  const left = { cpu: millis(allocatable?.cpu), memory: mebibytes(allocatable?.memory), pods: Number(allocatable?.pods), ports: 1 };
  for (const { spec } of rig.store.select('Pod', { nodeName: name })) {
    const requests = spec.containers[0]?.resources?.requests;
    left.cpu -= millis(requests?.cpu);
    left.memory -= mebibytes(requests?.memory);
    left.pods--;
    if (spec.containers[0]?.ports) left.ports--;
  }
  expect(Math.min(left.cpu, left.memory, left.pods, left.ports)).toBeGreaterThanOrEqual(0);
  return { ...left, port: left.ports > 0 };
}

describe('whatever happens', () => {
  it('no node is over-committed, and in the end no pod waits that a node has room for', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.nat(), (steps, seed) => {
      const world: World = { rig: createRig({ seed }), up: true, made: 0 };
      world.rig.you.create(replicaSet('web', { app: 'web' }));
      for (const next of steps) take(world, next);
      take(world, { do: 'api-up' });
      take(world, { do: 'start' });
      const { rig } = world;
      comeToRest(rig);
      const rooms = rig.store.select('Node').filter(({ spec }) => !spec?.unschedulable).map(({ metadata }) => room(rig, metadata.name ?? ''));
      for (const { spec } of rig.store.select('Pod')) {
        if (spec.nodeName) continue;
        const requests = spec.containers[0]?.resources?.requests;
        const fits = rooms.some(({ cpu, memory, pods, port }) => {
          return millis(requests?.cpu) <= cpu && mebibytes(requests?.memory) <= memory && pods > 0 && (port || !spec.containers[0]?.ports);
        });
        expect(fits).toBe(false);
      }
    }), propertyOptions(150));
  });

  it('a copy made at any moment ends as the original does', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), fc.nat(), (before, after, seed) => {
      const original: World = { rig: createRig({ seed }), up: true, made: 0 };
      original.rig.you.create(replicaSet('web', { app: 'web' }));
      for (const next of before) take(original, next);
      const copy: World = { ...original, rig: createRig({ saved: original.rig.save() }) };
      for (const world of [original, copy]) {
        for (const next of after) take(world, next);
        take(world, { do: 'api-up' });
        world.rig.advance(400_000);
      }
      expect(JSON.stringify(copy.rig.save())).toBe(JSON.stringify(original.rig.save()));
    }), propertyOptions(100));
  });
});
