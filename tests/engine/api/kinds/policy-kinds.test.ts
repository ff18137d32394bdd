import { describe, expect, it } from 'vitest';
import { createApiRig } from './api-rig.ts';

describe('what kubectl get shows', () => {
  it('of budgets, classes, quotas, ranges and accounts', () => {
    const { create, row, controller } = createApiRig();
    const selector = { matchLabels: { app: 'web' } };
    expect(row(create<'PodDisruptionBudget'>({ kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { selector, maxUnavailable: '25%' } }))).toMatchObject({
      Name: 'web', 'Min Available': 'N/A', 'Max Unavailable': '25%', 'Allowed Disruptions': 0,
    });
    expect(row(create<'PriorityClass'>({ kind: 'PriorityClass', metadata: { name: 'high' }, value: 7 }))).toMatchObject({
      Name: 'high', Value: 7, 'Global-Default': 'false', PreemptionPolicy: 'PreemptLowerPriority',
    });
    expect(row(create<'RuntimeClass'>({ kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'runsc' }))).toMatchObject({ Name: 'gvisor', Handler: 'runsc' });
    expect(row(create<'ServiceAccount'>({ kind: 'ServiceAccount', metadata: { name: 'robot' }, secrets: [{ name: 'key' }] }))).toMatchObject({ Name: 'robot', Secrets: 1 });
    const range = create<'LimitRange'>({ kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } });
    expect(row(range)).toEqual({ Name: 'limits', 'Created At': '2026-01-05T10:00:00Z' });
    const quota = create<'ResourceQuota'>({ kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { pods: '9', 'requests.cpu': '4', 'limits.cpu': '8' } } });
    const status = { hard: quota.spec.hard ?? {}, used: { pods: '1', 'requests.cpu': '500m', 'limits.cpu': '1' } };
    expect(row(controller.updateStatus<'ResourceQuota'>({ ...quota, status }))).toMatchObject({ Request: 'pods: 1/9, requests.cpu: 500m/4', Limit: 'limits.cpu: 1/8' });
  });
});
