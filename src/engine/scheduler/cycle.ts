import type { Random } from '../random.ts';
import type { CycleRecord, ScoreColumn } from './decision-log.ts';
import type { Failure } from './message.ts';
import type { NodeInfo } from './node-info.ts';
import { pack } from './packing.ts';
import type { Candidate, Plugin, PluginHandle, Scoring } from './plugin.ts';
import { PASS } from './refusals.ts';

/** Fewer feasible nodes than this are always looked for; of more, a share that shrinks with the cluster (schedule_one.go). */
const MIN_FEASIBLE = 100;
const MIN_PER_CENT = 5;

/** What came of one scheduling cycle: a node, or why there is none with the plugins that refused. */
export type CycleResult = { readonly record: CycleRecord } & (
  | { readonly node: string }
  | { readonly node: null; readonly failure: Failure; readonly refusedBy: readonly string[] }
);

/** The scheduling cycle: filter the nodes, score the feasible ones, take the best. There must be nodes. */
export interface SchedulingCycle {
  run(candidate: Candidate): CycleResult;
  /** where the next search for feasible nodes begins. */
  nextStart: number;
}

export function createSchedulingCycle(plugins: readonly Plugin[], { snapshot, refusals }: PluginHandle, random: Random): SchedulingCycle {
  const filtering: Plugin[] = [];
  const feasible: NodeInfo[] = [];
  let codes = new Uint16Array(0);
  let scores = new Float64Array(0);
  let totals = new Float64Array(0);

  /** Runs every preFilter; the rest of a cycle filters with the plugins that are left in `filtering`. */
  function preFilter(candidate: Candidate): { readonly names: ReadonlySet<string> | undefined; readonly narrowedBy: string[]; readonly refused?: readonly [string, string] } {
    filtering.length = 0;
    let names: ReadonlySet<string> | undefined;
    const narrowedBy: string[] = [];
    for (const plugin of plugins) {
      if (!plugin.filter) continue;
      const result = plugin.preFilter?.(candidate) ?? 'all';
      if (result === 'skip') continue;
      if (typeof result === 'object') {
        if ('refused' in result) return { names, narrowedBy, refused: [plugin.name, result.refused] };
        const allowed = result.names;
        names = names ? new Set([...names].filter((name) => allowed.has(name))) : allowed;
        narrowedBy.push(plugin.name);
      }
      filtering.push(plugin);
    }
    return { names, narrowedBy };
  }

  function verdictOn(candidate: Candidate, info: NodeInfo): number {
    for (const plugin of filtering) {
      const code = plugin.filter?.(candidate, info) ?? PASS;
      if (code !== PASS) return code;
    }
    return PASS;
  }

  /** Fills `feasible` and `codes`; returns how many nodes were looked at. */
  function findFeasible(candidate: Candidate, nodes: readonly NodeInfo[], start: number): number {
    const wanted = feasibleToFind(nodes.length);
    if (codes.length < nodes.length) codes = new Uint16Array(nodes.length);
    feasible.length = 0;
    let looked = 0;
    for (let index = start; looked < nodes.length && feasible.length < wanted; index++) {
      if (index === nodes.length) index = 0;
      const info = nodes[index];
      if (!info) break;
      const code = verdictOn(candidate, info);
      codes[looked++] = code;
      if (code === PASS) feasible.push(info);
    }
    return looked;
  }

  function scoreBy(plugin: Plugin, scoring: Scoring, candidate: Candidate): ScoreColumn | undefined {
    const count = feasible.length;
    const prepared = scoring.preScore?.(candidate, feasible) ?? 'each';
    if (prepared === 'skip') return undefined;
    if (typeof prepared === 'number') scores.fill(prepared, 0, count);
    else {
      for (let i = 0; i < count; i++) {
        const info = feasible[i];
        if (info) scores[i] = scoring.score(candidate, info);
      }
    }
    const raw = typeof prepared === 'number' ? prepared : pack(scores, count);
    scoring.normalize?.(scores, count);
    for (let i = 0; i < count; i++) totals[i] = (totals[i] ?? 0) + (scores[i] ?? 0) * scoring.weight;
    return { plugin: plugin.name, raw };
  }

  function rank(candidate: Candidate): { readonly best: NodeInfo | undefined; readonly columns: readonly ScoreColumn[] } {
    const count = feasible.length;
    if (scores.length < count) {
      scores = new Float64Array(2 * count);
      totals = new Float64Array(2 * count);
    }
    totals.fill(0, 0, count);
    const columns: ScoreColumn[] = [];
    for (const plugin of plugins) {
      const column = plugin.scoring && scoreBy(plugin, plugin.scoring, candidate);
      if (column) columns.push(column);
    }
    let highest = -1;
    let ties = 0;
    for (let i = 0; i < count; i++) {
      const total = totals[i] ?? 0;
      if (total > highest) {
        highest = total;
        ties = 1;
      } else if (total === highest) ties++;
    }
    let chosen = ties > 1 ? random.below(ties) : 0;
    for (let i = 0; i < count; i++) if (totals[i] === highest && chosen-- === 0) return { best: feasible[i], columns };
    return { best: undefined, columns };
  }

  function failureOf(looked: number, absent: number, narrowedBy: readonly string[]): { readonly failure: Failure; readonly refusedBy: readonly string[] } {
    const nodesByRefusal = new Map<number, number>();
    for (let i = 0; i < looked; i++) {
      const code = codes[i] ?? PASS;
      nodesByRefusal.set(code, (nodesByRefusal.get(code) ?? 0) + 1);
    }
    const refusedBy = new Set(narrowedBy);
    for (const code of nodesByRefusal.keys()) refusedBy.add(refusals.get(code).plugin);
    return { failure: { nodeCount: snapshot.nodes.length, nodesByRefusal, absent, narrowedBy: [...narrowedBy].sort() }, refusedBy: [...refusedBy] };
  }

  const cycle: SchedulingCycle = {
    nextStart: 0,
    run(candidate) {
      const { nodes, names: allNames } = snapshot;
      const { names, narrowedBy, refused } = preFilter(candidate);
      if (refused) {
        const failure = { nodeCount: nodes.length, nodesByRefusal: new Map(), absent: 0, narrowedBy, refusedBefore: refused[1] };
        return { node: null, failure, refusedBy: [refused[0], ...narrowedBy], record: { names: allNames, start: 0, looked: 0, codes: PASS, columns: [] } };
      }
      const searched = names ? named(names) : nodes;
      const start = searched.length === 0 ? 0 : cycle.nextStart % searched.length;
      const looked = findFeasible(candidate, searched, start);
      cycle.nextStart = (cycle.nextStart + looked) % nodes.length;
      const recorded = {
        names: names ? searched.map(({ name }) => name) : allNames, start, looked,
        codes: feasible.length === looked ? PASS : pack(codes, looked),
      };
      if (feasible.length === 0) {
        return { node: null, ...failureOf(looked, nodes.length - searched.length, narrowedBy), record: { ...recorded, columns: [] } };
      }
      const [only] = feasible;
      if (only && feasible.length === 1) return { node: only.name, record: { ...recorded, columns: [] } };
      const { best, columns } = rank(candidate);
      return { node: best?.name ?? '', record: { ...recorded, columns } };
    },
  };

  function named(names: ReadonlySet<string>): readonly NodeInfo[] {
    const found: NodeInfo[] = [];
    for (const name of [...names].sort()) {
      const info = snapshot.find(name);
      if (info) found.push(info);
    }
    return found;
  }
  return cycle;
}

/** How many feasible nodes are enough (schedule_one.go numFeasibleNodesToFind). */
export function feasibleToFind(nodeCount: number): number {
  if (nodeCount < MIN_FEASIBLE) return nodeCount;
  const perCent = Math.max(MIN_PER_CENT, 50 - Math.floor(nodeCount / 125));
  return Math.max(MIN_FEASIBLE, Math.floor((nodeCount * perCent) / 100));
}
