import { describe, expect, test } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import type { PodShape } from '../../../src/worker/protocol.ts';
import { createImagePulls } from '../../../src/worker/feed/image-pulls.ts';
import { podView, type PodSurroundings } from '../../../src/worker/feed/pod-view.ts';
import { CREATING, kubeletEvent, podOf, START_MS } from './objects.ts';

const SURROUNDINGS: PodSurroundings = { workload: 'Deployment/default/web', caption: 'web', nodeLost: false, pull: undefined, lastStepMs: undefined, preemptor: undefined };
const PULL = { sinceMs: START_MS, expectedEndMs: START_MS + 3_000 };
const DELETED = { deletionTimestamp: '2026-01-05T10:01:00Z', deletionGracePeriodSeconds: 30 };

type Case = readonly [state: string, pod: KindMap['Pod'], surroundings: Partial<PodSurroundings>, shape: PodShape, spoken: string, reason: string];

const CASES: readonly Case[] = [
  ['no node yet', podOf({ node: null, phase: 'Pending', ready: false, states: [] }), {}, 'waiting', 'Pending', ''],
  ['no node takes it', podOf({ node: null, phase: 'Pending', ready: false, states: [], status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available:\n  3 Insufficient cpu.' }] } }), {}, 'waiting', 'Pending', '0/3 nodes are available: 3 Insufficient cpu.'],
  ['bound, nothing heard of it', podOf({ phase: 'Pending', ready: false, states: [] }), {}, 'starting', 'Pending', ''],
  ['its image is being pulled', podOf({ phase: 'Pending', ready: false, states: [CREATING] }), { pull: PULL }, 'pulling', 'ContainerCreating', ''],
  ['its image is there', podOf({ phase: 'Pending', ready: false, states: [CREATING] }), {}, 'starting', 'ContainerCreating', ''],
  ['an init container runs', podOf({ phase: 'Pending', ready: false, states: [{ waiting: { reason: 'PodInitializing' } }], initStates: [{ running: {} }], conditions: [{ type: 'Initialized', status: 'False' }] }), {}, 'starting', 'Init:0/1', ''],
  ['running, its probe has not answered', podOf({ ready: false }), {}, 'not-ready', 'Running, not ready', 'containers with unready status: [app]'],
  ['ready', podOf(), {}, 'ready', 'Running', ''],
  ['a crash loop', podOf({ ready: false, restarts: 4, states: [{ waiting: { reason: 'CrashLoopBackOff', message: 'back-off 1m20s restarting failed container=app' } }] }), {}, 'failing', 'CrashLoopBackOff', 'back-off 1m20s restarting failed container=app'],
  ['just crashed', podOf({ ready: false, states: [{ terminated: { exitCode: 1, reason: 'Error' } }] }), {}, 'failing', 'Error', 'container app ended with exit code 1'],
  ['out of memory', podOf({ ready: false, states: [{ terminated: { exitCode: 137, reason: 'OOMKilled' } }] }), {}, 'failing', 'OOMKilled', 'container app was killed for using more memory than its limit (exit code 137)'],
  ['no such image', podOf({ phase: 'Pending', ready: false, states: [{ waiting: { reason: 'ErrImagePull', message: 'not found' } }] }), {}, 'failing', 'ErrImagePull', 'not found'],
  ['no such image, later', podOf({ phase: 'Pending', ready: false, states: [{ waiting: { reason: 'ImagePullBackOff' } }] }), {}, 'failing', 'ImagePullBackOff', 'ImagePullBackOff'],
  ['no such ConfigMap', podOf({ phase: 'Pending', ready: false, states: [{ waiting: { reason: 'CreateContainerConfigError', message: 'configmap "a" not found' } }] }), {}, 'failing', 'CreateContainerConfigError', 'configmap "a" not found'],
  ['one of two containers crashed', podOf({ ready: false, states: [{ running: {} }, { terminated: { exitCode: 3 } }] }), {}, 'failing', 'ExitCode:3', 'container app-1 ended with exit code 3'],
  ['failed for good', podOf({ phase: 'Failed', ready: false, states: [], status: { reason: 'Evicted', message: 'The node was low on resource: memory.' } }), {}, 'failing', 'Evicted', 'The node was low on resource: memory.'],
  ['evicted, though its container ended well', podOf({ phase: 'Failed', ready: false, states: [{ terminated: { exitCode: 0, reason: 'Completed' } }], status: { reason: 'Evicted', message: 'The node was low on resource: memory.' } }), {}, 'failing', 'Evicted', 'The node was low on resource: memory.'],
  ['failed, nobody says why', podOf({ phase: 'Failed', ready: false, states: [{ terminated: { exitCode: 0, reason: 'Completed' } }] }), {}, 'failing', 'Failed', ''],
  ['failed by its container', podOf({ phase: 'Failed', ready: false, states: [{ terminated: { exitCode: 2, reason: 'Error' } }] }), {}, 'failing', 'Error', 'container app ended with exit code 2'],
  ['done', podOf({ phase: 'Succeeded', ready: false, states: [{ terminated: { exitCode: 0, reason: 'Completed' } }] }), {}, 'completed', 'Completed', ''],
  ['asked to stop', podOf({ metadata: DELETED }), {}, 'finishing', 'Terminating', ''],
  ['its node is lost', podOf(), { nodeLost: true }, 'unknown', 'Unknown', 'node-1 is not heard of: whether it still runs is not known.'],
  ['asked to stop, but its node is lost', podOf({ metadata: DELETED }), { nodeLost: true }, 'unknown', 'Terminating', 'node-1 is not heard of, so nobody can say that it has stopped.'],
  ['done before its node was lost', podOf({ phase: 'Succeeded', ready: false, states: [{ terminated: { exitCode: 0, reason: 'Completed' } }] }), { nodeLost: true }, 'completed', 'Completed', ''],
];

describe('a pod has the shape, the words and the reason of its state', () => {
  test.each(CASES)('%s', (_state, pod, surroundings, shape, spoken, reason) => {
    const view = podView(pod, { ...SURROUNDINGS, ...surroundings });
    expect([view.shape, view.spokenState, view.reason]).toEqual([shape, spoken, reason]);
  });
});

test('kubectl’s STATUS stays what kubectl prints', () => {
  const evicted = podOf({ phase: 'Failed', ready: false, states: [{ terminated: { exitCode: 0, reason: 'Completed' } }], status: { reason: 'Evicted' } });
  expect(podView(evicted, SURROUNDINGS).status).toBe('Completed');
});

test('a pod tells what it asks for, and each container', () => {
  const view = podView(podOf({ states: [{ running: {} }, CREATING], ready: true, restarts: 2 }), SURROUNDINGS);
  expect(view).toMatchObject({ key: 'default/web-6d4f7c9b8-x9k2p', node: 'node-1', cpuMillis: 500, memoryBytes: 128 * 2 ** 20, readyContainers: 1, restarts: 4, createdAtMs: START_MS });
  expect(view.containers.map(({ name, state, reason, ready }) => [name, state, reason, ready])).toEqual([['app', 'running', '', true], ['app-1', 'waiting', 'ContainerCreating', false]]);
});

describe('the outline fills', () => {
  test('while finishing, over the grace period', () => {
    const toMs = Date.parse(DELETED.deletionTimestamp);
    expect(podView(podOf({ metadata: DELETED }), SURROUNDINGS).progress).toEqual({ fromMs: toMs - 30_000, toMs });
  });

  test('while pulling, for as long as the same image took before', () => {
    const pulls = createImagePulls();
    const first = podOf({ name: 'web-1' });
    const second = podOf({ name: 'web-2', phase: 'Pending', ready: false, states: [CREATING] });
    pulls.observe(kubeletEvent(first, 'Pulling', 'Pulling image "nginx:1.27"'), START_MS);
    pulls.observe(kubeletEvent(first, 'Pulled', 'Successfully pulled image "nginx:1.27" in 1.8s'), START_MS + 1_800);
    pulls.observe(kubeletEvent(second, 'Pulling', 'Pulling image "nginx:1.27"'), START_MS + 5_000);
    expect(pulls.of('uid-web-1')).toBeUndefined();
    expect(podView(second, { ...SURROUNDINGS, pull: pulls.of('uid-web-2') }).progress).toEqual({ fromMs: START_MS + 5_000, toMs: START_MS + 6_800 });
  });

  test('not while nobody knows how long it takes', () => {
    expect(podView(podOf({ node: null, phase: 'Pending', ready: false, states: [] }), SURROUNDINGS).progress).toBeNull();
    expect(podView(podOf(), SURROUNDINGS).progress).toBeNull();
  });
});

test('a pull that failed is no longer a pull', () => {
  const pulls = createImagePulls();
  const pod = podOf();
  pulls.observe(kubeletEvent(pod, 'Pulling', 'Pulling image "nginx:9"'), START_MS);
  expect(pulls.of('uid-web-6d4f7c9b8-x9k2p')).toBeDefined();
  pulls.observe(kubeletEvent(pod, 'Failed', 'Failed to pull image "nginx:9": not found'), START_MS + 400);
  expect(pulls.of('uid-web-6d4f7c9b8-x9k2p')).toBeUndefined();
});
