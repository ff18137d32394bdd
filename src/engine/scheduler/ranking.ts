import type { ScoreColumn } from './decision-log.ts';
import type { NodeInfo } from './node-info.ts';
import { pack } from './packing.ts';
import type { Candidate, PluginHandle, PreScoreResult } from './plugin.ts';
import type { Profile, Scorer } from './profile.ts';
import type { SchedulingClass } from './scheduling-class.ts';

/** The best of the feasible nodes; one of those that are best, by chance, when there are several. */
export interface Ranking {
  /** `slots` are those of the feasible nodes; `explain` asks for the raw scores as well. */
  best(candidate: Candidate, feasible: readonly NodeInfo[], slots: Int32Array, known: SchedulingClass | undefined, explain: boolean): Ranked;
}
export interface Ranked {
  /** of the node among the feasible ones. */
  readonly index: number;
  readonly columns: readonly ScoreColumn[];
}

const NO_COLUMNS: readonly ScoreColumn[] = [];

/** What local scorers find is remembered in the pod's class, where there is one; the outcome is the same without. */
export function createRanking({ scorers, points }: Profile, { snapshot, random }: PluginHandle): Ranking {
  const preparing = new Set(points.preScore);
  const local = scorers.filter(({ plugin }) => plugin.local);
  const localIndex = new Map(local.map((scorer, index) => [scorer, index]));
  const prepared: PreScoreResult[] = [];
  let scores = new Float64Array(0);
  let totals = new Float64Array(0);
  let ties = new Int32Array(0);

  /** Returns the local scorers that score nodes, as bits. */
  function prepare(candidate: Candidate, feasible: readonly NodeInfo[]): number {
    let scoredBy = 0;
    scorers.forEach((scorer, index) => {
      const { plugin, scoring } = scorer;
      const result = (preparing.has(plugin) ? scoring.preScore?.(candidate, feasible) : undefined) ?? 'each';
      prepared[index] = result;
      if (result === 'each' && plugin.local) scoredBy |= 1 << (localIndex.get(scorer) ?? 0);
    });
    return scoredBy;
  }
  function scoreAnew(known: SchedulingClass, candidate: Candidate, info: NodeInfo): void {
    let sum = 0;
    local.forEach(({ scoring, weight }, index) => {
      if ((known.scoredBy & (1 << index)) === 0) return;
      const raw = scoring.score(candidate, info);
      const column = known.raws[index];
      if (column) column[info.slot] = raw;
      if (!scoring.normalize) sum += raw * weight;
    });
    known.sums[info.slot] = sum;
  }
  /** Starts the totals with what is known of the nodes, brought up to date. */
  function beginWithKnown(known: SchedulingClass, scoredBy: number, candidate: Candidate, feasible: readonly NodeInfo[], slots: Int32Array): void {
    const { sums, scoreStamps } = known;
    const { generations } = snapshot;
    if (known.scoredBy !== scoredBy) {
      known.scoredBy = scoredBy;
      scoreStamps.fill(0);
    }
    for (let i = 0; i < feasible.length; i++) {
      const slot = slots[i] ?? 0;
      const generation = generations[slot] ?? 0;
      const info = scoreStamps[slot] === generation ? undefined : feasible[i];
      if (info) {
        scoreAnew(known, candidate, info);
        scoreStamps[slot] = generation;
      }
      totals[i] = sums[slot] ?? 0;
    }
  }
  function readScores(scorer: Scorer, known: SchedulingClass | undefined, candidate: Candidate, feasible: readonly NodeInfo[], slots: Int32Array): void {
    const column = known && scorer.plugin.local ? known.raws[localIndex.get(scorer) ?? 0] : undefined;
    if (column) for (let i = 0; i < feasible.length; i++) scores[i] = column[slots[i] ?? 0] ?? 0;
    else {
      for (let i = 0; i < feasible.length; i++) {
        const info = feasible[i];
        if (info) scores[i] = scorer.scoring.score(candidate, info);
      }
    }
  }
  function pick(count: number): number {
    let highest = Number.NEGATIVE_INFINITY;
    let tied = 0;
    for (let i = 0; i < count; i++) {
      const total = totals[i] ?? 0;
      if (total > highest) {
        highest = total;
        tied = 0;
      }
      if (total === highest) ties[tied++] = i;
    }
    return ties[tied > 1 ? random.below(tied) : 0] ?? 0;
  }

  return {
    best(candidate, feasible, slots, known, explain) {
      const count = feasible.length;
      if (scores.length < count) {
        scores = new Float64Array(2 * count);
        totals = new Float64Array(2 * count);
        ties = new Int32Array(2 * count);
      }
      const scoredBy = prepare(candidate, feasible);
      if (known) beginWithKnown(known, scoredBy, candidate, feasible, slots);
      else totals.fill(0, 0, count);
      const columns: ScoreColumn[] | undefined = explain ? [] : undefined;
      for (let index = 0; index < scorers.length; index++) {
        const scorer = scorers[index];
        const result = prepared[index];
        if (!scorer || result === undefined || result === 'skip') continue;
        const { plugin, scoring, weight } = scorer;
        // The same for all nodes, whatever it is after normalizing.
        if (typeof result === 'number') {
          columns?.push({ plugin: plugin.name, raw: result });
          continue;
        }
        const isSummed = known !== undefined && plugin.local === true && !scoring.normalize;
        if (isSummed && !columns) continue;
        readScores(scorer, known, candidate, feasible, slots);
        columns?.push({ plugin: plugin.name, raw: pack(scores, count) });
        if (isSummed) continue;
        scoring.normalize?.(scores, count);
        for (let i = 0; i < count; i++) totals[i] = (totals[i] ?? 0) + (scores[i] ?? 0) * weight;
      }
      return { index: pick(count), columns: columns ?? NO_COLUMNS };
    },
  };
}
