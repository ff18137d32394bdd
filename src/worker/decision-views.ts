/** What the scheduler decided, and what it would, as the page shows it. Part of `protocol.ts`. */

export interface DecisionView {
  readonly atMs: number;
  readonly outcome: 'scheduled' | 'unschedulable';
  readonly node: string | null;
  readonly message: string;
  /** the profile that decided, by its scheduler's name. */
  readonly profile: string;
  /** filters that looked at nodes, in the order they were asked. */
  readonly filterPlugins: readonly string[];
  /** plugins that named the only nodes that may do; the others were not looked at. */
  readonly narrowedBy: readonly string[];
  /** what was tried to make room; null when nothing was. */
  readonly preemption: {
    readonly nominatedNode: string | null;
    readonly victims: readonly { readonly namespace: string; readonly name: string }[];
    /** why there is no such node; '' when there is one. */
    readonly message: string;
  } | null;
  /** score plugins in order, with their weights; heads of the score columns. */
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  /** what NodeResourcesFit likes, under the profile as it is now. */
  readonly strategy: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
  /** other plugins of the profile: filters that nothing of this pod concerns, so that they pass every node, and scores that are the same for all. */
  readonly idle: { readonly filters: readonly string[]; readonly scores: readonly string[] };
  readonly nodes: readonly NodeVerdictView[];
}
export interface NodeVerdictView {
  readonly node: string;
  /** the filter that refused it and its words; `null` when the node was feasible. */
  readonly refusedBy: { readonly plugin: string; readonly reasons: readonly string[] } | null;
  /** per score plugin, in the order of `scorePlugins`. Absent when refused. */
  readonly scores: readonly { readonly raw: number; readonly normalized: number; readonly weighted: number }[] | null;
  readonly total: number | null;
}

/** Where pods would go under a configuration of the scheduler. */
export interface WhatIfView {
  /** what is wrong with the configuration; then there are no placements. */
  readonly problems: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  readonly placements: readonly PlacementView[];
}
export interface PlacementView {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | null;
  readonly message: string;
  /** how many nodes could take it. */
  readonly feasible: number;
  /** who would have to leave for it. */
  readonly victims: readonly { readonly namespace: string; readonly name: string }[];
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  /** the best nodes, the best first, and those it goes to under the other configurations; none when there was nothing to compare. */
  readonly nodes: readonly ScoredNodeView[];
}
export interface ScoredNodeView {
  readonly node: string;
  readonly total: number;
  /** per score plugin, in the order of `scorePlugins`. */
  readonly points: readonly number[];
}
