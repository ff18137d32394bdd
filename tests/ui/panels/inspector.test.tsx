// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toastStore } from '../../../src/ui/controls/toast-store.ts';
import { useEditorText } from '../../../src/ui/editor/editor-text.ts';
import { Inspector } from '../../../src/ui/panels/inspector.tsx';
import { useView } from '../../../src/ui/store/view.ts';
import { usePreferences, type InspectorTab } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { ControlPlaneView, ObjectDetail } from '../../../src/worker/protocol.ts';
import { clockAt, node, NOW, OFFERS, panelsFixture, PICTURE, POD, POD_OBJECT, podDetail, podView, REPLICA_SET, UNSCHEDULABLE, type PanelsFixture, type Replies } from './panels-fixture.ts';

const first = usePreferences.getState();
beforeEach(() => usePreferences.setState(first));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(detail: ObjectDetail | null, tab: InspectorTab = 'why', replies: Replies = {}): PanelsFixture & { readonly container: HTMLElement } {
  usePreferences.getState().set({ inspectorTab: tab });
  const fixture = panelsFixture(replies);
  fixture.frame(PICTURE);
  if (detail) {
    fixture.session.select(detail.reference);
    fixture.frame({ detail });
  }
  const { container } = render(<SessionProvider value={fixture.session}><Inspector /></SessionProvider>);
  return { ...fixture, container };
}

describe('with nothing selected', () => {
  it('says what to click and how the cluster is', () => {
    show(null);
    expect(screen.getByText(/Click a pod, a node or a row below/)).toBeInTheDocument();
    expect(screen.getByText('2 of 3 ready')).toBeInTheDocument();
    expect(screen.getByText('5 of 6 ready')).toBeInTheDocument();
  });

  it('leads to workloads and nodes', async () => {
    const fixture = show(null);
    await userEvent.click(screen.getByRole('button', { name: 'node-2' }));
    expect(fixture.session.store.getState().selected).toEqual(node('node-2'));
  });
});

const CONTROL_PLANE: ControlPlaneView = {
  apiServer: true, etcd: true, scheduler: true, controllerManager: true, registry: true, stoppedControllers: [], controllers: ['deployment-controller', 'replicaset-controller'],
  resourceVersion: 2_184, schedulerQueue: 1, controllerQueue: 0,
};
const SCHEDULER = { kind: 'ControlPlane', namespace: '', name: 'kube-scheduler' };

describe('a node', () => {
  const GIBI = 2 ** 30;
  const USE = { memory: { usedBytes: 7.4 * GIBI, capacityBytes: 8 * GIBI }, disk: { usedBytes: 12 * GIBI, capacityBytes: 100 * GIBI } };
  const detail = podDetail({ reference: node('node-1'), object: { kind: 'Node' }, owners: [], decision: null, summary: [{ label: 'Zone', value: 'a' }] });
  const factOf = (name: string): string | null | undefined => screen.queryByText(name)?.closest('div')?.querySelector('dd')?.textContent;

  it('tells what is requested apart from what is used, which it asks for itself', async () => {
    const { sent } = show(detail, 'summary', { 'machine-use': () => USE });
    await waitFor(() => expect(factOf('Memory used')).toBe('7.4 Gi of 8 Gi'));
    expect([factOf('Memory requested'), factOf('CPU requested'), factOf('Disk used')]).toEqual(['4 Gi of 8 Gi', '2.5 cpu of 4 cpu', '12 Gi of 100 Gi']);
    expect(sent).toContainEqual({ type: 'machine-use', node: 'node-1' });
  });

  it('that is off uses nothing that could be told', async () => {
    show(detail, 'summary', { 'machine-use': () => null });
    await act(async () => { await Promise.resolve(); });
    expect(factOf('Memory requested')).toBe('4 Gi of 8 Gi');
    expect(factOf('Memory used')).toBeUndefined();
  });
});

