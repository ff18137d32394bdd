import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CONFIGURATION, expandPlugins, type ExtensionPoint, type SchedulerConfiguration, type SchedulerProfile,
} from '../../../src/engine/scheduler/configuration.ts';
import { validateConfiguration } from '../../../src/engine/scheduler/configuration-validation.ts';
import { createRig, node, pod, type Rig } from './rig.ts';

function configured(...profiles: readonly SchedulerProfile[]): SchedulerConfiguration {
  return { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', profiles };
}

/** Which plugins run at a point, when every one of them has something to do everywhere. */
function namesAt(profile: SchedulerProfile, point: ExtensionPoint): readonly string[] {
  return expandPlugins(profile, () => true)[point].map(({ name, weight }) => `${name} ${weight}`);
}

function problems(configuration: SchedulerConfiguration): readonly string[] {
  return validateConfiguration(configuration).map(({ message }) => message);
}

function rigWith(configuration: SchedulerConfiguration): Rig {
  return createRig({ configuration });
}

describe('the plugins of a profile', () => {
  const OFF = { disabled: [{ name: '*' }] };

  it('are those enabled by default, where nothing is said', () => {
    const names = namesAt({}, 'score');
    expect(names).toContain('TaintToleration 3');
    expect(names).toHaveLength(19);
  });

  it('come in the order of their point: what it overrides, what all points have, what it alone has', () => {
    const multiPoint = { enabled: [{ name: 'A' }, { name: 'B' }, { name: 'C', weight: 4 }], ...OFF };
    const profile = { plugins: { multiPoint, score: { enabled: [{ name: 'D' }, { name: 'C' }, { name: 'B', weight: 9 }] } } };
    expect(namesAt(profile, 'score')).toEqual(['C 4', 'B 9', 'A 1', 'D 1']);
    expect(namesAt(profile, 'filter')).toEqual(['A 1', 'B 1', 'C 4']);
  });

  it('lose what is disabled at a point or everywhere', () => {
    const profile = { plugins: { multiPoint: { disabled: [{ name: 'ImageLocality' }] }, score: { ...OFF, enabled: [{ name: 'NodeResourcesFit', weight: 5 }] } } };
    expect(namesAt(profile, 'score')).toEqual(['NodeResourcesFit 5']);
    expect(namesAt(profile, 'filter').some((name) => name.startsWith('ImageLocality'))).toBe(false);
  });

  it('keep their place when multiPoint only gives them another weight', () => {
    const names = namesAt({ plugins: { multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 50 }] } } }, 'score');
    expect(names.indexOf('NodeAffinity 50')).toBe(namesAt({}, 'score').indexOf('NodeAffinity 2'));
  });
});

