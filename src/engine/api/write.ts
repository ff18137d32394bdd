import type { KindMap, KindName } from './object.ts';
import type { Change, WriteContext } from './store.ts';

/**
 * The {@link Change} of a write. A class, since V8 makes literals of one place old from birth once most of them have outlived a collection, as
 * in a cluster that grows: heartbeats of such a cluster would all be kept, objects and all, until memory is cleared as a whole.
 */
export class Write<K extends KindName> implements Change<K> {
  readonly type: 'ADDED' | 'MODIFIED';
  readonly kind: K;
  readonly object: KindMap[K];
  readonly previous: KindMap[K] | undefined;
  readonly resourceVersion: number;
  readonly atMs: number;
  readonly actor: string;
  readonly cause: number;
  readonly isRenewal: boolean;

  constructor(kind: K, object: KindMap[K], previous: KindMap[K] | undefined, resourceVersion: number, { atMs, actor, cause }: WriteContext, isRenewal: boolean) {
    this.type = previous ? 'MODIFIED' : 'ADDED';
    this.kind = kind;
    this.object = object;
    this.previous = previous;
    this.resourceVersion = resourceVersion;
    this.atMs = atMs;
    this.actor = actor;
    this.cause = cause;
    this.isRenewal = isRenewal;
  }
}
