import { expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { captionOf, markOf, traitsOf } from '../../../src/worker/feed/pod-marks.ts';

type Pod = KindMap['Pod'];

function pod(metadata: Partial<Pod['metadata']>, spec: Partial<Pod['spec']> = {}, status: Pod['status'] = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-1', namespace: 'default', ...metadata }, spec: { containers: [], ...spec }, status };
}
const owner = (kind: string) => ({ apiVersion: 'apps/v1', kind, name: 'x', uid: 'x', controller: true });

it('marks what sets a pod apart, and nothing else', () => {
  expect(markOf(pod({}))).toBeNull();
  expect(markOf(pod({ ownerReferences: [owner('DaemonSet')] }))).toBe('daemon');
  expect(markOf(pod({ annotations: { 'kubernetes.io/config.mirror': 'x' } }, { priority: 2_000_001_000 }))).toBe('static');
  expect(markOf(pod({}, { priority: 1_000 }))).toBe('priority');
  const leaving = { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] };
  expect(markOf(pod({ deletionTimestamp: '2026-01-05T10:01:00Z' }, { priority: 1_000 }, leaving))).toBe('preempted');
  expect(markOf(pod({}, { priority: 1_000 }, leaving))).toBe('priority');
  expect(markOf(pod({ labels: { 'kubarium.dev/role': 'primary' } }, { priority: 1_000 }))).toBe('primary');
});

it('says it in words, with the class and the place that is kept', () => {
  expect(traitsOf(pod({}, { priority: 1_000, priorityClassName: 'urgent' }, { nominatedNodeName: 'node-2' }))).toBe('priority 1000 (urgent), waits for its place on node-2');
  expect(traitsOf(pod({ labels: { 'kubarium.dev/role': 'replica' } }))).toBe('replica');
});

it('captions a pod that has a number with it', () => {
  expect(captionOf(pod({ labels: { 'apps.kubernetes.io/pod-index': '1' } }), 'db')).toBe('db-1');
  expect(captionOf(pod({ labels: { 'batch.kubernetes.io/job-completion-index': '4' } }), 'work')).toBe('work-4');
  expect(captionOf(pod({ name: 'orders-12', labels: { 'apps.kubernetes.io/pod-index': '12' } }), 'orders')).toBe('orders');
  expect(captionOf(pod({ annotations: { 'kubernetes.io/config.mirror': 'x' }, labels: { component: 'kube-scheduler' } }), 'x')).toBe('sched');
  expect(captionOf(pod({}), 'kube-proxy')).toBe('proxy');
  expect(captionOf(pod({}), 'web')).toBe('web');
});
