import type { KindMap } from '../../engine/api/object.ts';

/** An image pull that a pod waits for, as its Events tell of it. */
export interface ImagePull {
  readonly sinceMs: number;
  /** when it should be over: as long as the same image took before, or as long as images usually take. */
  readonly expectedEndMs: number;
}

/**
 * Tells pulling from starting. The API has one sign only: an Event `Pulling` of a container that no `Pulled` or `Failed` has
 * followed yet.
 */
export interface ImagePulls {
  /** Returns the uid of the pod that went a step further, if the event is about one. */
  observe(event: KindMap['Event'], atMs: number): string | undefined;
  /** The pull a pod waits for now. */
  of(podUid: string): ImagePull | undefined;
  /** when the last pull of a pod ended. */
  lastEndMs(podUid: string): number | undefined;
  forget(podUid: string): void;
}

/** Some 150 MB over 400 Mbit/s. */
const USUAL_PULL_MS = 3_000;
const KEPT_DURATIONS = 1_000;
const IMAGE = /image "([^"]+)"/;

export function createImagePulls(): ImagePulls {
  /** by pod uid, then by the container's field path. */
  const under = new Map<string, Map<string, { readonly sinceMs: number; readonly image: string }>>();
  const ends = new Map<string, number>();
  const durations = new Map<string, number>();

  return {
    observe({ involvedObject, reason, message = '' }, atMs) {
      const uid = involvedObject.uid;
      if (involvedObject.kind !== 'Pod' || uid === undefined) return undefined;
      const path = involvedObject.fieldPath ?? '';
      if (reason === 'Pulling') {
        const pulls = under.get(uid) ?? new Map<string, { readonly sinceMs: number; readonly image: string }>();
        under.set(uid, pulls.set(path, { sinceMs: atMs, image: IMAGE.exec(message)?.[1] ?? '' }));
        return uid;
      }
      if (reason !== 'Pulled' && reason !== 'Failed') return undefined;
      const pull = under.get(uid)?.get(path);
      if (pull && reason === 'Pulled') {
        if (durations.size >= KEPT_DURATIONS) durations.clear();
        durations.set(pull.image, atMs - pull.sinceMs);
      }
      under.get(uid)?.delete(path);
      if (under.get(uid)?.size === 0) under.delete(uid);
      ends.set(uid, atMs);
      return uid;
    },
    of(podUid) {
      let first: { readonly sinceMs: number; readonly image: string } | undefined;
      for (const pull of under.get(podUid)?.values() ?? []) if (!first || pull.sinceMs < first.sinceMs) first = pull;
      return first && { sinceMs: first.sinceMs, expectedEndMs: first.sinceMs + (durations.get(first.image) ?? USUAL_PULL_MS) };
    },
    lastEndMs: (podUid) => ends.get(podUid),
    forget(podUid) {
      under.delete(podUid);
      ends.delete(podUid);
    },
  };
}
