import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { HoverCard } from '../../../src/ui/stage/hover-card.tsx';
import type { Tank } from '../../../src/ui/stage/scene-model.ts';
import { Stage } from '../../../src/ui/stage/stage.tsx';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { FaultOffer, NodeView, PodView } from '../../../src/worker/protocol.ts';
import { FIXTURE_START_MS } from '../fixture-cluster.ts';
import { aCluster, aNode, aPod, aWorkload, HEALTHY, stageFixture } from './stage-fixture.ts';

afterEach(cleanup);

const OFFERS: readonly FaultOffer[] = [
  { fault: 'delete-pod', target: { namespace: 'default', pod: 'web-1' }, title: 'Delete web-1', explanation: 'It gets its grace period, then it is gone.', enabled: true, danger: true },
];
const NODES = [aNode('node-1'), aNode('node-2', { ready: 'NotReady', powered: false, lastHeartbeatMs: FIXTURE_START_MS - 356_000 }), aNode('node-3', { unschedulable: true })];
const PODS = [aPod('web-1', 'node-1'), aPod('web-2', 'node-1', { shape: 'not-ready', spokenState: 'Running, not ready' }), aPod('api-1', 'node-3'), aPod('db-1', null, { reason: '0/3 nodes are available: 3 Insufficient memory.' })];

async function openStage(nodes: readonly NodeView[] = NODES, pods: readonly PodView[] = PODS) {
  const fixture = stageFixture(OFFERS);
  fixture.frame({
    reset: true, controlPlane: HEALTHY, nodes: { put: nodes, gone: [] }, pods: { put: pods, gone: [] },
    workloads: { put: ['web', 'api', 'db'].map(aWorkload), gone: [] },
  });
  const user = userEvent.setup();
  const { container, unmount } = render(<main><h1>Cluster page</h1><SessionProvider value={fixture.session}><Stage /></SessionProvider></main>);
  await act(async () => { await Promise.resolve(); });
  return { ...fixture, user, container, unmount };
}

const group = (name: string): HTMLElement => screen.getByRole('group', { name });
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const actions = (sent: readonly { readonly type: string }[]) => sent.filter((command) => command.type === 'act').map((command) => ('action' in command ? command.action : null));

describe('names on the stage', () => {
  it('are the region, its nodes as groups with their pods inside, and their buttons', async () => {
    await openStage();
    expect(screen.getByRole('region', { name: 'Cluster' })).toBeDefined();
    expect(within(group('node-1, Ready')).getAllByRole('button').map((element) => element.getAttribute('aria-label')))
      .toEqual(['Kill node-1', 'Pod web-1, Running', 'Pod web-2, Running, not ready']);
    expect(within(group('node-2, NotReady')).getByRole('button', { name: 'Start node-2' }).textContent).toBe('Start node');
    expect(within(group('node-3, Ready, cordoned')).getByRole('button', { name: 'Pod api-1, Running' })).toBeDefined();
    expect(within(group('Waiting for a node')).getByRole('button', { name: 'Pod db-1, Pending' })).toBeDefined();
    expect(button('scheduler, running')).toBeDefined();
  });

  it('follow the cluster', async () => {
    const { frame } = await openStage();
    frame({
      nodes: { put: [aNode('node-1', { ready: 'NotReady', powered: false })], gone: ['node-3'] },
      pods: { put: [aPod('web-1', 'node-1', { shape: 'finishing', spokenState: 'Terminating' })], gone: ['default/web-2'] },
      controlPlane: { ...HEALTHY, scheduler: false },
    });
    await waitFor(() => expect(group('node-1, NotReady')).toBeDefined());
    expect(within(group('node-1, NotReady')).getAllByRole('button').map((element) => element.getAttribute('aria-label'))).toEqual(['Start node-1', 'Pod web-1, Terminating']);
    expect(screen.queryByRole('group', { name: /node-3/ })).toBeNull();
    expect(button('scheduler, stopped')).toBeDefined();
  });

  it('start over with a new cluster', async () => {
    const { frame } = await openStage();
    frame({ reset: true, controlPlane: HEALTHY, nodes: { put: [aNode('other-1')], gone: [] }, pods: { put: [], gone: [] } });
    await waitFor(() => expect(group('other-1, Ready')).toBeDefined());
    expect(screen.queryByRole('group', { name: /node-1/ })).toBeNull();
  });

  it('give axe nothing to complain about', async () => {
    const { container } = await openStage();
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });

  it('are there for every node of a large cluster, and for pods once their node is entered', async () => {
    const { nodes, pods } = aCluster({ nodes: 100, pods: 3_000, zones: 2 });
    const { user } = await openStage(nodes, pods);
    expect(screen.getAllByRole('group', { name: /^node-\d+, Ready$/ })).toHaveLength(100);
    expect(screen.queryAllByRole('button', { name: /^Pod / })).toEqual([]);
    group('node-1, Ready').focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Pod /);
    expect(within(group('node-1, Ready')).getAllByRole('button', { name: /^Pod / })).toHaveLength(30);
  });
});

