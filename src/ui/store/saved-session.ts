import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import type { SavedState } from '../../worker/protocol.ts';

/** A session as it lies in the browser between visits. */
export interface SavedSession {
  readonly version: 1;
  /** id of the scenario it grew from. */
  readonly scenario: string;
  /** the worker's own words, for `restore`. */
  readonly text: SavedState;
}

/** Where the one saved session is kept. All functions reject when the browser refuses storage. */
export interface SessionStorage {
  read(): Promise<SavedSession | null>;
  write(saved: SavedSession): Promise<void>;
  clear(): Promise<void>;
}

const KEY = 'session';

/** The saved session in IndexedDB, which holds megabytes and writes without blocking the page. */
export function createSessionStorage(): SessionStorage {
  let opened: UseStore | null = null;
  const store = (): UseStore => (opened ??= createStore('kubarium', 'saved'));
  return {
    async read() {
      const found = await get<unknown>(KEY, store());
      return isSavedSession(found) ? found : null;
    },
    write: async (saved) => set(KEY, saved, store()),
    clear: async () => del(KEY, store()),
  };
}

function isSavedSession(value: unknown): value is SavedSession {
  if (typeof value !== 'object' || value === null) return false;
  const { version, scenario, text } = value as Partial<Record<keyof SavedSession, unknown>>;
  return version === 1 && typeof scenario === 'string' && (typeof text === 'string' || text instanceof Blob);
}
