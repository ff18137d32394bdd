import { afterEach, expect, it } from 'vitest';
import { beginnings } from '../../src/lessons/beginnings.ts';
import { createFakeWallClock } from './fake-wall-clock.ts';
import { openSession, type OpenSession } from './open-session.ts';
import { connectInline } from '../../src/worker/connect-inline.ts';

const WEB = 'Deployment/default/web';
let session: OpenSession;
afterEach(() => session?.close());

const replicas = (count: number) => (beginnings.get('first-deployment')?.objects ?? []).map((object) => ({ ...object, spec: { ...(object['spec'] as object), replicas: count } }));
const web = { kind: 'Deployment', namespace: 'default', name: 'web' } as const;

it('tells everything in the first frame of a cluster, and after that what changed', async () => {
  session = await openSession('self-healing');
  const [first] = session.frames;
  expect(first).toMatchObject({ type: 'frame', reset: true, canUndoReset: false, clock: { pace: 'adaptive', paused: false, waiting: null } });
  expect(first?.pods?.put).toHaveLength(4);
  expect(first?.nodes?.put).toHaveLength(3);
  session.pass(100);
  const later = session.frames.slice(1);
  expect(later.length).toBeGreaterThan(4);
  for (const frame of later) {
    expect(frame.reset).toBe(false);
    expect(frame.pods).toBeUndefined();
  }
});

it('tells all that happened although time is held, a portion a frame', async () => {
  session = await openSession('first-deployment');
  await session.host.send({ type: 'act', action: { type: 'apply', objects: replicas(200) } });
  await session.host.send({ type: 'set-paused', paused: true });
  for (let step = 0; step < 300; step++) await session.host.send({ type: 'step' });
  session.pass(2_000);
  expect(session.pods(WEB)).toHaveLength(200);
  expect(Math.max(...session.frames.slice(1).map((frame) => frame.pods?.put.length ?? 0))).toBeLessThanOrEqual(64);
});

it('sends at most one frame a display frame, and none while time is held and nothing changes', async () => {
  session = await openSession('self-healing');
  session.pass(1_000);
  expect(session.frames.length).toBeLessThan(1_000 / 16 + 3);
  await session.host.send({ type: 'set-paused', paused: true });
  session.pass(100);
  const { length } = session.frames;
  const { atMs } = session.clock;
  expect(session.clock).toMatchObject({ paused: true, speed: 0 });
  session.pass(5_000);
  expect(session.frames).toHaveLength(length);
  await session.host.send({ type: 'set-paused', paused: false });
  session.pass(1_000);
  expect(session.clock.atMs - atMs).toBeGreaterThan(900);
  expect(session.clock.atMs - atMs).toBeLessThan(1_100);
});

it('is heard while time is held: what a person does shows at once, and time stays held', async () => {
  session = await openSession('self-healing');
  await session.host.send({ type: 'set-paused', paused: true });
  const reply = await session.host.send({ type: 'act', action: { type: 'fault', fault: 'cordon-node', target: { node: 'node-1' } } });
  expect(reply.sentence).toContain('node-1');
  session.pass(50);
  expect(session.cluster.nodes.get('node-1')?.unschedulable).toBe(true);
  expect(session.cluster.deeds.at(-1)?.sentence).toBe(reply.sentence);
  await session.host.send({ type: 'set-pace', pace: 60 });
  session.pass(50);
  expect(session.clock).toMatchObject({ paused: true, pace: 60 });
});

it('runs at exact multiples of the wall clock, and refuses a pace that is none', async () => {
  session = await openSession('self-healing');
  for (const pace of [0.1, 0.5, 1, 5, 20, 60, 300, 1000]) {
    await session.host.send({ type: 'set-pace', pace });
    session.pass(50);
    const { atMs } = session.clock;
    session.pass(4_000);
    expect(Math.abs((session.clock.atMs - atMs) / 4_000 - pace)).toBeLessThan(pace * 0.01 + 0.001);
    expect(session.clock.speed).toBe(pace);
  }
  for (const pace of [0, -1, 1001, Number.NaN]) await expect(session.host.send({ type: 'set-pace', pace })).rejects.toThrow('simulated seconds a second');
});

it('does not make up for time in which the page was asleep', async () => {
  const wallClock = createFakeWallClock();
  const asleep = { ...wallClock, after: (delayMs: number, run: () => void) => wallClock.after(delayMs < 17 ? 60_000 : delayMs, run) };
  const host = connectInline({ wallClock: asleep });
  let atMs = 0;
  host.onFrame((frame) => { ({ atMs } = frame.clock); });
  await host.send({ type: 'open-scenario', scenario: 'self-healing' });
  const fromMs = atMs;
  wallClock.pass(61_000);
  expect(atMs - fromMs).toBeLessThanOrEqual(100);
  host.close();
});