describe('the button of a node', () => {
  it('cuts its power, and gives it back', async () => {
    const { user, sent } = await openStage();
    await user.click(button('Kill node-1'));
    await user.click(button('Start node-2'));
    expect(actions(sent)).toEqual([
      { type: 'fault', fault: 'power-off-node', target: { node: 'node-1' } }, { type: 'fault', fault: 'power-on-node', target: { node: 'node-2' } },
    ]);
    expect(sent.some((command) => command.type === 'select')).toBe(false);
  });
});

describe('selecting', () => {
  it('a pod, a node or a station is one click', async () => {
    const { user, session } = await openStage();
    await user.click(button('Pod web-1, Running'));
    expect(session.store.getState().selected).toEqual({ kind: 'Pod', namespace: 'default', name: 'web-1', uid: 'uid-web-1' });
    await user.click(group('node-2, NotReady'));
    expect(session.store.getState().selected).toMatchObject({ kind: 'Node', namespace: '', name: 'node-2' });
    await user.click(button('API server, running'));
    expect(session.store.getState().selected).toMatchObject({ kind: 'ControlPlane', name: 'kube-apiserver' });
  });

  it('shows a ring around what is selected, wherever it was selected', async () => {
    const { session, container } = await openStage();
    expect(container.querySelector('.k-ring')).toBeNull();
    act(() => session.select({ kind: 'Pod', namespace: 'default', name: 'api-1' }));
    await waitFor(() => expect(container.querySelector('.k-ring')).not.toBeNull());
  });

  it('a Deployment lets the pods of others step back', async () => {
    const { session, container } = await openStage();
    act(() => session.select({ kind: 'Deployment', namespace: 'default', name: 'web' }));
    await waitFor(() => expect(container.querySelectorAll('.k-cell.is-dim')).toHaveLength(2));
  });
});

describe('the keyboard', () => {
  it('has one way in, moves by arrows and selects by Enter', async () => {
    const { user, session, container } = await openStage();
    expect(container.querySelectorAll('.k-twins [tabindex="0"]')).toHaveLength(1);
    await user.tab();
    expect(document.activeElement).toBe(group('node-1, Ready'));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(button('Kill node-1'));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(button('Pod web-1, Running'));
    await user.keyboard('{ArrowRight}{Enter}');
    expect(session.store.getState().selected).toMatchObject({ kind: 'Pod', name: 'web-2' });
    expect(container.querySelectorAll('.k-twins [tabindex="0"]')).toHaveLength(1);
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/running$/);
  });

  it('selects a node by Enter', async () => {
    const { user, session } = await openStage();
    group('node-2, NotReady').focus();
    await user.keyboard('{Enter}');
    expect(session.store.getState().selected).toMatchObject({ kind: 'Node', name: 'node-2' });
  });

  it.each(['{ContextMenu}', '{Shift>}{F10}{/Shift}'])('opens what can be done by %s, and does it', async (keys) => {
    const { user, sent } = await openStage();
    button('Pod web-1, Running').focus();
    await user.keyboard(keys);
    const menu = await screen.findByRole('menu', { name: 'Pod web-1, Running' });
    await user.click(await within(menu).findByRole('menuitem', { name: /Delete web-1/ }));
    expect(sent.find((command) => command.type === 'offers')).toMatchObject({ reference: { kind: 'Pod', name: 'web-1' } });
    expect(actions(sent)).toEqual([{ type: 'fault', fault: 'delete-pod', target: { namespace: 'default', pod: 'web-1' } }]);
  });

  it('keeps its place when the pod it stands on goes', async () => {
    const { frame, container } = await openStage();
    button('Pod api-1, Running').focus();
    frame({ pods: { put: [], gone: ['default/api-1'] } });
    await waitFor(() => expect(screen.queryByRole('button', { name: /api-1/ })).toBeNull());
    expect(container.querySelectorAll('.k-twins [tabindex="0"]')).toHaveLength(1);
  });
});