describe('an object that was asked to go', () => {
  const leaving = (finalizers: readonly string[]): ObjectDetail => podDetail({ object: { ...POD_OBJECT, metadata: { name: POD.name, deletionTimestamp: '2026-01-05T10:02:58Z', finalizers: [...finalizers] } } });

  it('says under Why? which finalizer it waits for', () => {
    show(leaving(['kubarium.dev/cleanup']));
    expect(screen.getByText(/^It was asked to go/)).toHaveTextContent('waits for its finalizer kubarium.dev/cleanup, until whoever put it there has cleaned up');
  });

  it('says what those of Kubernetes wait for', () => {
    show(leaving(['foregroundDeletion', 'example.com/hold']));
    expect(screen.getByText(/^It was asked to go/)).toHaveTextContent('waits for its finalizers foregroundDeletion, until what it owns is gone; example.com/hold, until');
  });

  it('says nothing of that when nothing holds it, or it is not to go', () => {
    show(leaving([]));
    expect(screen.queryByText(/^It was asked to go/)).toBeNull();
    cleanup();
    show(podDetail({ object: { ...POD_OBJECT, metadata: { name: POD.name, finalizers: ['example.com/hold'] } } }));
    expect(screen.queryByText(/^It was asked to go/)).toBeNull();
  });
});

