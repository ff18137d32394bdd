import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/engine/api/api-server.ts';
import { createRandom } from '../../../src/engine/random.ts';
import { createSchedulingCycle, type CycleOptions, type SchedulingCycle } from '../../../src/engine/scheduler/cycle.ts';
import { createDefaultSelectors } from '../../../src/engine/scheduler/default-selector.ts';
import { createNodeSnapshot } from '../../../src/engine/scheduler/node-snapshot.ts';
import { createNominations } from '../../../src/engine/scheduler/nominations.ts';
import { demandOf } from '../../../src/engine/scheduler/pod-demand.ts';
import { createPodTallies } from '../../../src/engine/scheduler/pod-tallies.ts';
import type { PluginHandle } from '../../../src/engine/scheduler/plugin.ts';
import { createProfile, type Profile } from '../../../src/engine/scheduler/profile.ts';
import { createRefusals } from '../../../src/engine/scheduler/refusals.ts';
import { propertyOptions } from '../../property-settings.ts';
import { node, pod, replicaSet, type Pod, type PodTraits } from './rig.ts';

type Step =
  | { readonly do: 'schedule'; readonly template: number; readonly nominate: boolean }
  | { readonly do: 'delete-pod' | 'cordon' | 'relabel' | 'taint' | 'resize' | 'remove-node' | 'pull-image'; readonly pick: number }
  | { readonly do: 'add-node' };

const near = (app: string, topologyKey: string): PodTraits['affinity'] => ({
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: { topologyKey, labelSelector: { matchLabels: { app } } } }] },
});
/** Kinds of pods that between them give every plugin something to do. */
const TEMPLATES: readonly PodTraits[] = [
  { cpu: '300m', memory: '200Mi' },
  { cpu: '700m', labels: { app: 'web' }, owner: 'web', priority: 5 },
  { cpu: '100m', labels: { app: 'web' }, tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
  { memory: '900Mi', nodeSelector: { disk: 'ssd' } },
  { cpu: '200m', hostPort: 80, image: 'big' },
  {
    cpu: '200m', requests: { 'nvidia.com/gpu': '1' },
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } }] } },
  },
  {
    cpu: '100m', labels: { app: 'spread' },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'spread' } } }],
  },
  { cpu: '100m', labels: { app: 'near' }, affinity: near('web', 'topology.kubernetes.io/zone') },
  { cpu: '9', priority: 10 },
];

function nodeOf(index: number, variant: number): ReturnType<typeof node> {
  return node(`n-${String(index).padStart(3, '0')}`, {
    cpu: `${1 + (variant % 4)}`, memory: `${1 + (variant % 3)}Gi`, pods: '6', zone: `zone-${index % 3}`, more: variant % 5 === 0 ? { 'nvidia.com/gpu': '2' } : {},
    labels: variant % 2 === 0 ? { disk: 'ssd' } : {},
    ...(variant % 7 === 0 ? { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] } : variant % 7 === 1 ? { taints: [{ key: 'slow', effect: 'PreferNoSchedule' }] } : {}),
  });
}

