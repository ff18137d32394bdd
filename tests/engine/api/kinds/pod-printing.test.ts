import { describe, expect, it } from 'vitest';
import { podColumns } from '../../../../src/engine/api/kinds/pod-columns.ts';
import { podReadyText, podRestarts, podRestartsText, podStatusText } from '../../../../src/engine/api/kinds/pod-printing.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { decoded, type Pod } from '../pod-spec/pod-fixture.ts';

type Status = NonNullable<Pod['status']>;
type ContainerStatus = NonNullable<Status['containerStatuses']>[number];
type State = NonNullable<ContainerStatus['state']>;

const NOW = Date.parse('2026-01-05T10:10:00Z');
const RUNNING: State = { running: { startedAt: '2026-01-05T10:00:00Z' } };
const waiting = (reason: string): State => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number): State => ({ terminated: { exitCode, ...(reason ? { reason } : {}), ...(signal ? { signal } : {}) } });

function container(name: string, state: State, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: 'x', imageID: '', ready: state.running !== undefined, restartCount: 0, started: state.running !== undefined, state, ...more };
}

function podWith(status: Partial<Status>, more: { readonly init?: readonly JsonObject[]; readonly deleted?: boolean; readonly names?: readonly string[] } = {}): Pod {
  const containers = (more.names ?? ['a']).map((name) => ({ name, image: 'x' }));
  const spec = { containers, ...(more.init ? { initContainers: more.init.map((extra, index) => ({ name: `i${index}`, image: 'x', ...extra })) } : {}) };
  const object = decoded(spec, more.deleted ? { deletionTimestamp: '2026-01-05T10:00:00Z' } : {});
  return { ...object, status: { phase: 'Running', ...status } };
}
const status = (...args: Parameters<typeof podWith>) => podStatusText(podWith(...args));
const SIDECAR = { restartPolicy: 'Always' };
const READY = { conditions: [{ type: 'Ready', status: 'True' }] };

describe('STATUS of a pod', () => {
  it('is its phase, its reason, or the gate it waits behind', () => {
    expect(status({ phase: 'Pending' })).toBe('Pending');
    expect(status({ phase: 'Failed', reason: 'Evicted' })).toBe('Evicted');
    expect(status({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] })).toBe('SchedulingGated');
    expect(status({ phase: 'Unknown' })).toBe('Unknown');
  });

  it.each([
    ['ContainerCreating', waiting('ContainerCreating')], ['ErrImagePull', waiting('ErrImagePull')], ['ImagePullBackOff', waiting('ImagePullBackOff')],
    ['CrashLoopBackOff', waiting('CrashLoopBackOff')], ['OOMKilled', ended(137, 'OOMKilled')], ['Error', ended(1, 'Error')], ['Completed', ended(0, 'Completed')],
    ['ExitCode:3', ended(3)], ['Signal:9', ended(137, undefined, 9)], ['Running', RUNNING],
  ])('is %s when its container is so', (text, state) => {
    expect(status({ containerStatuses: [container('a', state)] })).toBe(text);
  });

  it('is that of the first container that is in trouble', () => {
    const names = ['a', 'b'];
    expect(status({ containerStatuses: [container('a', waiting('CrashLoopBackOff')), container('b', ended(1, 'Error'))] }, { names })).toBe('CrashLoopBackOff');
    expect(status({ containerStatuses: [container('a', RUNNING), container('b', ended(1, 'Error'))] }, { names })).toBe('Error');
  });

  it('is Running or NotReady when some containers are done and others run', () => {
    const containerStatuses = [container('a', ended(0, 'Completed')), container('b', RUNNING)];
    expect(status({ containerStatuses, ...READY }, { names: ['a', 'b'] })).toBe('Running');
    expect(status({ containerStatuses }, { names: ['a', 'b'] })).toBe('NotReady');
  });

  it.each([
    ['Init:0/2', waiting('PodInitializing')], ['Init:0/2', RUNNING], ['Init:Error', ended(1, 'Error')], ['Init:CrashLoopBackOff', waiting('CrashLoopBackOff')], ['Init:ExitCode:2', ended(2)],
    ['Init:Signal:9', ended(137, undefined, 9)], ['Init:ImagePullBackOff', waiting('ImagePullBackOff')],
  ])('is %s while an init container is so', (text, state) => {
    const initContainerStatuses = [container('i0', state), container('i1', waiting('PodInitializing'))];
    expect(status({ phase: 'Pending', initContainerStatuses, containerStatuses: [container('a', waiting('PodInitializing'))] }, { init: [{}, {}] })).toBe(text);
  });

  it('counts init containers that are done, and says PodInitializing after the last', () => {
    const done = container('i0', ended(0, 'Completed'));
    const containerStatuses = [container('a', waiting('PodInitializing'))];
    expect(status({ phase: 'Pending', initContainerStatuses: [done, container('i1', RUNNING)], containerStatuses }, { init: [{}, {}] })).toBe('Init:1/2');
    expect(status({ phase: 'Pending', initContainerStatuses: [done], containerStatuses }, { init: [{}] })).toBe('PodInitializing');
  });

  it('passes over sidecars that have started, and tells of one that fails later on', () => {
    const containerStatuses = [container('a', RUNNING)];
    expect(status({ initContainerStatuses: [container('i0', RUNNING)], containerStatuses }, { init: [SIDECAR] })).toBe('Running');
    expect(status({ initContainerStatuses: [container('i0', RUNNING, { started: false })], containerStatuses }, { init: [SIDECAR] })).toBe('Init:0/1');
    const conditions = [{ type: 'Initialized', status: 'True' }];
    expect(status({ conditions, initContainerStatuses: [container('i0', waiting('CrashLoopBackOff'))], containerStatuses }, { init: [SIDECAR] })).toBe('Init:CrashLoopBackOff');
  });

  it('is Terminating once it is to be deleted, unless it has ended or its node is lost', () => {
    const containerStatuses = [container('a', RUNNING)];
    expect(status({ containerStatuses }, { deleted: true })).toBe('Terminating');
    expect(status({ phase: 'Succeeded', containerStatuses: [container('a', ended(0, 'Completed'))] }, { deleted: true })).toBe('Completed');
    expect(status({ reason: 'NodeLost', containerStatuses }, { deleted: true })).toBe('Unknown');
  });
});