describe('a part of the control plane', () => {
  function showScheduler(tab: InspectorTab, change: Partial<ControlPlaneView> = {}): void {
    const fixture = show(null, tab, { 'scheduler-configuration': () => ({ apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' }) });
    act(() => {
      fixture.frame({ controlPlane: { ...CONTROL_PLANE, ...change }, deeds: [{ index: 1, atMs: NOW, sentence: 'You stopped the scheduler' }] });
      fixture.session.select(SCHEDULER);
    });
  }

  it('says what it does, what happens without it, and what was done to it', () => {
    showScheduler('why', { scheduler: false });
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('scheduler');
    expect(screen.getByText('Stopped, part of the control plane')).toBeInTheDocument();
    expect(screen.getByText(/watches for pods that have no node/)).toBeInTheDocument();
    expect(within(screen.getByRole('list', { name: /What you did to it/ })).getByRole('listitem')).toHaveTextContent('You stopped the scheduler10:02:58.2');
  });

  it('has facts, and for YAML its configuration, from which the workshop is a step away', async () => {
    showScheduler('summary');
    expect(screen.getByText('1 pod')).toBeInTheDocument();
    cleanup();
    showScheduler('yaml');
    expect(await screen.findByRole('region', { name: 'Object as YAML' })).toHaveTextContent('kind: KubeSchedulerConfiguration');
    await userEvent.click(screen.getByRole('button', { name: 'Change it, or ask what if' }));
    expect(usePreferences.getState()).toMatchObject({ bottomTab: 'scheduler', panels: { bottom: true } });
  });

  it('leads from the scheduler to its configuration', async () => {
    showScheduler('why');
    await userEvent.click(screen.getByRole('button', { name: /Change how it weighs nodes/ }));
    expect(usePreferences.getState()).toMatchObject({ bottomTab: 'scheduler', panels: { bottom: true } });
  });

  it('can be configured from what can be done to it', async () => {
    const fixture = show(null, 'why', { offers: () => [] });
    act(() => {
      fixture.frame({ controlPlane: CONTROL_PLANE });
      fixture.session.select(SCHEDULER);
    });
    await userEvent.click(screen.getByRole('button', { name: /^Do/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Configure it/ }));
    expect(usePreferences.getState()).toMatchObject({ bottomTab: 'scheduler', panels: { bottom: true } });
  });

  it('is named as the reason why a pod waits while it is stopped', async () => {
    const { spec: _bound, ...unbound } = POD_OBJECT;
    const fixture = show(podDetail({ object: unbound, decision: null }));
    expect(screen.queryByText(/nobody chooses a node/)).toBeNull();
    act(() => fixture.frame({ controlPlane: { ...CONTROL_PLANE, scheduler: false } }));
    expect(screen.getByText(/is stopped, so nobody chooses a node for it/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'scheduler' }));
    expect(fixture.session.store.getState().selected).toEqual(SCHEDULER);
  });
});

describe('the header', () => {
  it('names the object and its state', () => {
    show(podDetail());
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Pod web-6d4f-x9k2p');
    expect(screen.getByText('Running on node-3 since 10:02:58')).toBeInTheDocument();
  });

  it('says that it is asking until the detail has come, and takes no other object’s detail', () => {
    const fixture = show(podDetail());
    act(() => fixture.session.select(REPLICA_SET));
    act(() => fixture.frame({ detail: podDetail() }));
    expect(screen.getByText('Asking the cluster…')).toBeInTheDocument();
  });

  it('offers what can be done and does it', async () => {
    const user = userEvent.setup();
    const fixture = show(podDetail(), 'why', { offers: () => OFFERS });
    await user.click(screen.getByRole('button', { name: /^Do/ }));
    await user.click(await screen.findByRole('menuitem', { name: /Crash container nginx/ }));
    expect(fixture.sent.at(-1)).toEqual({ type: 'act', action: { type: 'fault', fault: 'crash-container', target: { namespace: 'default', pod: POD.name, container: 'nginx' } } });
  });

  it('shows what cannot be done now', async () => {
    const user = userEvent.setup();
    show(podDetail(), 'why', { offers: () => OFFERS });
    await user.click(screen.getByRole('button', { name: /^Do/ }));
    expect(await screen.findByRole('menuitem', { name: /Restore readiness/ })).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('Edit YAML', () => {
  it('opens the object in the editor', async () => {
    show(podDetail(), 'why', { 'read-object': () => POD_OBJECT });
    await userEvent.click(screen.getByRole('button', { name: 'Edit YAML' }));
    await waitFor(() => expect(useEditorText.getState().text).toContain('image: nginx:1.27'));
    expect(useEditorText.getState().source).toBe(`${POD.name}.yaml`);
  });

  it('says so when the object is gone by then', async () => {
    show(podDetail(), 'why', { 'read-object': () => null });
    await userEvent.click(screen.getByRole('button', { name: 'Edit YAML' }));
    await waitFor(() => expect(toastStore.getState().toasts.at(-1)?.text).toMatch(/not there any more/));
  });

  it('is not offered for what is deleted', () => {
    show(podDetail({ object: null }));
    expect(screen.queryByRole('button', { name: 'Edit YAML' })).not.toBeInTheDocument();
    expect(screen.getByText('Deleted')).toBeInTheDocument();
  });
});

describe('Why?', () => {
  it('tells the chain, newest first, with the person’s deed last', () => {
    show(podDetail());
    const links = within(screen.getByRole('list', { name: 'What led here, newest first' })).getAllByRole('listitem');
    expect(links[0]).toHaveTextContent('kubelet node-3 started container nginx10:02:58.1 · image was already there');
    expect(links.at(-1)).toHaveTextContent('You powered off node-2');
    expect(within(links.at(-1) ?? document.body).getByText('You').tagName).toBe('STRONG');
  });

  it('selects the objects it names', async () => {
    const fixture = show(podDetail());
    await userEvent.click(screen.getByRole('button', { name: 'ReplicaSet web-6d4f' }));
    expect(fixture.session.store.getState().selected).toEqual(REPLICA_SET);
  });

  it('shows the scores behind the scheduler’s choice', async () => {
    show(podDetail());
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'see the scores' }));
    const row = await screen.findByRole('row', { name: /^PodTopologySpread/ });
    expect(within(row).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['2000 → 100', '1002 → 50', '–']);
    expect(screen.getByRole('columnheader', { name: /node-3/ })).toHaveTextContent('chosen');
    expect(within(screen.getByRole('row', { name: /^Total/ })).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['627', '532', '–']);
    const said = (plugin: RegExp) => within(within(screen.getByRole('rowgroup', { name: 'Filters' })).getByRole('row', { name: plugin })).getAllByRole('img').map((sign) => sign.getAttribute('aria-label'));
    expect(said(/^NodeUnschedulable/)).toEqual(['passed', 'passed', 'passed']);
    expect(said(/^TaintToleration/)).toEqual(['passed', 'passed', 'refused: node(s) had untolerated taint(s)']);
    expect(said(/^NodeResourcesFit/)).toEqual(['passed', 'passed', 'not asked']);
  });

  it('names whom the scheduler asked to leave, and the profile that decided when it is not the usual one', () => {
    const preemption = { nominatedNode: 'node-2', victims: [{ namespace: 'default', name: 'batch-1' }, { namespace: 'default', name: 'batch-2' }], message: '' };
    show(podDetail({ decision: { ...UNSCHEDULABLE, profile: 'packing-scheduler', preemption } }));
    expect(screen.getByText(/Room is made on/)).toHaveTextContent('Room is made on node-2, which is kept for it: batch-1, batch-2 have a lower priority and must leave.');
    expect(screen.getByText(/The profile packing-scheduler decided/)).toBeInTheDocument();
  });

  it('shows what each filter said of the nodes of a pod that waits', async () => {
    show(podDetail({ decision: UNSCHEDULABLE }));
    await userEvent.click(screen.getByRole('button', { name: 'See what each filter said' }));
    const row = await screen.findByRole('row', { name: /^NodeResourcesFit/ });
    expect(within(row).getAllByRole('img').map((sign) => sign.getAttribute('aria-label'))).toEqual(['refused: Insufficient memory', 'not asked', 'refused: Insufficient memory']);
  });

  it('says what of the profile had no say, and brings up the workshop for the pods of the workload', async () => {
    show(podDetail());
    await userEvent.click(await screen.findByRole('button', { name: 'See the scores' }));
    expect(await screen.findByText(/had nothing to check, so every node passed them/)).toHaveTextContent('NodeName and NodePorts had nothing to check');
    await userEvent.click(screen.getByRole('button', { name: 'What if?' }));
    expect(usePreferences.getState().bottomTab).toBe('scheduler');
    expect(useView.getState().whatIfPods).toBe('Deployment/default/web');
  });

  it.each([
    ['a gate holds it back', { schedulingGates: [{ name: 'kubarium.dev/budget' }] }, /It has a scheduling gate: kubarium\.dev\/budget\. Nobody looks for a node until it is taken away/],
    ['it asks for another scheduler', { schedulerName: 'batch-scheduler' }, /It asks for the scheduler batch-scheduler\. Unless a profile has that name, nobody looks for a node/],
  ])('says why nobody looks for a node when %s', async (_why, spec, words) => {
    show(podDetail({ decision: null, object: { ...POD_OBJECT, spec: { containers: [], ...spec } } }));
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('explains a plugin on hover and on tap, and puts it away with Escape', async () => {
    show(podDetail());
    const plugin = screen.getByRole('button', { name: 'TaintToleration' });
    await userEvent.click(plugin);
    expect(screen.getByRole('tooltip')).toHaveTextContent('Refuses nodes with a NoSchedule or NoExecute taint');
    expect(plugin).toHaveAccessibleDescription(/Refuses nodes/);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('tooltip')).not.toBeInTheDocument();
    await userEvent.unhover(plugin);
    await userEvent.hover(plugin);
    expect(screen.getByRole('tooltip')).toBeInTheDocument();
  });

  it('answers first of all why a pod is pending', () => {
    show(podDetail({ decision: UNSCHEDULABLE }));
    expect(screen.getByRole('heading', { name: 'Why pending?' })).toBeInTheDocument();
    expect(screen.getByText(/0\/3 nodes are available/)).toBeInTheDocument();
    const refused = within(screen.getByRole('list', { name: 'Nodes refused' })).getAllByRole('listitem');
    expect(refused[0]).toHaveTextContent('node-1, node-3: Insufficient memoryNodeResourcesFit');
  });
});

describe('Summary', () => {
  it('shows owners from the top, facts, containers, conditions and events', () => {
    show(podDetail(), 'summary');
    expect(within(screen.getByRole('navigation', { name: 'Owners' })).getAllByRole('listitem').map((item) => item.textContent))
      .toEqual(['Deployment web', 'ReplicaSet web-6d4f', 'Pod web-6d4f-x9k2p']);
    expect(screen.getByText('10.244.2.7')).toBeInTheDocument();
    expect(screen.getByText('nginx:1.27')).toBeInTheDocument();
    expect(screen.getByText('containers with unready status: [nginx]')).toBeInTheDocument();
    expect(screen.getByText('Started container nginx')).toBeInTheDocument();
    expect(screen.queryByText(/Marking for deletion/)).not.toBeInTheDocument();
  });

  it('says why a container is not running', () => {
    const fixture = show(podDetail(), 'summary');
    const [container] = podView().containers;
    act(() => fixture.frame({ pods: { put: [podView({ containers: container ? [{ ...container, state: 'waiting', reason: 'CrashLoopBackOff', restarts: 4, ready: false }] : [] })], gone: [] } }));
    expect(screen.getByRole('button', { name: 'CrashLoopBackOff' })).toBeInTheDocument();
    expect(screen.getByText(/^4/)).toHaveTextContent('4 restarts');
  });
});

describe('YAML', () => {
  it('shows the live object, without managed fields until asked', async () => {
    show(podDetail(), 'yaml');
    const text = await screen.findByRole('region', { name: 'Object as YAML' });
    expect(text).toHaveTextContent('image: nginx:1.27');
    expect(text).not.toHaveTextContent('resourceVersion');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Hide managed fields' }));
    expect(text).toHaveTextContent('resourceVersion: "2184"');
  });

  it('lights up the lines that changed and no others', async () => {
    const fixture = show(podDetail(), 'yaml');
    await screen.findByText('phase');
    expect(document.querySelectorAll('[data-flash="true"]')).toHaveLength(0);
    act(() => fixture.frame({ detail: podDetail({ object: { ...POD_OBJECT, status: { phase: 'Failed', podIP: '10.244.2.7' } } }) }));
    expect([...document.querySelectorAll('[data-flash="true"]')].map((line) => line.textContent?.trim())).toEqual(['phase: Failed']);
  });

  it('says that a deleted object has nothing to show', async () => {
    show(podDetail({ object: null }), 'yaml');
    expect(await screen.findByText(/The object is deleted/)).toBeInTheDocument();
  });
});

describe('Logs', () => {
  const line = (text: string, atMs = NOW) => ({ atMs, text });

  it('reads the container’s log and says when there is none', async () => {
    show(podDetail(), 'logs', { 'read-logs': () => ({ lines: [], message: '' }) });
    expect(await screen.findByText('The container has written nothing yet.')).toBeInTheDocument();
  });

  it('reads anew when simulated time has moved, at most twice a second', async () => {
    let lines = [line('one')];
    const fixture = show(podDetail(), 'logs', { 'read-logs': () => ({ lines, message: '' }) });
    const reads = () => fixture.sent.filter((command) => command.type === 'read-logs').length;
    await screen.findByText(/one/);
    vi.useFakeTimers();
    act(() => usePreferences.getState().set({ inspectorTab: 'why' }));
    act(() => usePreferences.getState().set({ inspectorTab: 'logs' }));
    const start = reads();
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(reads()).toBe(start);
    lines = [line('one'), line('two', NOW + 1_000)];
    for (let frame = 1; frame <= 60; frame++) {
      act(() => fixture.frame({ clock: clockAt(NOW + frame * 16) }));
      await act(() => vi.advanceTimersByTimeAsync(16));
    }
    expect(reads() - start).toBeLessThanOrEqual(2);
    expect(screen.getByText(/two/)).toBeInTheDocument();
  });

  it('asks for the previous instance and shows kubectl’s words when there is none', async () => {
    const message = `previous terminated container "nginx" in pod "${POD.name}" not found`;
    const fixture = show(podDetail(), 'logs', { 'read-logs': ({ previous }) => (previous ? { lines: [], message } : { lines: [line('hello')], message: '' }) });
    await screen.findByText(/hello/);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Previous' }));
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(fixture.sent.at(-1)).toMatchObject({ type: 'read-logs', container: 'nginx', previous: true });
  });

  it('shows times only when wanted', async () => {
    show(podDetail(), 'logs', { 'read-logs': () => ({ lines: [line('hello')], message: '' }) });
    expect(await screen.findByRole('log')).toHaveTextContent('10:02:58.2 hello');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Times' }));
    expect(screen.getByRole('log').textContent).toBe('hello\n');
  });

  it('offers the pods of what is not a pod', async () => {
    const fixture = show({ ...podDetail(), reference: node('node-3'), owners: [], decision: null }, 'logs');
    await userEvent.click(await screen.findByRole('button', { name: POD.name }));
    expect(fixture.session.store.getState().selected).toEqual(POD);
  });
});

describe('accessibility', () => {
  it.each(['why', 'summary', 'yaml', 'logs'] as const)('has no violation on %s', async (tab) => {
    const { container } = show(podDetail(), tab, { 'read-logs': () => ({ lines: [{ atMs: NOW, text: 'hello' }], message: '' }) });
    if (tab === 'yaml') await screen.findByText('phase');
    if (tab === 'logs') await screen.findByRole('log');
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((each) => each.html)])).toEqual([]);
  });

  it('remembers the tab', async () => {
    show(podDetail());
    await userEvent.click(screen.getByRole('tab', { name: 'Summary' }));
    expect(usePreferences.getState().inspectorTab).toBe('summary');
  });
});