/** One cluster, and schedulers that look at it in different ways with the same luck. */
function createWorld(nodeCount: number, variants: readonly number[]) {
  const snapshot = createNodeSnapshot();
  const shared = {
    snapshot, refusals: createRefusals(), tallies: createPodTallies(snapshot), selectors: createDefaultSelectors(), nominations: createNominations(snapshot.touch),
    client: { select: () => [], get: () => undefined } as unknown as Client, recorder: { event: () => undefined }, now: () => 0,
  };
  shared.selectors.setReplicaSet(replicaSet('web', { app: 'web' }));
  const ways: readonly CycleOptions[] = [{ explain: true }, { explain: true, remember: false }, { explain: false }];
  const profiles: Profile[] = [];
  const cycles: SchedulingCycle[] = ways.map((options) => {
    const handle: PluginHandle = { ...shared, random: createRandom(3) };
    const profile = createProfile({ schedulerName: 'default-scheduler' }, handle, 0);
    profiles.push(profile);
    return createSchedulingCycle(profile, handle, { nextStart: 0 }, options);
  });
  const trackers = [shared.tallies, ...profiles.flatMap(({ plugins }) => [...plugins.values()].flatMap(({ tracking }) => tracking ?? []))];
  const bound: Pod[] = [];
  let made = 0;
  let nodes = 0;
  for (; nodes < nodeCount; nodes++) snapshot.setNode(nodeOf(nodes, variants[nodes % variants.length] ?? 0));

  function schedule(template: number, nominate: boolean): void {
    const drawn = pod(`p-${made}`, TEMPLATES[template] ?? {});
    const next: Pod = { ...drawn, metadata: { ...drawn.metadata, uid: `uid-${String(made++).padStart(4, '0')}` } };
    const [first, ...others] = cycles.map((cycle) => cycle.run({ pod: next, demand: demandOf(next.spec) }));
    for (const other of others) expect(other.node?.name).toBe(first?.node?.name);
    expect(others[0]?.record).toEqual(first?.record);
    if (first?.node === null) expect(others[0]).toMatchObject({ failure: first.failure, refusedBy: first.refusedBy });
    const [anyNode] = snapshot.nodes;
    if (!first?.node || nominate) {
      if (nominate && anyNode) shared.nominations.set({ ...next, status: { nominatedNodeName: anyNode.name } });
      return;
    }
    const there: Pod = { ...next, spec: { ...next.spec, nodeName: first.node.name } };
    bound.push(there);
    const info = snapshot.addPod(there);
    for (const tracker of trackers) tracker.podAdded(info, there);
  }
  function change(step: Exclude<Step, { readonly do: 'schedule' }>): void {
    if (step.do === 'add-node') {
      snapshot.setNode(nodeOf(nodes, variants[nodes % variants.length] ?? 0));
      nodes++;
    } else if (step.do === 'delete-pod') {
      const [gone] = bound.splice(step.pick % Math.max(1, bound.length), 1);
      const info = gone && snapshot.removePod(gone);
      if (gone && info) for (const tracker of trackers) tracker.podRemoved(info, gone);
    } else {
      const current = snapshot.nodes[step.pick % snapshot.nodes.length]?.node;
      if (!current) return;
      const { metadata, spec, status } = current;
      if (step.do === 'remove-node' && snapshot.nodes.length > 1) snapshot.removeNode(metadata.name ?? '');
      else if (step.do === 'cordon') snapshot.setNode({ ...current, spec: { ...spec, unschedulable: !spec?.unschedulable } });
      else if (step.do === 'relabel') snapshot.setNode({ ...current, metadata: { ...metadata, labels: { ...metadata.labels, disk: metadata.labels?.disk === 'ssd' ? 'hdd' : 'ssd' } } });
      else if (step.do === 'taint') snapshot.setNode({ ...current, spec: { ...spec, taints: spec?.taints ? [] : [{ key: 'slow', effect: 'PreferNoSchedule' }] } });
      else if (step.do === 'resize') snapshot.setNode({ ...current, status: { ...status, allocatable: { ...status?.allocatable, cpu: '3' } } });
      else if (step.do === 'pull-image') snapshot.setNode({ ...current, status: { ...status, images: [{ names: ['big:latest'], sizeBytes: 800 * 1024 ** 2 }] } });
    }
  }
  return { take: (step: Step) => (step.do === 'schedule' ? schedule(step.template, step.nominate) : change(step)) };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('schedule' as const), template: fc.nat({ max: TEMPLATES.length - 1 }), nominate: fc.nat({ max: 9 }).map((one) => one === 0) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('delete-pod' as const, 'cordon' as const, 'relabel' as const, 'taint' as const, 'resize' as const, 'remove-node' as const, 'pull-image' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add-node' as const) }) },
);

describe('what is remembered of pods that are alike', () => {
  it('leads to the same verdicts, scores and choices as working everything out anew', () => {
    fc.assert(fc.property(fc.constantFrom(1, 3, 12, 130), fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 8 }), fc.array(step, { maxLength: 60 }), (nodeCount, variants, steps) => {
      const world = createWorld(nodeCount, variants);
      for (const one of steps) world.take(one);
    }), propertyOptions(200));
  });
});