describe('READY and RESTARTS of a pod', () => {
  it('count sidecars among the containers', () => {
    const pod = podWith({ initContainerStatuses: [container('i0', ended(0, 'Completed')), container('i1', RUNNING)], containerStatuses: [container('a', RUNNING), container('b', RUNNING, { ready: false })] }, { names: ['a', 'b'], init: [{}, SIDECAR] });
    expect(podReadyText(pod)).toBe('2/3');
  });

  it('say when a container was last started again', () => {
    const lastState = (time: string) => ({ lastState: { terminated: { exitCode: 1, finishedAt: `2026-01-05T${time}Z` } } });
    const pod = podWith({ containerStatuses: [container('a', RUNNING, { restartCount: 2, ...lastState('10:08:00') }), container('b', RUNNING, { restartCount: 1, ...lastState('10:05:00') })] }, { names: ['a', 'b'] });
    expect(podRestarts(pod)).toBe(3);
    expect(podRestartsText(pod, NOW)).toBe('3 (2m ago)');
    expect(podRestartsText(podWith({ containerStatuses: [container('a', RUNNING, { restartCount: 1 })] }), NOW)).toBe('1');
    expect(podRestartsText(podWith({}), NOW)).toBe('0');
  });

  it('forget ordinary init containers once these are through', () => {
    const init = [{}, SIDECAR];
    const initContainerStatuses = [container('i0', ended(1, 'Error'), { restartCount: 4 })];
    expect(podRestarts(podWith({ initContainerStatuses }, { init }))).toBe(4);
    const later = [container('i0', ended(0, 'Completed'), { restartCount: 4 }), container('i1', RUNNING, { restartCount: 2 })];
    expect(podRestarts(podWith({ initContainerStatuses: later, containerStatuses: [container('a', RUNNING, { restartCount: 1 })] }, { init }))).toBe(3);
  });
});

it('a row of kubectl get pods -o wide', () => {
  const pod = podWith({ containerStatuses: [container('a', RUNNING)], podIPs: [{ ip: '10.244.1.5' }], conditions: [{ type: 'example.com/ok', status: 'True' }] });
  const placed = { ...pod, metadata: { ...pod.metadata, creationTimestamp: '2026-01-05T10:00:00Z' }, spec: { ...pod.spec, nodeName: 'node-1', readinessGates: [{ conditionType: 'example.com/ok' }, { conditionType: 'example.com/later' }] } };
  const row = (object: Pod) => Object.fromEntries(podColumns.map((column) => [column.name, column.value(object, NOW)]));
  expect(row(placed)).toEqual({
    Name: 'web', Ready: '1/1', Status: 'Running', Restarts: '0', Age: '2026-01-05T10:00:00Z', IP: '10.244.1.5', Node: 'node-1', 'Nominated Node': '<none>', 'Readiness Gates': '1/2',
  });
  expect(row(podWith({ phase: 'Pending' }))).toMatchObject({ Ready: '0/1', IP: '<none>', Node: '<none>', 'Readiness Gates': '<none>' });
  expect(podColumns.filter(({ priority }) => priority === 1).map(({ name }) => name)).toEqual(['IP', 'Node', 'Nominated Node', 'Readiness Gates']);
});
