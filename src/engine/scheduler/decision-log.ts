import type { Decision, NodeVerdict, Preemption } from './decision.ts';
import { pack, unpack, type Packed } from './packing.ts';
import { NOT_SCORED } from './plugin.ts';
import type { Profile, Scorer } from './profile.ts';
import { PASS, type Refusals } from './refusals.ts';

/** Raw scores of the feasible nodes in the order they were found. */
export interface ScoreColumn {
  readonly plugin: string;
  readonly raw: Packed;
}

/** What a cycle found, in numbers: the verdict on the i-th node looked at is about `names[(start + i) % names.length]`. */
export interface CycleRecord {
  readonly profile: string;
  readonly names: readonly string[];
  readonly start: number;
  readonly looked: number;
  /** refusals by code, `PASS` for feasible nodes. */
  readonly codes: Packed;
  readonly columns: readonly ScoreColumn[];
  /** filters that were run, and plugins that named the only nodes. */
  readonly filters: readonly string[];
  readonly narrowedBy: readonly string[];
}

export interface DecidedPod {
  readonly uid: string;
  readonly atMs: number;
  readonly node: string | null;
  readonly message: string;
  readonly record: CycleRecord;
  readonly preemption: Preemption | null;
}

/** The last decision on each pod. When more verdicts are kept than the limit, the oldest decisions go. */
export interface DecisionLog {
  add(decided: DecidedPod): void;
  forget(uid: string): void;
  /** Says anew how a decision came out. */
  reword(uid: string, message: string): void;
  /** Forgets decisions on pods that are not there any more. */
  keepOnly(exists: (uid: string) => boolean): void;
  get(uid: string): Decision | undefined;
  save(): DecisionLogState;
  load(state: DecisionLogState): void;
}

export interface DecisionLogState {
  /** lists of node names, of refusals and of names (plugins and profiles) that the decisions index. */
  readonly nodes: readonly (readonly string[])[];
  readonly refusals: readonly (readonly [plugin: string, resolvable: boolean, ...reasons: string[]])[];
  readonly plugins: readonly string[];
  readonly decisions: readonly SavedDecision[];
}
type SavedDecision = readonly [
  uid: string, atMs: number, node: string | null, message: string, names: number, start: number, looked: number,
  codes: Packed, columns: readonly (readonly [plugin: number, raw: Packed])[],
  profile: number, filters: readonly number[], narrowedBy: readonly number[], preemption: Preemption | null,
];

const KEPT_VERDICTS = 200_000;

