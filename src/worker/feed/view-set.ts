import type { Changes } from '../protocol.ts';

/** The views of one sort the page holds. Changes only mark keys; a view is built when it is taken, however often it was marked. */
export interface ViewSet<T> {
  mark(key: string): void;
  /** The view as it was taken last. */
  get(key: string): T | undefined;
  readonly size: number;
  /** Builds what was marked and returns it; `undefined` when nothing changed. `everything`: all there is instead. */
  take(everything: boolean): Changes<T> | undefined;
}

/**
 * `build` gives the view of a key, or `null` when there is nothing to be seen of it (any more). `taken` hears of every view that
 * was replaced, came or went. Views stand in the order in which they changed last.
 */
export function createViewSet<T>(build: (key: string) => T | null, taken?: (before: T | undefined, after: T | undefined) => void): ViewSet<T> {
  const views = new Map<string, T>();
  const marked = new Set<string>();

  return {
    mark(key) {
      // What changes again is newest again.
      marked.delete(key);
      marked.add(key);
    },
    get: (key) => views.get(key),
    get size() {
      return views.size;
    },
    take(everything) {
      if (marked.size === 0 && !everything) return undefined;
      const put: T[] = [];
      const gone: string[] = [];
      for (const key of marked) {
        const before = views.get(key);
        const after = build(key) ?? undefined;
        views.delete(key);
        if (after !== undefined) {
          views.set(key, after);
          put.push(after);
        } else if (before !== undefined) gone.push(key);
        if (before !== undefined || after !== undefined) taken?.(before, after);
      }
      marked.clear();
      if (everything) return { put: [...views.values()], gone: [] };
      return put.length > 0 || gone.length > 0 ? { put, gone } : undefined;
    },
  };
}
