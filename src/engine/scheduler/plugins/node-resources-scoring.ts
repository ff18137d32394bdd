import type { PluginArgs, ResourceSpec } from '../configuration.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Demand } from '../pod-demand.ts';
import { MAX_NODE_SCORE } from '../plugin.ts';

/** Of one resource: what the node has, and what would be requested of it with the pod there. */
export type ResourceReading = (demand: Demand, info: NodeInfo) => number;
export interface ScoredResource {
  readonly weight: number;
  readonly capacity: ResourceReading;
  readonly requested: ResourceReading;
}

const CPU_AND_MEMORY: readonly ResourceSpec[] = [{ name: 'cpu', weight: 1 }, { name: 'memory', weight: 1 }];
/** Scores of a shape go to 10. */
const SHAPE_SCALE = 10;

/**
 * How to read resources from nodes; with `assumed` amounts containers that ask for no CPU or memory count as if they did
 * (plugins/noderesources/resource_allocation.go).
 */
export function scoredResources(resources: readonly ResourceSpec[] | undefined, assumed: boolean): readonly ScoredResource[] {
  return (resources && resources.length > 0 ? resources : CPU_AND_MEMORY).map(({ name, weight }) => ({ weight: weight || 1, ...readingsOf(name, assumed) }));
}

function readingsOf(name: string, assumed: boolean): Pick<ScoredResource, 'capacity' | 'requested'> {
  if (name === 'cpu') {
    return {
      capacity: (_, info) => info.cpuMillis,
      requested: assumed ? (demand, info) => info.scoredCpuMillis + demand.scoredCpuMillis : (demand, info) => info.usedCpuMillis + demand.cpuMillis,
    };
  }
  if (name === 'memory') {
    return {
      capacity: (_, info) => info.memoryBytes,
      requested: assumed ? (demand, info) => info.scoredMemoryBytes + demand.scoredMemoryBytes : (demand, info) => info.usedMemoryBytes + demand.memoryBytes,
    };
  }
  if (name === 'ephemeral-storage') return { capacity: (_, info) => info.storageBytes, requested: (demand, info) => info.usedStorageBytes + demand.storageBytes };
  const asked = (demand: Demand): number => demand.extended?.find(([resource]) => resource === name)?.[1] ?? 0;
  return {
    // What a pod does not ask for is left out of its score.
    capacity: (demand, info) => (asked(demand) === 0 ? 0 : (info.extended.get(name) ?? 0)),
    requested: (demand, info) => (info.usedExtended.get(name) ?? 0) + asked(demand),
  };
}

type Strategy = NonNullable<PluginArgs['NodeResourcesFit']['scoringStrategy']>;

/** The raw score of NodeResourcesFit by a strategy: least_allocated.go, most_allocated.go, requested_to_capacity_ratio.go. */
export function allocationScore({ type = 'LeastAllocated', resources, requestedToCapacityRatio }: Strategy = {}): ResourceReading {
  const scored = scoredResources(resources, true);
  if (type === 'RequestedToCapacityRatio') return ratioScore(scored, requestedToCapacityRatio?.shape ?? []);
  const scoreOf = type === 'MostAllocated' ? mostRequested : leastRequested;
  return (demand, info) => {
    let sum = 0;
    let weights = 0;
    for (const { weight, capacity, requested } of scored) {
      const all = capacity(demand, info);
      if (all === 0) continue;
      sum += scoreOf(requested(demand, info), all) * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : Math.floor(sum / weights);
  };
}

function leastRequested(requested: number, capacity: number): number {
  return requested > capacity ? 0 : Math.floor(((capacity - requested) * MAX_NODE_SCORE) / capacity);
}

function mostRequested(requested: number, capacity: number): number {
  return Math.floor((Math.min(requested, capacity) * MAX_NODE_SCORE) / capacity);
}

/** A resource whose score is 0 does not count at all. */
function ratioScore(scored: readonly ScoredResource[], shape: NonNullable<NonNullable<Strategy['requestedToCapacityRatio']>['shape']>): ResourceReading {
  return (demand, info) => {
    let sum = 0;
    let weights = 0;
    for (const { weight, capacity, requested } of scored) {
      const all = capacity(demand, info);
      if (all === 0) continue;
      const wanted = requested(demand, info);
      const score = onShape(shape, wanted > all ? 100 : Math.floor((wanted * 100) / all));
      if (score <= 0) continue;
      sum += score * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : Math.round(sum / weights);
  };
}

/** On the straight lines between the points; level before the first and after the last. */
function onShape(shape: readonly { readonly utilization: number; readonly score: number }[], utilization: number): number {
  let before: (typeof shape)[number] | undefined;
  for (const point of shape) {
    if (utilization <= point.utilization) {
      if (!before) return point.score * SHAPE_SCALE;
      const rise = (point.score - before.score) * SHAPE_SCALE * (utilization - before.utilization);
      return before.score * SHAPE_SCALE + Math.trunc(rise / (point.utilization - before.utilization));
    }
    before = point;
  }
  return (before?.score ?? 0) * SHAPE_SCALE;
}
