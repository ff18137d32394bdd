export type Level = 'First steps' | 'Every day' | 'Every workload' | 'Placement' | 'When things break' | 'Policies' | 'Inside Kubernetes' | 'Extending Kubernetes';

/** What the page says of a scenario. Plain data; its cluster is in `beginning.ts`, and its manifest in `manifests.ts`. */
export interface Scenario {
  /** as in the address: `?scenario=node-failure`. */
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** one sentence: what it is about. */
  readonly summary: string;
  /** two sentences: what to do, and what to watch. */
  readonly try: string;
}