/** `profileOf` finds a profile by its scheduler's name: what a decision was worth is told by the weights of now. */
export function createDecisionLog(profileOf: (schedulerName: string) => Profile | undefined, refusals: Refusals): DecisionLog {
  const decided = new Map<string, DecidedPod>();
  let verdicts = 0;

  function forget(uid: string): void {
    const known = decided.get(uid);
    if (!known) return;
    verdicts -= weightOf(known);
    decided.delete(uid);
  }
  function add(one: DecidedPod): void {
    forget(one.uid);
    decided.set(one.uid, one);
    verdicts += weightOf(one);
    if (verdicts <= KEPT_VERDICTS) return;
    for (const uid of decided.keys()) {
      if (verdicts <= KEPT_VERDICTS || uid === one.uid) return;
      forget(uid);
    }
  }
  function explain({ uid, atMs, node, message, record, preemption }: DecidedPod): Decision {
    const { profile, names, start, looked, columns, filters, narrowedBy } = record;
    const scorers = new Map(profileOf(profile)?.scorers.map((scorer) => [scorer.plugin.name, scorer]));
    const codes = unpack(record.codes, looked);
    const feasible = codes.filter((code) => code === PASS).length;
    const scores = columns.map((column) => scoresOf(column, feasible, scorers.get(column.plugin)));
    const nodes: NodeVerdict[] = [];
    let rank = 0;
    for (let i = 0; i < looked; i++) {
      const name = names[(start + i) % names.length] ?? '';
      const code = codes[i] ?? PASS;
      if (code !== PASS) {
        const { plugin, reasons } = refusals.get(code);
        nodes.push({ node: name, refusedBy: { plugin, reasons }, scores: null, total: null });
        continue;
      }
      const own = scores.map((column) => column[rank] ?? { raw: 0, normalized: 0, weighted: 0 });
      rank++;
      const scored = own.length > 0;
      nodes.push({ node: name, refusedBy: null, scores: scored ? own : null, total: scored ? own.reduce((sum, { weighted }) => sum + weighted, 0) : null });
    }
    return {
      podUid: uid, atMs, outcome: node === null ? 'unschedulable' : 'scheduled', node, message, profile, filterPlugins: filters, narrowedBy, preemption,
      scorePlugins: columns.map(({ plugin }) => ({ name: plugin, weight: scorers.get(plugin)?.weight ?? 0 })),
      nodes,
    };
  }
  function scoresOf({ raw }: ScoreColumn, count: number, scorer: Scorer | undefined): NonNullable<NodeVerdict['scores']> {
    const weight = scorer?.weight ?? 0;
    const values = unpack(raw, count);
    const before = values.slice();
    scorer?.scoring.normalize?.(values, count);
    return Array.from(values, (normalized, i) => ({ raw: before[i] === NOT_SCORED ? 0 : (before[i] ?? 0), normalized, weighted: normalized * weight }));
  }

  return {
    add,
    forget,
    reword(uid, message) {
      const known = decided.get(uid);
      if (known) decided.set(uid, { ...known, message });
    },
    keepOnly(exists) {
      for (const uid of decided.keys()) if (!exists(uid)) forget(uid);
    },
    get(uid) {
      const known = decided.get(uid);
      return known && explain(known);
    },
    save() {
      const nodes = createIndex<readonly string[]>((names) => names.join('\n'));
      const used = createIndex<number>(String);
      const names = createIndex<string>((name) => name);
      const decisions = [...decided.values()].map(({ uid, atMs, node, message, record, preemption }): SavedDecision => [
        uid, atMs, node, message, nodes.of(record.names), record.start, record.looked,
        renumber(record.codes, record.looked, (code) => (code === PASS ? PASS : used.of(code) + 1)),
        record.columns.map(({ plugin, raw }) => [names.of(plugin), raw] as const),
        names.of(record.profile), record.filters.map(names.of), record.narrowedBy.map(names.of), preemption,
      ]);
      const saved = used.items.map((code) => {
        const { plugin, resolvable, reasons } = refusals.get(code);
        return [plugin, resolvable, ...reasons] as const;
      });
      return { nodes: nodes.items, refusals: saved, plugins: names.items, decisions };
    },
    load(state) {
      const codes = state.refusals.map(([plugin, resolvable, ...reasons]) => refusals.codeOf({ plugin, resolvable, reasons }));
      const nameOf = (index: number): string => state.plugins[index] ?? '';
      for (const [uid, atMs, node, message, names, start, looked, verdictsOf, columns, profile, filters, narrowedBy, preemption] of state.decisions) {
        const record: CycleRecord = {
          profile: nameOf(profile), filters: filters.map(nameOf), narrowedBy: narrowedBy.map(nameOf),
          names: state.nodes[names] ?? [], start, looked,
          codes: renumber(verdictsOf, looked, (index) => (index === PASS ? PASS : (codes[index - 1] ?? PASS))),
          columns: columns.map(([plugin, raw]) => ({ plugin: nameOf(plugin), raw })),
        };
        add({ uid, atMs, node, message, record, preemption });
      }
    },
  };
}

/** Codes belong to this run of the program; a saved decision indexes its log's own list, from 1. */
function renumber(codes: Packed, count: number, change: (code: number) => number): Packed {
  return pack(unpack(codes, count).map(change), count);
}

/** Every decision weighs something, so that their number is bounded too. */
function weightOf({ record }: DecidedPod): number {
  return Math.max(1, record.looked);
}

/** Numbers equal items in the order they come by. */
function createIndex<T>(keyOf: (item: T) => string): { of(item: T): number; readonly items: readonly T[] } {
  const byItem = new Map<T, number>();
  const byKey = new Map<string, number>();
  const items: T[] = [];
  return {
    items,
    of(item) {
      const known = byItem.get(item);
      if (known !== undefined) return known;
      const key = keyOf(item);
      let index = byKey.get(key);
      if (index === undefined) byKey.set(key, (index = items.push(item) - 1));
      byItem.set(item, index);
      return index;
    },
  };
}
