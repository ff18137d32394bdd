import type { CycleRecord } from './decision-log.ts';
import { createFiltering, type PreFiltered } from './filtering.ts';
import type { Failure } from './message.ts';
import type { NodeInfo } from './node-info.ts';
import { pack } from './packing.ts';
import type { Candidate, FailedSearch, PluginHandle } from './plugin.ts';
import type { Profile } from './profile.ts';
import { createRanking } from './ranking.ts';
import { PASS } from './refusals.ts';
import { createSchedulingClasses, type SchedulingClass } from './scheduling-class.ts';

/** Fewer feasible nodes than this are always looked for; of more, a share that shrinks with the cluster (schedule_one.go). */
const MIN_FEASIBLE = 100;
const MIN_PER_CENT = 5;

/** What came of one scheduling cycle: a node, or why there is none, with the plugins that refused and what preemption may go on from. */
export type CycleResult = { readonly record: CycleRecord } & (
  | { readonly node: NodeInfo }
  | { readonly node: null; readonly failure: Failure; readonly refusedBy: readonly string[]; readonly search: FailedSearch }
);

/** The scheduling cycle of a profile: filter the nodes, score the feasible ones, take the best. There must be nodes. */
export interface SchedulingCycle {
  run(candidate: Candidate): CycleResult;
}

/** Where the next search for feasible nodes begins: all profiles share it. */
export interface SearchPosition {
  nextStart: number;
}

export interface CycleOptions {
  /** whether to record what was found for every node. */
  readonly explain: boolean;
  /** false works everything out anew for each pod; the outcome is the same. */
  readonly remember?: boolean;
}

/** What stands for the record of a cycle that looked at no node, or was not asked to explain. */
export const NOTHING_SEEN: CycleRecord = { profile: '', names: [], start: 0, looked: 0, codes: 0, columns: [], filters: [], narrowedBy: [] };

