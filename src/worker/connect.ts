import { createFrameListeners } from './frame-listeners.ts';
import type { Command, Host, ReplyData } from './protocol.ts';
import type { FromWorker, ToWorker } from './wire.ts';

interface Pending {
  resolve(data: never): void;
  reject(error: Error): void;
}

/** The engine in a worker of its own. When the worker fails, every command, under way or later, is rejected with the reason. */
export function connectWorker(): Host {
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' });
  const listeners = createFrameListeners();
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let failure: Error | undefined;

  const post = (message: ToWorker): void => worker.postMessage(message);
  const fail = (message: string): void => {
    failure ??= new Error(message);
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'frame') {
      try {
        listeners.tell(data);
      } finally {
        post({ type: 'frame-taken' });
      }
      return;
    }
    const waiting = pending.get(data.id);
    pending.delete(data.id);
    if (data.ok) waiting?.resolve(data.data as never);
    else waiting?.reject(new Error(data.message));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.message || 'The engine could not be loaded.');
  });
  worker.addEventListener('messageerror', () => fail('The engine said something that this browser cannot read.'));

  return {
    send<C extends Command>(command: C): Promise<ReplyData[C['type']]> {
      return new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        const id = nextId++;
        pending.set(id, { resolve, reject });
        post({ type: 'command', id, command });
      });
    },
    onFrame: listeners.add,
    close() {
      worker.terminate();
      fail('The cluster has been closed.');
      listeners.clear();
    },
  };
}
