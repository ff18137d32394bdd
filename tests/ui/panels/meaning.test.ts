import { describe, expect, it } from 'vitest';
import { decisionSentence, feasibleNodes, refusals } from '../../../src/ui/panels/decision-summary.ts';
import { meaningOf } from '../../../src/ui/panels/glossary.ts';
import { DEFAULT_PLUGINS } from '../../../src/engine/scheduler/configuration.ts';
import { explainPlugin, PLUGINS } from '../../../src/ui/panels/scheduler-plugins.ts';
import { sessionMarks } from '../../../src/ui/panels/session-marks.ts';
import type { WorkloadView } from '../../../src/worker/protocol.ts';
import { statusLine } from '../../../src/ui/panels/status-line.ts';
import { clockAt, DEEDS, DEPLOYMENT, EVENTS, node, nodeView, NOW, podDetail, podView, REPLICA_SET, SCHEDULED, START, UNSCHEDULABLE, WORKLOADS } from './panels-fixture.ts';

describe('the scheduler’s decision', () => {
  it('is told by the points of the best two, and by what set them apart', () => {
    expect(decisionSentence(SCHEDULED, 'web')).toBe('node-3 won with 627 points, 95 more than node-1: fewer pods of web on it or around it, and more of its images already, though node-1 has more CPU and memory left.');
    expect(decisionSentence({ ...SCHEDULED, strategy: 'MostAllocated' }, 'web')).toContain('though node-1 has less CPU and memory left, which is what is wanted.');
  });

  it('says when chance decided among equals', () => {
    const even = SCHEDULED.nodes.map((verdict) => (verdict.total === null ? verdict : { ...verdict, total: 600 }));
    expect(decisionSentence({ ...SCHEDULED, nodes: even }, 'web')).toBe('node-3 won with 600 points. node-1 had as many, and chance decided.');
    expect(decisionSentence({ ...SCHEDULED, nodes: [...even, { ...(even[0] as (typeof even)[0]), node: 'node-4' }] }, 'web')).toContain('2 others had as many, and chance decided.');
  });

  it('says when nothing scores', () => {
    const unscored = SCHEDULED.nodes.map((verdict) => ({ ...verdict, scores: null, total: null }));
    expect(decisionSentence({ ...SCHEDULED, nodes: unscored, scorePlugins: [] }, 'web')).toMatch(/^node-3 was chosen: nothing scores nodes/);
  });

  it('says when there was no choice', () => {
    const only = { ...SCHEDULED, nodes: [{ node: 'node-3', refusedBy: null, scores: null, total: null }] };
    expect(decisionSentence(only, 'web')).toBe('node-3 was the only node that could take it.');
    expect(decisionSentence(UNSCHEDULABLE, 'web')).toBe('None of the 3 nodes could take it.');
  });

  it('says why no node was looked at', () => {
    const unseen = (message: string, narrowedBy: readonly string[] = []) => decisionSentence({ ...UNSCHEDULABLE, nodes: [], message, narrowedBy }, 'web');
    expect(unseen('no nodes available to schedule pods')).toBe('There was no node to look at.');
    expect(unseen('0/3 nodes are available: persistentvolumeclaim "data" not found.')).toBe('No node was looked at: the reason is the same for all of them.');
    expect(unseen("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", ['NodeAffinity'])).toBe('NodeAffinity left no node to look at.');
  });

  it('puts the chosen node first, even among equals', () => {
    const even = SCHEDULED.nodes.map((verdict) => (verdict.total === null ? verdict : { ...verdict, total: 600 }));
    expect(feasibleNodes({ ...SCHEDULED, nodes: even }).map((verdict) => verdict.node)).toEqual(['node-3', 'node-1']);
  });

  it('gathers nodes that were refused for the same reason', () => {
    expect(refusals(UNSCHEDULABLE)).toEqual([
      { plugin: 'NodeResourcesFit', reasons: ['Insufficient memory'], nodes: ['node-1', 'node-3'] },
      { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'], nodes: ['node-2'] },
    ]);
  });
});

describe('the glossary', () => {
  it.each(['Pod', 'Node', 'ReplicaSet', 'Deployment', 'kubelet', 'lease', 'taint', 'tolerations', 'Conditions', 'reconcile', 'rollout', 'readiness', 'liveness', 'eviction', 'Controlled By', 'finalizer'])(
    'knows %s, in one sentence', (term) => {
      expect(meaningOf(term)).toMatch(/^[A-Z][^\n]+\.$/);
    },
  );

  it('does not guess', () => {
    expect(meaningOf('constructor')).toBeUndefined();
    expect(meaningOf('toString')).toBeUndefined();
    expect(meaningOf('web')).toBeUndefined();
  });

  it.each([
    ['NodeUnschedulable', 'filter'], ['NodeName', 'filter'], ['TaintToleration', 'filter'], ['TaintToleration', 'score'], ['NodeAffinity', 'score'], ['NodePorts', 'filter'],
    ['NodeResourcesFit', 'filter'], ['NodeResourcesFit', 'score'], ['NodeResourcesBalancedAllocation', 'score'], ['ImageLocality', 'score'], ['PodTopologySpread', 'score'],
  ] as const)('explains %s as a %s', (plugin, as) => {
    expect(explainPlugin(plugin, as)).toMatch(as === 'filter' ? /refuses/i : /prefers/i);
  });
});

describe('the plugins of the scheduler', () => {
  it('are all explained, and those that score with their formula', () => {
    for (const { name, weight } of DEFAULT_PLUGINS) {
      expect(explainPlugin(name, 'filter')).toMatch(/\.$/);
      if (weight !== undefined) expect(PLUGINS[name]).toMatchObject({ score: expect.stringMatching(/^Prefers .*\.$/) as string, formula: expect.stringContaining('100') as string });
    }
    expect(Object.keys(PLUGINS)).toEqual(DEFAULT_PLUGINS.map(({ name }) => name));
  });
});

describe('statusLine', () => {
  const deployment = { ...podDetail(), reference: DEPLOYMENT, object: { kind: 'Deployment', metadata: {} } };

  it('says where a pod runs and since when', () => {
    expect(statusLine(podDetail(), { pod: podView() })).toBe('Running on node-3 since 10:02:58');
  });

  it('says since when a pod is leaving, and since when nothing is known of it', () => {
    const metadata = { deletionTimestamp: '2026-01-05T10:03:00Z', deletionGracePeriodSeconds: 30 };
    expect(statusLine(podDetail({ object: { kind: 'Pod', metadata } }), { pod: podView({ spokenState: 'Terminating' }) })).toBe('Terminating on node-3 since 10:02:30');
    const conditions = [{ type: 'Ready', status: 'False', reason: '', message: '', sinceMs: Date.parse('2026-01-05T10:01:00Z') }];
    expect(statusLine(podDetail({ conditions }), { pod: podView({ shape: 'unknown', spokenState: 'Unknown' }) })).toBe('Unknown on node-3 since 10:01:00');
  });

  it('says that a pod waits for a node', () => {
    const detail = podDetail({ object: { kind: 'Pod', metadata: {} }, conditions: [] });
    expect(statusLine(detail, { pod: podView({ node: null, status: 'Pending', spokenState: 'Pending' }) })).toBe('Waiting for a node since 10:02:57');
  });

  it('says how many pods of a workload or a ReplicaSet are ready', () => {
    expect(statusLine(deployment, { workload: WORKLOADS[0] })).toBe('5 of 6 pods ready');
    const replicaSet = { ...deployment, reference: REPLICA_SET, object: { kind: 'ReplicaSet', spec: { replicas: 1 }, status: {} } };
    expect(statusLine(replicaSet, {})).toBe('0 of 1 pod ready');
  });

  it('says how a node is', () => {
    const detail = { ...deployment, reference: node('node-2'), conditions: [{ type: 'Ready', status: 'Unknown', reason: '', message: '', sinceMs: NOW - 300_600 }] };
    expect(statusLine(detail, { node: nodeView('node-2', { ready: 'NotReady', unschedulable: true, podCount: 1 }) })).toBe('NotReady since 09:57:57, takes no new pods, 1 pod');
  });

  it('says that an object is gone or going', () => {
    const job: WorkloadView = { key: 'Job/default/work', kind: 'Job', namespace: 'default', name: 'work', hue: 0, desired: 8, ready: 3, updated: 3, available: 3, counts: 'done', note: 'indexes 0-2' };
    expect(statusLine(deployment, { workload: job })).toBe('3 of 8 done, indexes 0-2');
    expect(statusLine(deployment, { workload: { ...job, kind: 'CronJob', desired: 2, ready: 1, note: '*/2 * * * *' } })).toBe('1 of 2 pods done, runs at */2 * * * *');
    expect(statusLine({ ...deployment, object: null }, { workload: WORKLOADS[0] })).toBe('Deleted');
    expect(statusLine({ ...deployment, object: { metadata: { deletionTimestamp: '2026-01-05T10:02:00Z' } } }, {})).toBe('Terminating, asked to go at 10:02:00');
  });
});

describe('sessionMarks', () => {
  it('places deeds and warnings between the start and now', () => {
    const marks = sessionMarks(clockAt(NOW), DEEDS, EVENTS, 1_000);
    expect(marks.presentX).toBeCloseTo(940);
    expect(marks.deeds[0]?.x).toBeCloseTo(940 * (NOW - 356_000 - START) / (NOW - START));
    expect(marks.warnings).toHaveLength(1);
  });

  it('does not spread the first seconds over the whole line', () => {
    expect(sessionMarks(clockAt(START + 6_000), [], [], 1_000).presentX).toBeCloseTo(94);
  });
});
