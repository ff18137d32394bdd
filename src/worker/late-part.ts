/** A part of the engine that is not needed to show a cluster and is loaded after the rest. */
export interface LatePart<T> {
  /** `undefined` until it has been loaded. */
  get(): T | undefined;
  /** Begins to load it, if nobody has; fails with a sentence for people, after which it can be tried again. */
  load(): Promise<void>;
}

export function createLatePart<T>(read: () => Promise<T>): LatePart<T> {
  let part: T | undefined;
  let loading: Promise<void> | undefined;
  return {
    get: () => part,
    load() {
      loading ??= read().then(
        (there) => void (part = there),
        (error: unknown) => {
          loading = undefined;
          throw new Error('Part of Kubarium could not be loaded. Check the connection and try again.', { cause: error });
        },
      );
      return loading;
    },
  };
}
