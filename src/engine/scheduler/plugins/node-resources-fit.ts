import { parseAmount } from '../../api/amounts.ts';
import type { KindMap } from '../../api/object.ts';
import { ALWAYS } from '../cluster-events.ts';
import type { NodeInfo } from '../node-info.ts';
import { demandOf, type Demand } from '../pod-demand.ts';
import type { PluginArgs } from '../configuration.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { PASS, type Refusals } from '../refusals.ts';
import { allocationScore } from './node-resources-scoring.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

const NAME = 'NodeResourcesFit';
const PODS = 1;
const CPU = 2;
const MEMORY = 4;
const STORAGE = 8;
/** More than the node would have if it were empty. */
const HOPELESS = 16;
const REASONS: readonly (readonly [number, string])[] = [
  [PODS, 'Too many pods'], [CPU, 'Insufficient cpu'], [MEMORY, 'Insufficient memory'], [STORAGE, 'Insufficient ephemeral-storage'],
];

/** Refuses nodes without room for the pod's requests; likes those with the most left, unless told otherwise (plugins/noderesources: Fit). */
export function createNodeResourcesFit({ refusals }: PluginHandle, args: PluginArgs['NodeResourcesFit'] = {}): Plugin {
  const { ignoredResources = [], ignoredResourceGroups = [], scoringStrategy } = args;
  const isIgnored = (name: string): boolean => ignoredResources.includes(name) || ignoredResourceGroups.includes(name.split('/')[0] ?? '');
  const score = allocationScore(scoringStrategy);
  const codes = Array.from({ length: 2 * HOPELESS }, (_, lacks) => (lacks & ~HOPELESS ? refusals.codeOf(refusalFor(lacks)) : PASS));

  return {
    name: NAME,
    local: true,
    filter({ demand }, info) {
      const lacks = lacksOf(demand, info);
      if (demand.extended) return withExtended(demand.extended.filter(([name]) => !isIgnored(name)), lacks, info, refusals);
      return lacks === 0 ? PASS : (codes[lacks] ?? PASS);
    },
    scoring: { score: ({ demand }, info) => score(demand, info) },
    retryOn: {
      NodeAdd: (pod, _, after) => after !== undefined && fitsEmpty(pod, after),
      UpdateNodeAllocatable: (pod, before, after) => before !== undefined && after !== undefined && fitsEmpty(pod, after) && offersMore(pod, before, after),
      AssignedPodDelete: ALWAYS,
      AssignedPodScaleDown: ALWAYS,
      TargetPodScaleDown: ALWAYS,
    },
  };
}

function lacksOf(demand: Demand, info: NodeInfo): number {
  const { cpuMillis, memoryBytes, storageBytes } = demand;
  let lacks = info.pods.size + 1 > info.podLimit ? PODS : 0;
  if (cpuMillis > 0 && cpuMillis > info.cpuMillis - info.usedCpuMillis) lacks |= cpuMillis > info.cpuMillis ? CPU | HOPELESS : CPU;
  if (memoryBytes > 0 && memoryBytes > info.memoryBytes - info.usedMemoryBytes) lacks |= memoryBytes > info.memoryBytes ? MEMORY | HOPELESS : MEMORY;
  if (storageBytes > 0 && storageBytes > info.storageBytes - info.usedStorageBytes) lacks |= storageBytes > info.storageBytes ? STORAGE | HOPELESS : STORAGE;
  return lacks;
}

function refusalFor(lacks: number, others: readonly string[] = []): Parameters<Refusals['codeOf']>[0] {
  const reasons = REASONS.filter(([bit]) => lacks & bit).map(([, reason]) => reason);
  return { plugin: NAME, reasons: [...reasons, ...others], resolvable: (lacks & HOPELESS) === 0 };
}

function withExtended(wanted: NonNullable<Demand['extended']>, nativeLacks: number, info: NodeInfo, refusals: Refusals): number {
  let lacks = nativeLacks;
  const others: string[] = [];
  for (const [name, amount] of wanted) {
    const capacity = info.extended.get(name) ?? 0;
    if (amount === 0 || amount <= capacity - (info.usedExtended.get(name) ?? 0)) continue;
    others.push(`Insufficient ${name}`);
    if (amount > capacity) lacks |= HOPELESS;
  }
  return lacks === 0 && others.length === 0 ? PASS : refusals.codeOf(refusalFor(lacks, others));
}

function fitsEmpty(pod: Pod, node: Node): boolean {
  return demandsOf(pod).every(([name, amount]) => amount <= capacityOf(node, name)) && capacityOf(node, 'pods') >= 1;
}

function offersMore(pod: Pod, before: Node, after: Node): boolean {
  if (capacityOf(after, 'pods') > capacityOf(before, 'pods')) return true;
  return demandsOf(pod).some(([name, amount]) => amount > 0 && capacityOf(after, name) > capacityOf(before, name));
}

function demandsOf(pod: Pod): readonly (readonly [string, number])[] {
  const { cpuMillis, memoryBytes, storageBytes, extended } = demandOf(pod.spec);
  return [['cpu', cpuMillis / 1000], ['memory', memoryBytes], ['ephemeral-storage', storageBytes], ...(extended ?? [])];
}

function capacityOf(node: Node, resource: string): number {
  return parseAmount(node.status?.allocatable?.[resource]) ?? 0;
}
