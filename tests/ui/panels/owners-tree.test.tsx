// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it } from 'vitest';
import { OwnersTree } from '../../../src/ui/panels/owners-tree.tsx';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { OwnerTreeNode } from '../../../src/worker/protocol.ts';
import { panelsFixture, PICTURE, POD, REPLICA_SET } from './panels-fixture.ts';

afterEach(cleanup);

const DEPLOYMENT = { kind: 'Deployment', namespace: 'default', name: 'web' };
const pod = (name: string): OwnerTreeNode => ({ reference: { ...POD, name }, wanted: null, children: [], more: 0, containers: ['nginx', 'logs'] });
const TREE: OwnerTreeNode = {
  reference: DEPLOYMENT, wanted: 6, more: 0, containers: [],
  children: [{ reference: REPLICA_SET, wanted: 6, more: 3, containers: [], children: [pod(POD.name), pod('web-other')] }],
};

function show(tree = TREE) {
  const fixture = panelsFixture();
  fixture.frame(PICTURE);
  const { container } = render(<SessionProvider value={fixture.session}><OwnersTree tree={tree} selected={POD} /></SessionProvider>);
  return { ...fixture, container };
}
const names = (): (string | null)[] => screen.getAllByRole('treeitem').map((item) => item.querySelector('.k-tree-name, .k-tree-note')?.textContent ?? null);

it('opens on the way to the selected pod, whose containers it shows', () => {
  show();
  expect(names()).toEqual(['Deployment web', `ReplicaSet ${REPLICA_SET.name}`, `Pod ${POD.name}`, 'container nginx', 'container logs', 'Pod web-other', 'and 3 more']);
  expect(screen.getByRole('treeitem', { selected: true })).toHaveTextContent(POD.name);
});

it('selects what is clicked, and is walked, opened and closed by keyboard', async () => {
  const { session } = show();
  await userEvent.click(screen.getByText('Deployment web'));
  expect(session.store.getState().selected).toMatchObject(DEPLOYMENT);
  screen.getAllByRole('treeitem')[0]?.focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(names()).toEqual(['Deployment web']);
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{Enter}');
  expect(session.store.getState().selected).toMatchObject({ kind: 'ReplicaSet', name: REPLICA_SET.name });
});

it('says how each of the family is', () => {
  show();
  const lines = screen.getAllByRole('treeitem').map((item) => item.textContent ?? '');
  expect(lines[0]).toMatch(/5 of 6 ready$/);
  expect(lines[1]).toMatch(/5 pods$/);
  expect(lines[2]).toMatch(/Running$/);
  expect(lines[3]).toMatch(/container nginxrunning$/);
});

it('counts the ready against those that are wanted, also where pods are missing', () => {
  const missing = { ...TREE, children: [{ reference: REPLICA_SET, wanted: 6, more: 0, containers: [], children: [pod(POD.name)] }, { reference: { ...REPLICA_SET, name: 'web-new' }, wanted: 2, more: 0, containers: [], children: [] }] };
  show(missing);
  const lines = screen.getAllByRole('treeitem').map((item) => item.textContent ?? '');
  expect(lines[1]).toMatch(/1 of 6 ready$/);
  expect(lines.at(-1)).toMatch(/web-new0 of 2 ready$/);
});

it('has no accessibility violations', async () => {
  const { container } = show();
  expect((await axe.run(container)).violations).toEqual([]);
});