describe('the pointer', () => {
  it('opens what can be done by a right click, on a thing and beside all things', async () => {
    const { sent } = await openStage();
    fireEvent.contextMenu(button('scheduler, running'));
    expect(await screen.findByRole('menu', { name: 'scheduler, running' })).toBeDefined();
    await waitFor(() => expect(sent.at(-1)).toMatchObject({ type: 'offers', reference: { kind: 'ControlPlane', name: 'kube-scheduler' } }));
  });

  it('that rests on a node shows what is requested and what is used', async () => {
    const GIBI = 2 ** 30;
    const fixture = stageFixture([], { memory: { usedBytes: 7.4 * GIBI, capacityBytes: 8 * GIBI }, disk: { usedBytes: 12 * GIBI, capacityBytes: 100 * GIBI } });
    fixture.frame({ reset: true, controlPlane: { ...HEALTHY, apiServer: false }, nodes: { put: NODES, gone: [] } });
    const tank = { node: NODES[0] } as Tank;
    const { container } = render(<SessionProvider value={fixture.session}><HoverCard target={{ kind: 'node', tank }} place={{ x: 0, y: 0, width: 10, height: 10 }} /></SessionProvider>);
    await waitFor(() => expect(container.textContent).toContain('Memory used: 7.4 Gi of 8 GiDisk used: 12 Gi of 100 Gi'));
    expect(container.textContent).toContain('Requested: 2 cpu of 4 cpu, memory 3 Gi of 8 Gi');
    expect(container.textContent).toContain('Not heard: the API server is stopped.');
  });

  it('opens it again at once after Escape', async () => {
    const { user } = await openStage();
    fireEvent.contextMenu(button('scheduler, running'));
    await screen.findByRole('menu', { name: 'scheduler, running' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    fireEvent.contextMenu(button('API server, running'));
    expect(await screen.findByRole('menu', { name: 'API server, running' })).toBeDefined();
  });
});

describe('the picture', () => {
  it('draws each pod in its shape, with its restarts', async () => {
    const { container, frame } = await openStage();
    frame({ pods: { put: [aPod('web-1', 'node-1', { shape: 'failing', spokenState: 'CrashLoopBackOff', restarts: 4 })], gone: [] } });
    await waitFor(() => expect(container.querySelector('.k-cell[data-shape="failing"] .k-cell-badge')?.textContent).toBe('4'));
    expect([...container.querySelectorAll('.k-layer-cells .k-cell')].map((cell) => cell.getAttribute('data-shape')).sort()).toEqual(['failing', 'not-ready', 'ready', 'waiting']);
  });

  it('counts a silent node’s silence on in simulated time', async () => {
    const { container, frame } = await openStage();
    const notice = (): string[] => [...container.querySelectorAll('.k-tank-notice-text')].map((element) => element.textContent ?? '').filter(Boolean);
    expect(notice()).toEqual(['no heartbeat for 5 min 56 s']);
    frame({ clock: { atMs: FIXTURE_START_MS + 4_000, startMs: FIXTURE_START_MS, pace: 1, paused: false, speed: 1, waiting: null } });
    await waitFor(() => expect(notice()).toEqual(['no heartbeat for 6 min 0 s']));
  });

  it('shows messages with their words', async () => {
    const { container, frame } = await openStage();
    frame({ messages: [{ id: 1, atMs: 0, from: 'controllers', to: 'api', caption: 'create pod', subject: null, actor: 'replicaset-controller' }] });
    await waitFor(() => expect(container.querySelector('.k-message')?.textContent).toBe('create pod'));
    expect(container.querySelectorAll('.k-dot')).toHaveLength(1);
  });

  it('shows no heart as heard while the API server is stopped', async () => {
    const { container, frame } = await openStage();
    const unheard = (): boolean => container.querySelector('.k-layer-tanks.is-unheard') !== null;
    expect(unheard()).toBe(false);
    frame({ controlPlane: { ...HEALTHY, apiServer: false } });
    await waitFor(() => expect(unheard()).toBe(true));
    frame({ controlPlane: HEALTHY });
    await waitFor(() => expect(unheard()).toBe(false));
  });

  it('says that the registry is down', async () => {
    const { container, frame } = await openStage();
    frame({ controlPlane: { ...HEALTHY, registry: false } });
    await waitFor(() => expect(container.querySelector('.k-registry')?.textContent).toBe('The image registry is down'));
  });
});

describe('an empty stage', () => {
  it('offers to add a node', async () => {
    const { user, sent } = await openStage([], []);
    await user.click(screen.getByRole('button', { name: 'Add a node' }));
    expect(actions(sent)).toEqual([{ type: 'fault', fault: 'add-node', target: {} }]);
  });

  it('says what to do when nothing runs, in the lane, until something does', async () => {
    const { container, frame } = await openStage(NODES, []);
    expect(screen.getByText(/^Nothing is running yet\. Apply the manifest/, { ignore: 'text' })).toBeDefined();
    const note = (): string | undefined => container.querySelector('.k-lane-note')?.textContent ?? undefined;
    expect(note()).toMatch(/^Nothing is running yet/);
    frame({ pods: { put: [aPod('web-1', 'node-1')], gone: [] } });
    await waitFor(() => expect(note()).toBeUndefined());
  });
});

describe('the legend', () => {
  it('explains every shape and lists the workloads', async () => {
    const { user, session } = await openStage();
    await user.click(button('Legend'));
    const legend = await screen.findByRole('region', { name: 'Legend' });
    expect(within(legend).getByText('pulling its image')).toBeDefined();
    await user.click(within(legend).getByRole('button', { name: /^web/ }));
    expect(session.store.getState().selected).toMatchObject({ kind: 'Deployment', name: 'web' });
  });
});

it('leaves nothing behind when it goes', async () => {
  const { unmount, frame, container } = await openStage();
  unmount();
  frame({ nodes: { put: [aNode('node-9')], gone: [] } });
  expect(container.textContent).toBe('');
});