describe('profiles', () => {
  const packing: SchedulerProfile = {
    schedulerName: 'packing', plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit', weight: 3 }] } },
    pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } }],
  };

  it('place pods by the scheduler that these ask for', () => {
    const rig = rigWith(configured({ schedulerName: 'default-scheduler' }, packing));
    rig.you.create(node('empty'));
    rig.you.create(node('busy'));
    rig.you.create(pod('there', { cpu: '2', nodeName: 'busy' }));
    rig.you.create(pod('spread', { cpu: '1' }));
    const packed = rig.you.create(pod('packed', { cpu: '1', schedulerName: 'packing' }));
    rig.settle();
    expect(rig.nodeOf('spread')).toBe('empty');
    expect(rig.nodeOf('packed')).toBe('busy');
    expect(rig.scheduler.decisionFor(packed.metadata.uid ?? '')).toMatchObject({ profile: 'packing', scorePlugins: [{ name: 'NodeResourcesFit', weight: 3 }] });
  });

  it('leave pods alone that ask for another scheduler', () => {
    const rig = rigWith(configured(packing));
    rig.you.create(node('a'));
    rig.you.create(pod('web'));
    rig.settle();
    expect(rig.nodeOf('web')).toBeUndefined();
    expect(rig.events('web')).toEqual([]);
  });

  it('do not score at all where all score plugins are off: the first feasible node is taken', () => {
    const rig = rigWith(configured({ plugins: { score: { disabled: [{ name: '*' }] } } }));
    for (const name of ['a', 'b', 'c']) rig.you.create(node(name));
    for (const name of ['x', 'y', 'z']) rig.you.create(pod(name));
    rig.settle();
    expect(['x', 'y', 'z'].map(rig.nodeOf)).toEqual(['a', 'b', 'c']);
  });

  it('schedule gated pods where SchedulingGates is off, and stay silent about preemption without postFilter plugins', () => {
    const rig = rigWith(configured({ plugins: { multiPoint: { disabled: [{ name: 'SchedulingGates' }] }, postFilter: { disabled: [{ name: '*' }] } } }));
    rig.you.create(node('a', { cpu: '1' }));
    rig.you.create(pod('gated', { schedulingGates: [{ name: 'later' }] }));
    rig.you.create(pod('big', { cpu: '2' }));
    rig.settle();
    expect(rig.nodeOf('gated')).toBe('a');
    expect(rig.whyPending('big')).toBe('0/1 nodes are available: 1 Insufficient cpu.');
  });

  it('enforce an affinity of their own besides the pods\'', () => {
    const terms = [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }];
    const rig = rigWith(configured({ pluginConfig: [{ name: 'NodeAffinity', args: { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } }] }));
    rig.you.create(node('plain'));
    rig.you.create(pod('web'));
    rig.settle();
    expect(rig.whyPending('web')).toContain("0/1 nodes are available: 1 node(s) didn't match scheduler-enforced node affinity.");
    rig.you.create(node('fast', { labels: { disk: 'ssd' } }));
    rig.settle();
    expect(rig.nodeOf('web')).toBe('fast');
  });

  it('look at as many nodes as they are told to', () => {
    const rig = rigWith({ ...configured({}), percentageOfNodesToScore: 100 });
    for (let index = 0; index < 150; index++) rig.you.create(node(`n-${index}`));
    const all = rig.you.create(pod('all'));
    rig.settle();
    expect(rig.scheduler.decisionFor(all.metadata.uid ?? '')?.nodes).toHaveLength(150);
    rig.scheduler.configure(configured({ percentageOfNodesToScore: 10 }));
    const some = rig.you.create(pod('some'));
    rig.settle();
    expect(rig.scheduler.decisionFor(some.metadata.uid ?? '')?.nodes).toHaveLength(100);
  });

  it('spread pods that say nothing as the profile says', () => {
    const defaultConstraints = [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }];
    const rig = rigWith(configured({ pluginConfig: [{ name: 'PodTopologySpread', args: { defaultingType: 'List', defaultConstraints } }] }));
    rig.you.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' } } });
    rig.you.create(node('a', { zone: 'a' }));
    rig.you.create(node('b', { zone: 'b', cpu: '1' }));
    for (let index = 0; index < 3; index++) rig.you.create(pod(`web-${index}`, { cpu: '900m', labels: { app: 'web' } }));
    rig.settle();
    expect(rig.whyPending('web-2') ?? rig.whyPending('web-1') ?? rig.whyPending('web-0')).toBeUndefined();
    rig.you.create(pod('web-3', { cpu: '900m', labels: { app: 'web' } }));
    rig.settle();
    expect(rig.whyPending('web-3')).toContain("1 Insufficient cpu, 1 node(s) didn't match pod topology spread constraints.");
  });
});

