import type { KindMap } from '../api/object.ts';
import { countPod, type NodeInfo } from './node-info.ts';
import type { Candidate, DryRun, Plugin, PluginHandle } from './plugin.ts';
import type { Profile } from './profile.ts';
import { PASS } from './refusals.ts';
import type { SchedulingClass } from './scheduling-class.ts';

type Pod = KindMap['Pod'];

/** What preFilter plugins make of a pod. */
export interface PreFiltered {
  /** the only nodes that may do; undefined when every node may. */
  readonly names: ReadonlySet<string> | undefined;
  readonly narrowedBy: readonly string[];
  readonly refused?: { readonly plugin: string; readonly reason: string; readonly resolvable: boolean };
}

/** The filters of a profile on one pod at a time (framework/runtime: RunPreFilterPlugins, RunFilterPluginsWithNominatedPods). */
export interface Filtering {
  /** Prepares for the pod; the rest is about it until the next. */
  begin(candidate: Candidate): PreFiltered;
  /** Filters that look at nodes for this pod, in their order; the others would pass every node. */
  readonly active: readonly Plugin[];
  verdictOn(info: NodeInfo): number;
  /**
   * Looks at nodes (`slots` are theirs) from `start` on, round the end, until `wanted` of them are feasible. Fills `feasible`, and `codes` with the
   * verdicts; returns how many it looked at. What local plugins find is remembered in the pod's class, where there is one.
   */
  find(nodes: readonly NodeInfo[], slots: Int32Array, start: number, wanted: number, known: SchedulingClass | undefined): number;
  readonly feasible: readonly NodeInfo[];
  /** their slots, so that what is known by slot is found without a look at the nodes themselves. */
  readonly feasibleSlots: Int32Array;
  readonly codes: Uint16Array;
  readonly dryRun: DryRun;
}

const EVERY_NODE: PreFiltered = { names: undefined, narrowedBy: [] };
const NOBODY: readonly Pod[] = [];

export function createFiltering({ points }: Profile, { snapshot, nominations }: PluginHandle): Filtering {
  const preparing = [...new Set([...points.filter, ...points.preFilter])];
  const filters = new Set(points.filter);
  const active: Plugin[] = [];
  /** how many of the active ones, from the first on, are local. */
  let localFilters = 0;
  const feasible: NodeInfo[] = [];
  let feasibleSlots = new Int32Array(0);
  let codes = new Uint16Array(0);
  let candidate: Candidate;

  function begin(next: Candidate): PreFiltered {
    candidate = next;
    active.length = 0;
    localFilters = 0;
    let names: ReadonlySet<string> | undefined;
    let narrowedBy: string[] | undefined;
    for (const plugin of preparing) {
      const result = plugin.preFilter?.(candidate) ?? 'all';
      if (result === 'skip') continue;
      if (typeof result === 'object') {
        if ('refused' in result) {
          return { names, narrowedBy: narrowedBy ?? [], refused: { plugin: plugin.name, reason: result.refused, resolvable: result.resolvable ?? false } };
        }
        const allowed = result.names;
        names = names ? new Set([...names].filter((name) => allowed.has(name))) : allowed;
        (narrowedBy ??= []).push(plugin.name);
      }
      if (!filters.has(plugin)) continue;
      if (plugin.local && localFilters === active.length) localFilters++;
      active.push(plugin);
    }
    return narrowedBy ? { names, narrowedBy } : EVERY_NODE;
  }

  function verdictBy(info: NodeInfo, from: number, to: number): number {
    for (let index = from; index < to; index++) {
      const code = active[index]?.filter?.(candidate, info) ?? PASS;
      if (code !== PASS) return code;
    }
    return PASS;
  }
  function count(other: Pod, info: NodeInfo, sign: 1 | -1): void {
    countPod(info, other, sign);
    for (const plugin of active) {
      if (sign > 0) plugin.addPod?.(candidate, other, info);
      else plugin.removePod?.(candidate, other, info);
    }
  }
  /** Pods nominated to a node that the candidate must not displace. */
  function rivalsOn(name: string): readonly Pod[] {
    const { metadata: { uid }, spec: { priority = 0 } } = candidate.pod;
    const all = nominations.on(name);
    return all.length === 0 ? all : all.filter(({ metadata, spec }) => metadata.uid !== uid && (spec.priority ?? 0) >= priority);
  }
  function verdictOver(info: NodeInfo, from: number, to: number): number {
    const rivals = nominations.size === 0 ? NOBODY : rivalsOn(info.name);
    if (rivals.length > 0) {
      for (const pod of rivals) count(pod, info, 1);
      const code = verdictBy(info, from, to);
      for (const pod of rivals) count(pod, info, -1);
      if (code !== PASS) return code;
    }
    return verdictBy(info, from, to);
  }
  function verdictOn(info: NodeInfo): number {
    return verdictOver(info, 0, active.length);
  }

  function find(nodes: readonly NodeInfo[], slots: Int32Array, start: number, wanted: number, known: SchedulingClass | undefined): number {
    const total = nodes.length;
    if (codes.length < total) {
      codes = new Uint16Array(total);
      feasibleSlots = new Int32Array(total);
    }
    feasible.length = 0;
    // The others of its class are kept away from there by the pod itself.
    const own = candidate.pod.status?.nominatedNodeName;
    const { generations } = snapshot;
    const isLocal = localFilters === active.length;
    let looked = 0;
    let fit = 0;
    for (let index = start; looked < total && fit < wanted; index++) {
      if (index === total) index = 0;
      const info = nodes[index];
      const slot = slots[index] ?? 0;
      if (!info) break;
      let code = PASS;
      if (!known || (own && info.name === own)) code = verdictOn(info);
      else {
        const generation = generations[slot] ?? 0;
        if (known.codeStamps[slot] !== generation) {
          known.codes[slot] = verdictOver(info, 0, localFilters);
          known.codeStamps[slot] = generation;
        }
        code = known.codes[slot] ?? PASS;
        if (code === PASS && !isLocal) code = verdictOver(info, localFilters, active.length);
      }
      codes[looked++] = code;
      if (code === PASS) {
        feasibleSlots[fit++] = slot;
        feasible.push(info);
      }
    }
    return looked;
  }

  return {
    begin,
    active,
    verdictOn,
    find,
    feasible,
    get feasibleSlots() {
      return feasibleSlots;
    },
    get codes() {
      return codes;
    },
    dryRun: { removePod: (pod, info) => count(pod, info, -1), addPod: (pod, info) => count(pod, info, 1), filter: verdictOn },
  };
}
