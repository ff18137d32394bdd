import type { Changes } from '../protocol.ts';

/** The views of one sort the page holds. Changes only mark keys; a view is built when it is taken, however often it was marked. */
export interface ViewSet<T> {
  mark(key: string): void;
  /** The view as it was taken last. */
  get(key: string): T | undefined;
  /**
   * Builds what was marked and returns it; `undefined` when nothing changed. No more than `most` at once, those that were marked first; the others
   * wait for the next time. `everything`: all there is instead.
   */
  take(everything: boolean, most?: number): Changes<T> | undefined;
  /** whether something that was marked waits to be taken. */
  readonly isBehind: boolean;
}

export interface ViewSetOptions<T> {
  /** hears of every view that was replaced, came or went. */
  readonly taken?: (before: T | undefined, after: T | undefined) => void;
  /** what changes again moves behind the others. */
  readonly newestLast?: boolean;
}

/** `build` gives the view of a key, or `null` when there is nothing to be seen of it (any more). */
export function createViewSet<T>(build: (key: string) => T | null, { taken, newestLast = false }: ViewSetOptions<T> = {}): ViewSet<T> {
  const views = new Map<string, T>();
  const marked = new Set<string>();

  return {
    mark(key) {
      if (newestLast) marked.delete(key);
      marked.add(key);
    },
    get: (key) => views.get(key),
    get isBehind() {
      return marked.size > 0;
    },
    take(everything, most = Infinity) {
      if (marked.size === 0 && !everything) return undefined;
      const put: T[] = [];
      const gone: string[] = [];
      let left = everything ? Infinity : most;
      for (const key of marked) {
        if (left-- <= 0) break;
        marked.delete(key);
        const before = views.get(key);
        const after = build(key) ?? undefined;
        if (after === undefined || newestLast) views.delete(key);
        if (after !== undefined) {
          views.set(key, after);
          put.push(after);
        } else if (before !== undefined) gone.push(key);
        if (before !== undefined || after !== undefined) taken?.(before, after);
      }
      if (everything) return { put: [...views.values()], gone: [] };
      return put.length > 0 || gone.length > 0 ? { put, gone } : undefined;
    },
  };
}