describe('a configuration', () => {
  it('is what upstream runs with by default, can be changed while the scheduler runs, and is part of a checkpoint', () => {
    const rig = createRig();
    expect(rig.scheduler.configuration).toBe(DEFAULT_CONFIGURATION);
    const quick = { ...configured({}), podInitialBackoffSeconds: 3, podMaxBackoffSeconds: 3 };
    rig.you.create(node('a', { cpu: '1' }));
    rig.you.create(pod('big', { cpu: '2' }));
    rig.settle();
    rig.scheduler.configure(quick);
    const copy = createRig({ saved: rig.save() });
    expect(copy.scheduler.configuration).toEqual(quick);
    for (const one of [rig, copy]) {
      one.settle();
      one.you.create(node('b', { cpu: '4' }));
      one.advance(2_500);
      expect(one.nodeOf('big')).toBeUndefined();
      one.advance(1_500);
      expect(one.nodeOf('big')).toBe('b');
    }
    expect(JSON.stringify(copy.save())).toBe(JSON.stringify(rig.save()));
  });

  it('keeps what was decided before it came', () => {
    const rig = createRig();
    rig.you.create(node('a'));
    const { metadata } = rig.you.create(pod('web'));
    rig.settle();
    const before = rig.scheduler.decisionFor(metadata.uid ?? '');
    rig.scheduler.configure(configured({ schedulerName: 'default-scheduler' }, { schedulerName: 'other' }));
    expect(rig.scheduler.decisionFor(metadata.uid ?? '')).toEqual(before);
  });

  it('is refused in upstream\'s words', () => {
    expect(problems(DEFAULT_CONFIGURATION)).toEqual([]);
    expect(problems({})).toEqual([]);
    expect(problems({ ...configured({}), percentageOfNodesToScore: 101, podInitialBackoffSeconds: 0, podMaxBackoffSeconds: -1 })).toEqual([
      'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
      'podInitialBackoffSeconds: Invalid value: 0: must be greater than 0',
      'podMaxBackoffSeconds: Invalid value: -1: must be greater than or equal to PodInitialBackoffSeconds',
    ]);
    expect(problems(configured({ schedulerName: 'a' }, { schedulerName: 'a' }, {}))).toEqual([
      'profiles[1].schedulerName: Duplicate value: "profiles[0].schedulerName"', 'profiles[2].schedulerName: Required value',
    ]);
    expect(problems(configured({ plugins: { filter: { enabled: [{ name: 'EBSLimits' }, { name: 'Nonsense' }] }, bind: { disabled: [{ name: '*' }] } } }))).toEqual([
      'profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": was invalid in version "kubescheduler.config.k8s.io/v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")',
      'profiles[0].plugins.filter.enabled[1]: Invalid value: "Nonsense": plugin does not exist',
      'profiles[0].plugins.bind: Required value: at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
    ]);
  });

  it('has its plugins\' arguments checked', () => {
    const withArgs = (name: string, args: Readonly<Record<string, unknown>>): readonly string[] =>
      problems(configured({ pluginConfig: [{ name, args }] })).map((message) => message.replace('profiles[0].pluginConfig[0].args.', ''));
    const strategy = (scoringStrategy: object): readonly string[] => withArgs('NodeResourcesFit', { scoringStrategy });
    expect(strategy({ type: 'Best' })).toEqual(['scoringStrategy.type: Unsupported value: "Best": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"']);
    expect(strategy({ resources: [{ name: 'cpu', weight: 101 }] })).toEqual(['scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]']);
    expect(strategy({ type: 'RequestedToCapacityRatio' })).toEqual(['scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio']);
    expect(strategy({ type: 'RequestedToCapacityRatio', requestedToCapacityRatio: { shape: [{ utilization: 50, score: 0 }, { utilization: 50, score: 11 }] } })).toEqual([
      'scoringStrategy.requestedToCapacityRatio.shape[1].utilization: Invalid value: 50: values must be sorted in increasing order',
      'scoringStrategy.requestedToCapacityRatio.shape[1].score: Invalid value: 11: not in valid range [0, 10]',
    ]);
    expect(withArgs('InterPodAffinity', { hardPodAffinityWeight: 101 })).toEqual(['hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]']);
    expect(withArgs('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] })).toEqual(['resources[0].weight: Invalid value: 2: must be 1']);
    expect(withArgs('DefaultPreemption', { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 })).toEqual([
      'minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute',
      'minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage',
    ]);
    expect(withArgs('PodTopologySpread', { defaultConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Perhaps', labelSelector: {} }] })).toEqual([
      'defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
      'defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf)',
      'defaultConstraints[0].topologyKey: Required value: can not be empty',
      'defaultConstraints[0].whenUnsatisfiable: Unsupported value: "Perhaps": supported values: "DoNotSchedule", "ScheduleAnyway"',
      'defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod',
    ]);
  });
});
