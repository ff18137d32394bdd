/** The record of one scheduling cycle, kept for "Why here?" and "Why pending?". */
export interface Decision {
  readonly podUid: string;
  readonly atMs: number;
  readonly outcome: 'scheduled' | 'unschedulable';
  /** the chosen node. */
  readonly node: string | null;
  /** the FailedScheduling or Scheduled message, word for word. */
  readonly message: string;
  /** the profile that decided, by its scheduler's name. */
  readonly profile: string;
  /** filters that looked at nodes, in their order; the profile's others had nothing to object to whatever the node. */
  readonly filterPlugins: readonly string[];
  /** plugins that named the only nodes that may do; the others were not looked at. */
  readonly narrowedBy: readonly string[];
  /** what was tried to make room; null when there was no need, or nothing that tries. */
  readonly preemption: Preemption | null;
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  readonly nodes: readonly NodeVerdict[];
}

export interface Preemption {
  /** the node the pod is to wait for. */
  readonly nominatedNode: string | null;
  /** pods that were told to leave it. */
  readonly victims: readonly { readonly namespace: string; readonly name: string; readonly uid: string }[];
  /** why there is no such node; '' when there is one. */
  readonly message: string;
}

export interface NodeVerdict {
  readonly node: string;
  /** the filter plugin that refused the node; `null` when it was feasible. */
  readonly refusedBy: { readonly plugin: string; readonly reasons: readonly string[] } | null;
  /** one a score plugin, in the decision's order; absent when refused or not scored. */
  readonly scores: readonly { readonly raw: number; readonly normalized: number; readonly weighted: number }[] | null;
  readonly total: number | null;
}

/** How a filter came out on a node. */
export interface FilterVerdict {
  readonly plugin: string;
  readonly verdict: 'passed' | 'refused' | 'not reached';
  readonly reasons: readonly string[];
}

/** What each filter of the decision said of a node: those behind the one that refused it were not asked. */
export function filterVerdicts({ filterPlugins }: Pick<Decision, 'filterPlugins'>, { refusedBy }: Pick<NodeVerdict, 'refusedBy'>): readonly FilterVerdict[] {
  const refusing = refusedBy ? filterPlugins.indexOf(refusedBy.plugin) : filterPlugins.length;
  return filterPlugins.map((plugin, index) => {
    if (index < refusing) return { plugin, verdict: 'passed', reasons: [] };
    return index === refusing ? { plugin, verdict: 'refused', reasons: refusedBy?.reasons ?? [] } : { plugin, verdict: 'not reached', reasons: [] };
  });
}
