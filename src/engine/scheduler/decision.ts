/** The record of one scheduling cycle, kept for "Why here?" and "Why pending?". */
export interface Decision {
  readonly podUid: string;
  readonly atMs: number;
  readonly outcome: 'scheduled' | 'unschedulable';
  /** the chosen node. */
  readonly node: string | null;
  /** the FailedScheduling or Scheduled message, word for word. */
  readonly message: string;
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  readonly nodes: readonly NodeVerdict[];
}

export interface NodeVerdict {
  readonly node: string;
  /** the filter plugin that refused the node; `null` when it was feasible. */
  readonly refusedBy: { readonly plugin: string; readonly reasons: readonly string[] } | null;
  /** one a score plugin, in the decision's order; absent when refused or not scored. */
  readonly scores: readonly { readonly raw: number; readonly normalized: number; readonly weighted: number }[] | null;
  readonly total: number | null;
}