it('steps to the next event that matters and holds time there', async () => {
  session = await openSession('first-deployment');
  await session.host.send({ type: 'step' });
  session.pass(50);
  const { atMs } = session.clock;
  expect(session.clock.paused).toBe(true);
  session.pass(1_000);
  expect(session.clock.atMs).toBe(atMs);
  // Several things may happen at the same moment.
  for (let step = 0; step < 5; step++) await session.host.send({ type: 'step' });
  session.pass(1_000);
  expect(session.clock.atMs).toBeGreaterThan(atMs);
  expect(session.clock.atMs - atMs).toBeLessThan(1_000);
});

it('previews and applies with the words of kubectl, and says what is wrong without writing anything', async () => {
  session = await openSession('first-deployment');
  const preview = await session.host.send({ type: 'preview-apply', objects: replicas(5) });
  expect(preview.changes).toMatchObject([{ path: ['spec', 'replicas'], before: '3', after: '5' }]);
  const refused = await session.host.send({ type: 'act', action: { type: 'apply', objects: replicas(-1) } });
  expect(refused.problems[0]?.message).toContain('must be greater than or equal to 0');
  const done = await session.host.send({ type: 'act', action: { type: 'apply', objects: replicas(5) } });
  expect(done.outcomes.map(({ sentence }) => sentence)).toEqual(['deployment.apps/web configured']);
  session.passUntil(() => session.pods(WEB).filter(({ shape }) => shape === 'ready').length === 5, 15_000);
});

it('passes refusals on as sentences and lives on', async () => {
  session = await openSession('self-healing');
  await expect(session.host.send({ type: 'act', action: { type: 'delete', target: { ...web, name: 'nobody' } } })).rejects.toThrow('deployments.apps "nobody" not found');
  await expect(session.host.send({ type: 'act', action: { type: 'fault', fault: 'power-off-node', target: { node: 'node-9' } } })).rejects.toThrow('node-9');
  await expect(session.host.send({ type: 'open-scenario', scenario: 'nowhere' })).rejects.toThrow('There is no scenario “nowhere”.');
  await expect(session.host.send({ type: 'undo-reset' })).rejects.toThrow('There is no reset to undo.');
  session.pass(100);
  expect(session.cluster.pods.size).toBe(4);
});

it('offers what can be done, reads objects and logs, and says why there are no logs', async () => {
  session = await openSession('self-healing');
  const offers = await session.host.send({ type: 'offers', reference: { kind: 'Node', namespace: '', name: 'node-2' } });
  expect(offers.map(({ title }) => title)).toContain('Kill node-2');
  expect(await session.host.send({ type: 'offers', reference: null })).not.toHaveLength(0);
  expect(await session.host.send({ type: 'read-object', reference: web })).toMatchObject({ kind: 'Deployment', metadata: { name: 'web' } });
  expect(await session.host.send({ type: 'read-object', reference: { ...web, name: 'nobody' } })).toBeNull();
  const logs = await session.host.send({ type: 'read-logs', namespace: 'default', pod: 'loner' });
  expect(logs.lines.map(({ text }) => text).join('\n')).toContain('Redis is starting');
  expect(await session.host.send({ type: 'read-logs', namespace: 'default', pod: 'nobody' })).toEqual({ lines: [], message: 'pods "nobody" not found' });
});

it('keeps showing the table that was asked for, whatever cluster is opened', async () => {
  const host = connectInline({ wallClock: createFakeWallClock() });
  const kinds: (string | undefined)[] = [];
  host.onFrame(({ table }) => kinds.push(table?.view?.kind));
  await host.send({ type: 'show-table', kind: 'Pod' });
  await host.send({ type: 'open-scenario', scenario: 'self-healing' });
  await host.send({ type: 'reset' });
  expect(kinds).toEqual(['Pod', 'Pod']);
  host.close();
});

