import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectWorker } from '../../src/worker/connect.ts';
import type { Frame } from '../../src/worker/protocol.ts';
import type { FromWorker, ToWorker } from '../../src/worker/wire.ts';

/** The browser's Worker, with a script that the test plays. */
class PlayedWorker extends EventTarget {
  static last: PlayedWorker | undefined;
  readonly received: ToWorker[] = [];
  terminated = false;
  readonly address: URL;
  readonly options: WorkerOptions;
  constructor(address: URL, options: WorkerOptions) {
    super();
    this.address = address;
    this.options = options;
    PlayedWorker.last = this;
  }
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  says(message: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }
  breaks(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

function worker(): PlayedWorker {
  if (!PlayedWorker.last) throw new Error('no worker was started');
  return PlayedWorker.last;
}

const FRAME: Frame = { type: 'frame', reset: true, clock: { atMs: 1, startMs: 0, pace: 1, paused: false, speed: 1, waiting: null } };

beforeEach(() => void vi.stubGlobal('Worker', PlayedWorker));
afterEach(() => void vi.unstubAllGlobals());

it('starts the engine as a module worker, and gives each command its own reply', async () => {
  const host = connectWorker();
  expect(worker().address.pathname).toMatch(/engine-worker\.ts$/);
  expect(worker().options.type).toBe('module');
  const saving = host.send({ type: 'save' });
  const stepping = host.send({ type: 'step' });
  const refused = host.send({ type: 'undo-reset' });
  expect(worker().received.map((message) => message.type)).toEqual(['command', 'command', 'command']);
  worker().says({ type: 'reply', id: 2, ok: true, data: null });
  worker().says({ type: 'reply', id: 3, ok: false, message: 'There is no reset to undo.' });
  worker().says({ type: 'reply', id: 1, ok: true, data: 'saved' });
  expect(await saving).toBe('saved');
  expect(await stepping).toBeNull();
  await expect(refused).rejects.toThrow('There is no reset to undo.');
});

it('tells the worker when the page has dealt with a frame', () => {
  const host = connectWorker();
  const order: string[] = [];
  const stop = host.onFrame((frame) => {
    order.push(`frame ${frame.clock.atMs}`);
    expect(worker().received).toEqual([]);
  });
  worker().says(FRAME);
  expect(order).toEqual(['frame 1']);
  expect(worker().received).toEqual([{ type: 'frame-taken' }]);
  stop();
  worker().says(FRAME);
  expect(order).toHaveLength(1);
  expect(worker().received).toHaveLength(2);
});

it('rejects every command, under way or later, once the worker has failed', async () => {
  const host = connectWorker();
  const waiting = host.send({ type: 'save' });
  worker().breaks('out of memory');
  await expect(waiting).rejects.toThrow('out of memory');
  await expect(host.send({ type: 'step' })).rejects.toThrow('out of memory');
});

it('ends the worker when it is closed', async () => {
  const host = connectWorker();
  const waiting = host.send({ type: 'save' });
  host.close();
  expect(worker().terminated).toBe(true);
  await expect(waiting).rejects.toThrow('closed');
});
