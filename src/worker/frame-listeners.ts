import type { Frame } from './protocol.ts';

/** Who wants to hear of frames. */
export interface FrameListeners {
  /** Returns what ends it. */
  add(listener: (frame: Frame) => void): () => void;
  tell(frame: Frame): void;
  clear(): void;
}

export function createFrameListeners(): FrameListeners {
  const listeners = new Set<(frame: Frame) => void>();
  return {
    add(listener: (frame: Frame) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(frame: Frame): void {
      for (const listener of listeners) listener(frame);
    },
    clear: () => listeners.clear(),
  };
}
