import { describe, expect, it } from 'vitest';
import { createFleet } from '../../../src/engine/controllers/daemonset/fleet.ts';
import { restoreSimulation, type Checkpoint, type Simulation } from '../../../src/engine/simulation.ts';
import { eventsOf, isReady } from '../web-cluster.ts';
import { advanceUntil, changeNode, daemonCluster, daemonPods, daemonSet, logs, placed, rolling, type Pod } from './daemonset-cluster.ts';

const IMAGE = 'nginx:1.26';
const NEW_IMAGE = 'nginx:1.27';
const update = (simulation: Simulation, more = {}): void => void simulation.api.apply(daemonSet({ container: { image: NEW_IMAGE }, more }));
const onNode = (simulation: Simulation, node: string): Pod | undefined => daemonPods(simulation).find(({ spec }) => spec.nodeName === node);

describe('a DaemonSet', () => {
  it('puts one pod on each node, by the default scheduler, and reports them', () => {
    const simulation = daemonCluster();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${IMAGE}*`, `node-3 ${IMAGE}*`]);
    const { uid } = logs(simulation).metadata;
    const [revision] = simulation.api.list('ControllerRevision');
    const hash = revision?.metadata.labels?.['controller-revision-hash'];
    expect(revision).toMatchObject({ metadata: { name: `logs-${hash}` }, revision: 1 });
    for (const { metadata, spec } of daemonPods(simulation)) {
      expect(metadata.name).toMatch(/^logs-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(metadata.labels).toEqual({ app: 'logs', 'controller-revision-hash': hash, 'pod-template-generation': '1' });
      expect(metadata.ownerReferences).toEqual([{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'logs', uid, controller: true, blockOwnerDeletion: true }]);
      const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [spec.nodeName] }] }];
      expect(spec.affinity).toEqual({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } });
      expect(spec.schedulerName).toBe('default-scheduler');
    }
    expect(logs(simulation).status).toEqual({
      currentNumberScheduled: 3, desiredNumberScheduled: 3, numberMisscheduled: 0, numberReady: 3, updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 1,
    });
    expect(eventsOf(simulation, 'logs').sort()).toEqual(daemonPods(simulation).map(({ metadata }) => `SuccessfulCreate: Created pod: ${metadata.name}`).sort());
  });

  it('gives its pods the tolerations of daemons', () => {
    const limited = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
    const simulation = daemonCluster(daemonSet({ pod: { hostNetwork: true, tolerations: [limited] } }), 1);
    expect(daemonPods(simulation)[0]?.spec.tolerations?.map(({ key, effect, tolerationSeconds }) => `${key}:${effect}:${tolerationSeconds ?? ''}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute:', 'node.kubernetes.io/unreachable:NoExecute:', 'node.kubernetes.io/disk-pressure:NoSchedule:',
      'node.kubernetes.io/memory-pressure:NoSchedule:', 'node.kubernetes.io/pid-pressure:NoSchedule:', 'node.kubernetes.io/unschedulable:NoSchedule:',
      'node.kubernetes.io/network-unavailable:NoSchedule:',
    ]);
  });

  it('follows nodes that come and go, and runs on cordoned ones', () => {
    const simulation = daemonCluster();
    simulation.faults.inject('cordon-node', { node: 'node-1' });
    simulation.faults.inject('add-node', { node: 'node-9' });
    simulation.faults.inject('remove-node', { node: 'node-2' });
    simulation.api.delete('Pod', 'default', onNode(simulation, 'node-1')?.metadata.name ?? '');
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-3 ${IMAGE}*`, `node-9 ${IMAGE}*`]);
    expect(logs(simulation).status).toMatchObject({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3, numberMisscheduled: 0 });
  });

  it('stays on a node that is lost, which counts as misplaced: nobody tolerates the NoSchedule taint of such a node', () => {
    const simulation = daemonCluster();
    const { uid } = onNode(simulation, 'node-2')?.metadata ?? {};
    simulation.faults.inject('power-off-node', { node: 'node-2' });
    simulation.advance(900_000);
    expect(onNode(simulation, 'node-2')?.metadata).toMatchObject({ uid });
    expect(onNode(simulation, 'node-2')?.metadata.deletionTimestamp).toBeUndefined();
    expect(logs(simulation).status).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2, numberMisscheduled: 1 });
  });

  it('is left alone when a node is drained', () => {
    const simulation = daemonCluster();
    simulation.faults.inject('drain-node', { node: 'node-1' });
    simulation.advance(60_000);
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${IMAGE}*`, `node-3 ${IMAGE}*`]);
  });

  it('runs only where its node selector and affinity allow, and leaves a node that no longer matches', () => {
    const terms = [{ matchExpressions: [{ key: 'disk', operator: 'NotIn', values: ['hdd'] }] }];
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
    const simulation = daemonCluster(daemonSet({ pod: { nodeSelector: { pool: 'a' }, affinity } }));
    expect(placed(simulation)).toEqual([]);
    expect(logs(simulation).status).toMatchObject({ desiredNumberScheduled: 0, observedGeneration: 1 });
    for (const node of ['node-1', 'node-2', 'node-3']) changeNode(simulation, node, { labels: { pool: 'a', disk: node === 'node-3' ? 'hdd' : 'ssd' } });
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${IMAGE}*`]);
    const { name } = onNode(simulation, 'node-2')?.metadata ?? {};
    changeNode(simulation, 'node-2', { labels: { pool: 'b' } });
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`]);
    expect(eventsOf(simulation, 'logs')).toContain(`SuccessfulDelete: Deleted pod: ${name}`);
    expect(logs(simulation).status).toMatchObject({ desiredNumberScheduled: 1, currentNumberScheduled: 1, numberMisscheduled: 0 });
  });

  it('keeps its pod under a NoSchedule taint, counted as misplaced, and makes none', () => {
    const simulation = daemonCluster();
    changeNode(simulation, 'node-1', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] });
    simulation.settle();
    expect(placed(simulation)).toHaveLength(3);
    expect(logs(simulation).status).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 2, numberMisscheduled: 1, numberReady: 2 });
    simulation.api.delete('Pod', 'default', onNode(simulation, 'node-1')?.metadata.name ?? '');
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-2 ${IMAGE}*`, `node-3 ${IMAGE}*`]);
    changeNode(simulation, 'node-2', { taints: [{ key: 'gpu', effect: 'NoExecute' }] });
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-3 ${IMAGE}*`]);
  });

  it('deletes a failed pod at once the first time, and then with growing back-off', () => {
    const simulation = daemonCluster(daemonSet(), 1);
    const fail = (): number => {
      advanceUntil(simulation, () => daemonPods(simulation).some(isReady));
      const pod = daemonPods(simulation).find(isReady);
      const failed = { ...pod, status: { ...pod?.status, phase: 'Failed' } };
      simulation.act({ type: 'update', object: failed as never, subresource: 'status' });
      const failedAtMs = simulation.now();
      advanceUntil(simulation, () => simulation.api.get('Pod', 'default', pod?.metadata.name ?? '')?.metadata.uid !== pod?.metadata.uid || daemonPods(simulation).some(({ metadata }) => metadata.deletionTimestamp));
      return simulation.now() - failedAtMs;
    };
    const [first = 0, ...later] = [fail(), fail(), fail(), fail(), fail(), fail()];
    expect(first).toBeLessThan(100);
    expect(Math.max(...later)).toBeGreaterThan(4_000);
    expect(eventsOf(simulation, 'logs').filter((event) => /^FailedDaemonPod: Found failed daemon pod default\/logs-\w{5} on node node-1, will try to kill it$/.test(event))).toHaveLength(6);
  });

  it('replaces a pod that succeeded', () => {
    const simulation = daemonCluster(daemonSet(), 1);
    const [pod] = daemonPods(simulation);
    simulation.act({ type: 'update', object: { ...pod, status: { ...pod?.status, phase: 'Succeeded' } } as never, subresource: 'status' });
    simulation.settle();
    expect(eventsOf(simulation, 'logs')).toContain(`SucceededDaemonPod: Found succeeded daemon pod default/${pod?.metadata.name} on node node-1, will try to delete it`);
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`]);
    expect(daemonPods(simulation)[0]?.metadata.uid).not.toBe(pod?.metadata.uid);
  });

  it('adopts pods that it selects and releases those that it no longer does', () => {
    const simulation = daemonCluster(daemonSet(), 2);
    const free = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'free', labels: { app: 'logs' } }, spec: { nodeName: 'node-1', containers: [{ name: 'main', image: IMAGE }] } };
    simulation.api.create(free);
    simulation.settle();
    // The older of two on a node stays.
    expect(simulation.api.get('Pod', 'default', 'free')).toBeUndefined();
    const pod = onNode(simulation, 'node-2');
    simulation.act({ type: 'update', object: { ...pod, metadata: { ...pod?.metadata, labels: { app: 'other' } } } as never });
    simulation.settle();
    expect(simulation.api.get('Pod', 'default', pod?.metadata.name ?? '')?.metadata.ownerReferences).toBeUndefined();
    expect(placed(simulation)).toHaveLength(3);
  });

  it('makes pods for hundreds of nodes in bursts of 250', () => {
    const simulation = daemonCluster(daemonSet({ pod: { nodeSelector: { none: 'such' } } }), 300);
    simulation.api.apply(daemonSet());
    const made: number[] = [];
    simulation.watch(['Pod'], ({ type, atMs }) => void (type === 'ADDED' && made.push(atMs)));
    simulation.settle();
    expect(made).toHaveLength(300);
    expect(made.filter((atMs) => atMs === made[0])).toHaveLength(250);
    expect(logs(simulation).status?.numberReady).toBe(300);
  });
});

describe('an update of a DaemonSet', () => {
  it('replaces pods one after the other', () => {
    const simulation = daemonCluster();
    let fewest = 3;
    simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, daemonPods(simulation).filter(isReady).length)));
    update(simulation);
    simulation.settle();
    expect(fewest).toBe(2);
    expect(placed(simulation)).toEqual([`node-1 ${NEW_IMAGE}*`, `node-2 ${NEW_IMAGE}*`, `node-3 ${NEW_IMAGE}*`]);
    expect(logs(simulation).status).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 2 });
    expect(daemonPods(simulation).map(({ metadata }) => metadata.labels?.['pod-template-generation'])).toEqual(['2', '2', '2']);
  });

  it('goes no further while a new pod is not available', () => {
    const simulation = daemonCluster(daemonSet({ more: rolling({ maxUnavailable: '50%' }) }), 5);
    simulation.api.apply(daemonSet({ container: { image: 'nginx:no-such-tag' }, more: rolling({ maxUnavailable: '50%' }) }));
    simulation.advance(600_000);
    expect(placed(simulation).filter((pod) => pod.endsWith('*'))).toHaveLength(2);
    expect(logs(simulation).status).toMatchObject({ updatedNumberScheduled: 3, numberUnavailable: 3 });
  });

  it('waits for minReadySeconds', () => {
    const more = { minReadySeconds: 20 };
    const simulation = daemonCluster(daemonSet({ more }));
    const startMs = simulation.now();
    update(simulation, more);
    simulation.settle();
    expect(simulation.now() - startMs).toBeGreaterThan(60_000);
    expect(logs(simulation).status).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 });
  });

  it('surges: the new pod is there before the old one goes', () => {
    const more = rolling({ maxSurge: 1, maxUnavailable: 0 });
    const simulation = daemonCluster(daemonSet({ more }));
    let [fewest, most] = [3, 3];
    simulation.watch(['Pod'], () => {
      fewest = Math.min(fewest, new Set(daemonPods(simulation).filter(isReady).map(({ spec }) => spec.nodeName)).size);
      most = Math.max(most, daemonPods(simulation).filter(({ metadata }) => !metadata.deletionTimestamp).length);
    });
    update(simulation, more);
    simulation.settle();
    expect([fewest, most]).toEqual([3, 4]);
    expect(placed(simulation)).toEqual([`node-1 ${NEW_IMAGE}*`, `node-2 ${NEW_IMAGE}*`, `node-3 ${NEW_IMAGE}*`]);
  });

  it('waits for the back-off of failed pods while it surges, too, where a node evicts whatever comes to it', () => {
    const more = rolling({ maxSurge: 1, maxUnavailable: 0 });
    const simulation = daemonCluster(daemonSet({ more }));
    simulation.act({ type: 'fault', fault: 'disk-pressure', target: { node: 'node-1' } });
    update(simulation, more);
    for (let minute = 0; minute < 10; minute++) {
      simulation.advance(60_000);
      expect(daemonPods(simulation).filter(({ spec }) => spec.nodeName === 'node-1').length).toBeLessThan(3);
    }
    simulation.act({ type: 'fault', fault: 'relieve-pressure', target: { node: 'node-1' } });
    simulation.advance(1_800_000);
    expect(placed(simulation)).toEqual([`node-1 ${NEW_IMAGE}*`, `node-2 ${NEW_IMAGE}*`, `node-3 ${NEW_IMAGE}*`]);
  });

  it('does nothing on its own with OnDelete', () => {
    const more = { updateStrategy: { type: 'OnDelete' } };
    const simulation = daemonCluster(daemonSet({ more }));
    update(simulation, more);
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${IMAGE}*`, `node-3 ${IMAGE}*`]);
    expect(logs(simulation).status).toMatchObject({ observedGeneration: 2, numberAvailable: 3 });
    expect(logs(simulation).status?.updatedNumberScheduled).toBeUndefined();
    simulation.api.delete('Pod', 'default', onNode(simulation, 'node-2')?.metadata.name ?? '');
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${NEW_IMAGE}*`, `node-3 ${IMAGE}*`]);
  });

  it('can be rolled back, which makes the old revision the newest', () => {
    const simulation = daemonCluster();
    update(simulation);
    simulation.settle();
    const target = { kind: 'DaemonSet', namespace: 'default', name: 'logs' };
    expect(simulation.act({ type: 'rollback', target }).sentence).toBe('You rolled DaemonSet logs back to revision 1');
    simulation.settle();
    expect(placed(simulation)).toEqual([`node-1 ${IMAGE}*`, `node-2 ${IMAGE}*`, `node-3 ${IMAGE}*`]);
    expect(simulation.api.list('ControllerRevision').map(({ revision }) => revision).sort()).toEqual([2, 3]);
    expect(() => simulation.act({ type: 'rollback', target, toRevision: 3 })).toThrow('skipped rollback (current template already matches revision 3)');
  });

  it('can be made anew, with a restart', () => {
    const simulation = daemonCluster();
    const before = daemonPods(simulation).map(({ metadata }) => metadata.uid);
    simulation.act({ type: 'restart-rollout', target: { kind: 'DaemonSet', namespace: 'default', name: 'logs' } });
    simulation.settle();
    expect(daemonPods(simulation).filter(isReady)).toHaveLength(3);
    expect(daemonPods(simulation).filter(({ metadata }) => before.includes(metadata.uid))).toEqual([]);
  });

  it('keeps as many old revisions as it says', () => {
    const more = { revisionHistoryLimit: 2 };
    const simulation = daemonCluster(daemonSet({ more }));
    for (const note of ['b', 'c', 'd', 'e']) {
      simulation.api.apply(daemonSet({ more, annotations: { note } }));
      simulation.settle();
    }
    expect(simulation.api.list('ControllerRevision').map(({ revision }) => revision).sort()).toEqual([3, 4, 5]);
  });

  it('finds its pods and revisions again when it was deleted without them', () => {
    const simulation = daemonCluster();
    const before = daemonPods(simulation).map(({ metadata }) => metadata.uid);
    simulation.act({ type: 'delete', target: { kind: 'DaemonSet', namespace: 'default', name: 'logs' }, propagationPolicy: 'Orphan' });
    simulation.settle();
    expect(daemonPods(simulation).every(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
    simulation.api.apply(daemonSet());
    simulation.settle();
    const { uid } = logs(simulation).metadata;
    expect(daemonPods(simulation).map(({ metadata }) => metadata.uid)).toEqual(before);
    for (const { metadata } of [...daemonPods(simulation), ...simulation.api.list('ControllerRevision')]) expect(metadata.ownerReferences?.[0]?.uid).toBe(uid);
    expect(simulation.api.list('ControllerRevision')).toHaveLength(1);
  });

  it('makes a revision anew that somebody deleted', () => {
    const simulation = daemonCluster();
    const [revision] = simulation.api.list('ControllerRevision');
    simulation.api.delete('ControllerRevision', 'default', revision?.metadata.name ?? '');
    simulation.settle();
    expect(simulation.api.list('ControllerRevision').map(({ metadata }) => metadata.name)).toEqual([revision?.metadata.name]);
  });

  it('takes another name when that of its revision is taken', () => {
    const simulation = daemonCluster();
    const [revision] = simulation.api.list('ControllerRevision');
    const { name = '' } = revision?.metadata ?? {};
    simulation.faults.inject('stop-controller', { controller: 'daemonset-controller' });
    simulation.api.delete('ControllerRevision', 'default', name);
    simulation.api.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name, labels: { other: 'one' } }, data: { spec: {} }, revision: 1 });
    simulation.faults.inject('start-controller', { controller: 'daemonset-controller' });
    simulation.settle();
    expect(logs(simulation).status?.collisionCount).toBe(1);
    const made = simulation.api.list('ControllerRevision').find(({ metadata }) => metadata.ownerReferences);
    expect(made?.metadata.name).toBe(`logs-${made?.metadata.labels?.['controller-revision-hash']}`);
    expect(made?.metadata.name).not.toBe(name);
  });
});

describe('the DaemonSet controller', () => {
  it('continues from a checkpoint byte for byte, in the middle of updates and back-off', () => {
    const more = { minReadySeconds: 10, ...rolling({ maxUnavailable: 2 }) };
    const original = daemonCluster(daemonSet({ more }), 6);
    const [pod] = daemonPods(original);
    original.act({ type: 'update', object: { ...pod, status: { ...pod?.status, phase: 'Failed' } } as never, subresource: 'status' });
    update(original, more);
    for (let moment = 0; moment < 20; moment++) {
      const restored = restoreSimulation(JSON.parse(JSON.stringify(original.checkpoint())) as Checkpoint);
      for (const one of [original, restored]) one.advance(3_700);
      expect(restored.hash()).toBe(original.hash());
    }
    expect(logs(original).status).toMatchObject({ updatedNumberScheduled: 6, numberAvailable: 6 });
  });

  it('looks at a node only when it has changed', () => {
    const fleet = createFleet();
    const rules = { hash: 'h', generation: '1', minReadySeconds: 10, surging: false };
    const pod = (node: string, readyAt: string): Pod => ({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: `p-${node}`, labels: { 'controller-revision-hash': 'h' } }, spec: { nodeName: node, containers: [] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readyAt }] },
    });
    const startMs = Date.parse('2026-01-05T10:00:00Z');
    for (let index = 0; index < 5_000; index++) {
      fleet.setFit(`node-${index}`, 'runs');
      fleet.setPod(`node-${index}`, pod(`node-${index}`, '2026-01-05T09:00:00Z'));
    }
    fleet.refresh(rules, startMs);
    expect(fleet.counts).toMatchObject({ desired: 5_000, available: 5_000, held: 0 });
    for (const node of fleet.unsettled()) fleet.settled(node);
    expect(fleet.setFit('node-7', 'runs')).toBe(false);
    fleet.refresh(rules, startMs);
    expect(fleet.unsettled()).toEqual([]);
    fleet.setPod('node-7', pod('node-7', '2026-01-05T10:00:00Z'));
    fleet.refresh(rules, startMs);
    expect(fleet.unsettled()).toEqual(['node-7']);
    expect(fleet.counts).toMatchObject({ available: 4_999, held: 1 });
    expect(fleet.nextRipeAtMs()).toBe(startMs + 10_000);
    fleet.settled('node-7');
    fleet.refresh(rules, startMs + 10_000);
    expect(fleet.unsettled()).toEqual(['node-7']);
    expect(fleet.counts).toMatchObject({ available: 5_000, held: 0 });
    expect(fleet.nextRipeAtMs()).toBeUndefined();
  });

  it('is not woken by heartbeats', () => {
    const simulation = daemonCluster();
    simulation.advance(600_000);
    const version = logs(simulation).metadata.resourceVersion;
    let woken = 0;
    simulation.watch(['Node'], () => void (woken += simulation.controllers.find(({ name }) => name === 'daemonset-controller')?.queued ?? 0));
    simulation.advance(1_200_000);
    expect(woken).toBe(0);
    expect(logs(simulation).metadata.resourceVersion).toBe(version);
  });
});
