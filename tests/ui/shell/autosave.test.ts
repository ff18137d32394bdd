// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startAutosave } from '../../../src/ui/store/autosave.ts';
import type { SavedSession, SessionStorage } from '../../../src/ui/store/saved-session.ts';
import { createSession } from '../../../src/ui/store/session.ts';
import { createFixtureHost } from '../fixture-host.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function start(write?: SessionStorage['write']) {
  const written: SavedSession[] = [];
  const host = createFixtureHost({ running: false });
  const session = createSession(host);
  const storage: SessionStorage = {
    read: async () => null, clear: async () => undefined,
    write: write ?? (async (saved) => { written.push(saved); }),
  };
  const storageFailed = vi.fn();
  const engineFailed = vi.fn();
  const stop = startAutosave({ session, storage, scenario: () => 'scaling', storageFailed, engineFailed });
  await vi.advanceTimersByTimeAsync(0);
  return { host, written, storageFailed, engineFailed, stop };
}

test('a changed session is saved every few seconds, an unchanged one is not asked for', async () => {
  const { host, written, stop } = await start();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ version: 1, scenario: 'scaling' });
  await vi.advanceTimersByTimeAsync(40_000);
  expect(host.sent.filter(({ type }) => type === 'save')).toHaveLength(1);
  host.tick(1_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(written).toHaveLength(2);
  stop();
});

test('a deed is saved at once, before the next turn', async () => {
  const { host, written, stop } = await start();
  await vi.advanceTimersByTimeAsync(4_000);
  await host.send({ type: 'act', action: { type: 'fault', fault: 'power-off-node', target: { node: 'node-1' } } });
  await vi.advanceTimersByTimeAsync(300);
  expect(written).toHaveLength(2);
  stop();
});

test('leaving the page saves at once', async () => {
  const { host, written, stop } = await start();
  host.tick(1_000);
  window.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toHaveLength(1);
  stop();
});

test('hiding the page saves at once, and a hidden page is not saved again and again', async () => {
  const { host, written, stop } = await start();
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toHaveLength(1);
  host.tick(1_000);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(written).toHaveLength(1);
  stop();
});

test('a browser that keeps nothing is reported once', async () => {
  const { host, storageFailed, engineFailed, stop } = await start(async () => { throw new Error('QuotaExceededError'); });
  await vi.advanceTimersByTimeAsync(4_000);
  host.tick(1_000);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(storageFailed).toHaveBeenCalledTimes(1);
  expect(engineFailed).not.toHaveBeenCalled();
  stop();
});

test('an engine that no longer answers is reported as such', async () => {
  const { host, storageFailed, engineFailed, stop } = await start();
  vi.spyOn(host, 'send').mockRejectedValue(new Error('the worker is gone'));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(engineFailed).toHaveBeenCalledWith(expect.objectContaining({ message: 'the worker is gone' }));
  expect(storageFailed).not.toHaveBeenCalled();
  stop();
});

test('nothing is saved after it was stopped', async () => {
  const { written, stop } = await start();
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  window.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toHaveLength(0);
});