export function createSchedulingCycle(profile: Profile, handle: PluginHandle, position: SearchPosition, options: CycleOptions): SchedulingCycle {
  const { snapshot, refusals } = handle;
  const { explain, remember = true } = options;
  const filtering = createFiltering(profile, handle);
  const ranking = createRanking(profile, handle);
  const classes = createSchedulingClasses(profile.scorers.filter(({ plugin }) => plugin.local).length);

  function recordOf(names: readonly string[], start: number, looked: number, { narrowedBy }: PreFiltered, columns: CycleRecord['columns']): CycleRecord {
    if (!explain) return NOTHING_SEEN;
    const { feasible, codes, active } = filtering;
    return {
      profile: profile.schedulerName, names, start, looked, codes: feasible.length === looked ? PASS : pack(codes, looked), columns,
      filters: active.map(({ name }) => name), narrowedBy,
    };
  }
  /** Counts verdicts in runs: neighbours are mostly refused for the same. */
  function countRefusals(looked: number): ReadonlyMap<number, number> {
    const nodesByRefusal = new Map<number, number>();
    const { codes } = filtering;
    for (let from = 0, to = 0; from < looked; from = to) {
      const code = codes[from] ?? PASS;
      while (to < looked && codes[to] === code) to++;
      nodesByRefusal.set(code, (nodesByRefusal.get(code) ?? 0) + to - from);
    }
    return nodesByRefusal;
  }
  function searchOf(nodes: readonly NodeInfo[], start: number, looked: number, known?: SchedulingClass): FailedSearch {
    return {
      nodeCount: snapshot.nodes.length,
      resolvableNodes() {
        const found: NodeInfo[] = [];
        for (let i = 0; i < looked; i++) {
          const info = nodes[(start + i) % nodes.length];
          if (info && refusals.get(filtering.codes[i] ?? PASS).resolvable) found.push(info);
        }
        return found;
      },
      dryRun: filtering.dryRun,
      alike: filtering.active.every(({ local }) => local) ? known : undefined,
    };
  }
  /** All nodes, or none of them, might do if other pods left. */
  function refusedBefore(prepared: PreFiltered, { plugin, reason, resolvable }: NonNullable<PreFiltered['refused']>): CycleResult {
    const { nodes, names } = snapshot;
    return {
      node: null, failure: { nodeCount: nodes.length, nodesByRefusal: new Map(), absent: 0, narrowedBy: [], refusedBefore: reason },
      refusedBy: [plugin, ...prepared.narrowedBy], search: { ...searchOf(nodes, 0, 0), resolvableNodes: () => (resolvable ? nodes : []) },
      record: recordOf(names, 0, 0, prepared, []),
    };
  }
  function named(names: ReadonlySet<string>): readonly NodeInfo[] {
    const found: NodeInfo[] = [];
    for (const name of names.size === 1 ? names : [...names].sort()) {
      const info = snapshot.find(name);
      if (info) found.push(info);
    }
    return found;
  }
  /** The node that preemption chose is taken without a look at others, once the pod fits there. */
  function nominatedFor({ pod }: Candidate): NodeInfo | undefined {
    const name = pod.status?.nominatedNodeName;
    const info = name ? snapshot.find(name) : undefined;
    if (info) filtering.find([info], Int32Array.of(info.slot), 0, 1, undefined);
    return info && filtering.feasible.length === 1 ? info : undefined;
  }

  return {
    run(candidate) {
      const { nodes, names: allNames, slots: allSlots } = snapshot;
      const prepared = filtering.begin(candidate);
      if (prepared.refused) return refusedBefore(prepared, prepared.refused);
      const nominated = nominatedFor(candidate);
      if (nominated) return { node: nominated, record: recordOf([nominated.name], 0, 1, prepared, []) };
      const { names, narrowedBy } = prepared;
      const searched = names ? named(names) : nodes;
      const slots = names ? Int32Array.from(searched, ({ slot }) => slot) : allSlots;
      const start = searched.length === 0 ? 0 : position.nextStart % searched.length;
      const known = remember && !names ? classes.of(candidate, snapshot.generations.length) : undefined;
      const wanted = profile.scorers.length === 0 ? 1 : feasibleToFind(searched.length, profile.percentageOfNodesToScore);
      const looked = filtering.find(searched, slots, start, wanted, known);
      position.nextStart = (position.nextStart + looked) % nodes.length;
      const { feasible } = filtering;
      const searchedNames = !names ? allNames : explain ? searched.map(({ name }) => name) : [];
      const [first] = feasible;
      if (!first) {
        const nodesByRefusal = countRefusals(looked);
        const refusedBy = new Set(narrowedBy);
        for (const code of nodesByRefusal.keys()) refusedBy.add(refusals.get(code).plugin);
        const failure = { nodeCount: nodes.length, nodesByRefusal, absent: nodes.length - searched.length, narrowedBy: [...narrowedBy].sort() };
        const record = recordOf(searchedNames, start, looked, prepared, []);
        return { node: null, failure, refusedBy: [...refusedBy], search: searchOf(searched, start, looked, known), record };
      }
      if (feasible.length === 1) return { node: first, record: recordOf(searchedNames, start, looked, prepared, []) };
      const { index, columns } = ranking.best(candidate, feasible, filtering.feasibleSlots, known, explain);
      return { node: feasible[index] ?? first, record: recordOf(searchedNames, start, looked, prepared, columns) };
    },
  };
}

/** How many feasible nodes are enough (schedule_one.go numFeasibleNodesToFind); `perCent` 0 for upstream's own share. */
export function feasibleToFind(nodeCount: number, perCent: number): number {
  if (nodeCount < MIN_FEASIBLE) return nodeCount;
  const share = perCent || Math.max(MIN_PER_CENT, 50 - Math.floor(nodeCount / 125));
  return Math.max(MIN_FEASIBLE, Math.floor((nodeCount * share) / 100));
}
