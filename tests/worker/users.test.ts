import { afterEach, expect, it } from 'vitest';
import type { Host } from '../../src/worker/protocol.ts';
import { connectInline } from '../../src/worker/connect-inline.ts';
import { createFakeWallClock } from './fake-wall-clock.ts';

const RBAC = 'rbac.authorization.k8s.io';
const subject = (kind: string, name: string) => ({ kind, name, apiGroup: RBAC });
const binding = (name: string, role: string, ...subjects: readonly object[]) => ({
  apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name, namespace: 'default' }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role }, subjects,
});
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' } };

let host: Host;
afterEach(() => host.close());

async function openWith(...objects: readonly object[]): Promise<void> {
  host = connectInline({ wallClock: createFakeWallClock() });
  await host.send({ type: 'open-scenario', scenario: 'first-deployment' });
  await host.send({ type: 'act', action: { type: 'apply', objects: objects as never } });
}

it('tells whom the cluster knows, and what is granted to them', async () => {
  await openWith(binding('viewers', 'view', subject('User', 'jane'), subject('Group', 'devs')), binding('editors', 'edit', subject('User', 'jane')));
  const people = (await host.send({ type: 'users' })).filter(({ kind }) => kind !== 'ServiceAccount');
  expect(people).toEqual([
    expect.objectContaining({ kind: 'User', name: 'jane', user: { name: 'jane', groups: [] }, grants: ['edit in default', 'view in default'] }),
    expect.objectContaining({ kind: 'Group', name: 'devs', user: { name: 'someone', groups: ['devs'] }, grants: ['view in default'] }),
  ]);
});

it('nobody is known before the cluster has them', async () => {
  host = connectInline({ wallClock: createFakeWallClock() });
  await host.send({ type: 'open-scenario', scenario: 'first-deployment' });
  expect((await host.send({ type: 'users' })).filter(({ kind }) => kind !== 'ServiceAccount')).toEqual([]);
});

it('a user may do what is granted to it; else the words of the refusal come back', async () => {
  await openWith(binding('viewers', 'view', subject('User', 'jane')), binding('editors', 'edit', subject('User', 'joe')));
  const jane = { name: 'jane', groups: [] };
  const refusal = 'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"';
  expect((await host.send({ type: 'preview-apply', objects: [settings], as: jane })).problems.map(({ message }) => message)).toEqual([refusal]);
  await expect(host.send({ type: 'act', action: { type: 'create', object: settings }, as: jane })).rejects.toThrow(refusal);
  expect((await host.send({ type: 'act', action: { type: 'create', object: settings }, as: { name: 'joe', groups: [] } })).sentence).toBe('You created ConfigMap settings as joe');
});

it('who acted outlives a saved session', async () => {
  await openWith(binding('editors', 'edit', subject('User', 'joe')));
  await host.send({ type: 'act', action: { type: 'create', object: settings }, as: { name: 'joe', groups: [] } });
  const saved = await host.send({ type: 'save' });
  const text = typeof saved === 'string' ? saved : await saved.text();
  expect(text).toContain('"as":{"name":"joe","groups":[]}');
  await host.send({ type: 'restore', saved: text });
  expect((await host.send({ type: 'users' })).map(({ name }) => name)).toContain('joe');
});
