import type { KindMap, KindName } from './object.ts';

/**
 * A column of what `kubectl get` prints (pkg/printers/internalversion/printers.go). Apart from the kind's definition, because a cluster runs
 * without them: the page loads them for its first table. One file a kind under `kinds/`; `kinds/columns-registry.ts` lists them.
 */
export interface Column<K extends KindName = KindName> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  /** 0 always shown, 1 only with `-o wide`. */
  readonly priority: 0 | 1;
  readonly description: string;
  /**
   * The cell. A `date` column gives the RFC 3339 text and whoever prints makes an age of it. `nowMs` is for cells that contain
   * durations of their own, such as restarts "3 (2m ago)".
   */
  value(object: KindMap[K], nowMs: number): string | number;
}