it('resets to the beginning of the scenario, and brings the former cluster back on request', async () => {
  session = await openSession('self-healing');
  await session.host.send({ type: 'set-pace', pace: 5 });
  await session.host.send({ type: 'act', action: { type: 'scale', target: web, replicas: 1 } });
  session.pass(20_000);
  const { atMs } = session.clock;
  expect(session.pods(WEB)).toHaveLength(1);

  await session.host.send({ type: 'reset' });
  expect(session.frames.at(-1)).toMatchObject({ reset: true, canUndoReset: true, clock: { pace: 'adaptive' } });
  expect(session.pods(WEB)).toHaveLength(3);
  session.pass(3_000);

  await session.host.send({ type: 'undo-reset' });
  expect(session.frames.at(-1)).toMatchObject({ reset: true, canUndoReset: false, clock: { atMs, pace: 5 } });
  expect(session.pods(WEB)).toHaveLength(1);
  await expect(session.host.send({ type: 'undo-reset' })).rejects.toThrow('There is no reset to undo.');
});

it('continues a saved session as if nothing had been, with its pace, its pause and its way back from a reset', async () => {
  session = await openSession('node-failure');
  await session.host.send({ type: 'act', action: { type: 'fault', fault: 'power-off-node', target: { node: 'node-2' } } });
  await session.host.send({ type: 'set-pace', pace: 20 });
  session.pass(4_000);
  const saved = await session.host.send({ type: 'save' });
  session.pass(8_000);

  const other = await openSession('scaling');
  await other.host.send({ type: 'restore', saved });
  expect(other.clock).toMatchObject({ pace: 20, paused: false });
  other.pass(8_000);
  expect(other.cluster.pods).toEqual(session.cluster.pods);
  expect(await other.host.send({ type: 'save' })).toBe(await session.host.send({ type: 'save' }));

  await other.host.send({ type: 'reset' });
  await other.host.send({ type: 'set-paused', paused: true });
  const savedAgain = await other.host.send({ type: 'save' });
  await session.host.send({ type: 'restore', saved: savedAgain });
  expect(session.clock.paused).toBe(true);
  expect(session.cluster.canUndoReset).toBe(true);
  await session.host.send({ type: 'undo-reset' });
  expect(session.cluster.nodes.get('node-2')?.powered).toBe(false);
  other.close();
});

it('refuses to restore nonsense in a sentence, and keeps the open cluster', async () => {
  session = await openSession('self-healing');
  const saved = JSON.parse(String(await session.host.send({ type: 'save' }))) as Record<string, unknown>;
  const nonsense = ['', 'nonsense', 'null', '[]', '{}', JSON.stringify({ ...saved, checkpoint: { version: 1 } }), JSON.stringify({ ...saved, pace: 'fast' }), JSON.stringify({ ...saved, checkpoint: null })];
  for (const text of nonsense) await expect(session.host.send({ type: 'restore', saved: text })).rejects.toThrow('This saved session is damaged and cannot be opened.');
  for (const foreign of [{ ...saved, version: 2 }, { ...saved, checkpoint: { version: 9 } }]) {
    await expect(session.host.send({ type: 'restore', saved: JSON.stringify(foreign) })).rejects.toThrow('another version of Kubarium');
  }
  const before = session.clock.atMs;
  session.pass(500);
  expect(session.clock.atMs).toBeGreaterThan(before);
});

it('answers nothing but openings and what the page looks at before a cluster is open', async () => {
  const host = connectInline({ wallClock: createFakeWallClock() });
  await host.send({ type: 'select', reference: null });
  for (const command of [{ type: 'save' }, { type: 'step' }, { type: 'reset' }, { type: 'offers', reference: null }] as const) {
    await expect(host.send(command)).rejects.toThrow('No cluster is open: open a scenario first.');
  }
  host.close();
  await expect(host.send({ type: 'save' })).rejects.toThrow('closed');
});

it('tells what really is in use on a machine, whatever is requested of it, and nothing while it is off', async () => {
  session = await openSession('self-healing');
  const use = () => session.host.send({ type: 'machine-use', node: 'node-1' });
  const fault = (name: 'memory-pressure' | 'power-off-node') => session.host.send({ type: 'act', action: { type: 'fault', fault: name, target: { node: 'node-1' } } });
  const before = await use();
  expect(before?.memory.usedBytes).toBeGreaterThan(0);
  expect(before?.memory.usedBytes).toBeLessThan((before?.memory.capacityBytes ?? 0) / 2);
  await fault('memory-pressure');
  const pressed = await use();
  expect(pressed?.memory.usedBytes).toBeGreaterThan(0.9 * (pressed?.memory.capacityBytes ?? 0));
  expect(pressed?.disk).toEqual(before?.disk);
  await fault('power-off-node');
  expect(await use()).toBeNull();
  expect(await session.host.send({ type: 'machine-use', node: 'nobody' })).toBeNull();
});
