import type { PodView } from '../../worker/protocol.ts';
import { arrange } from './arrangement.ts';
import { linkShapes, stationShapes } from './control-plane-scene.ts';
import { laneScene } from './lane-scene.ts';
import { versionIn } from './pod-versions.ts';
import type { Arrangement, Scene, SceneInput, StageSize, Tank } from './scene-model.ts';
import { tankScene } from './tank-scene.ts';

const HUES = 8;

/** Why pods wait that nobody has looked at. */
function standstill({ controlPlane }: SceneInput): string {
  if (controlPlane?.apiServer === false) return controlPlane.etcd ? 'API server stopped' : 'etcd down';
  return controlPlane?.scheduler === false ? 'scheduler stopped' : '';
}

const NO_PODS: readonly PodView[] = [];

/**
 * The cluster as positioned shapes. Pure. Given the scene before, pods keep their places, and whatever has not changed is the
 * same object as it was, so that a painter can tell by identity what to draw again. `input.nodes` in `inStageOrder`.
 */
export function scene(input: SceneInput, size: StageSize, before?: Scene): Scene {
  const plan = arrange(input.nodes, size, before?.plan);
  const sameHues = before?.input.workloads === input.workloads && before.input.versions === input.versions;
  const hueOf = (pod: PodView): number => input.workloads.get(pod.workload)?.hue ?? hueOfName(pod.workload);
  const tanks = tanksOf(input, plan, hueOf, sameHues ? before : undefined, before);
  const sameControlPlane = before !== undefined && before.plan === plan && before.input.controlPlane === input.controlPlane;
  const stations = sameControlPlane ? before.stations : stationShapes(plan, input.controlPlane);
  const podCount = podsIn(input);
  const nothingRuns = podCount === 0 && tanks.size > 0;
  const sameLinks = before?.plan === plan && sameStates(before.stations, stations) && (before.tanks === tanks || sameReach(before.tanks, tanks));
  return {
    size, plan, stations, tanks, input,
    links: sameLinks ? before.links : linkShapes(plan, stations, tanks),
    lane: sameHues && before?.plan === plan && before.lane.pods === input.unbound && (before.lane.note !== null) === nothingRuns && standstill(before.input) === standstill(input)
      ? before.lane : laneScene(plan, input.unbound, hueOf, standstill(input), nothingRuns),
    podCount,
    registryDown: input.controlPlane?.registry === false,
  };
}

function tanksOf(input: SceneInput, plan: Arrangement, hueOf: (pod: PodView) => number, reusable: Scene | undefined, before: Scene | undefined): ReadonlyMap<string, Tank> {
  const tanks = new Map<string, Tank>();
  let changed = !reusable || reusable.plan !== plan;
  for (const node of input.nodes) {
    const pods = input.podsByNode.get(node.name) ?? NO_PODS;
    const expected = input.kept.get(node.name) ?? NO_PODS;
    const known = reusable?.tanks.get(node.name);
    const rect = plan.tanks.get(node.name);
    if (known && known.node === node && known.pods === pods && known.expected === expected && reusable?.plan === plan) {
      tanks.set(node.name, known);
    } else if (rect) {
      changed = true;
      tanks.set(node.name, tankScene({ node, pods, expected, rect, unit: plan.unit, zoneTold: plan.zones.length > 0, hueOf, versionOf: (pod) => versionIn(input.versions, pod), before: before?.tanks.get(node.name) }));
    }
  }
  return changed || !reusable ? tanks : reusable.tanks;
}

const sameStates = (before: Scene['stations'], after: Scene['stations']): boolean => after.every(({ state }, index) => before[index]?.state === state);

/** Whether every node is as reachable as it was, so that the lines can stay. */
function sameReach(before: ReadonlyMap<string, Tank>, after: ReadonlyMap<string, Tank>): boolean {
  for (const [name, tank] of after) {
    const node = before.get(name)?.node;
    if (!node || node.powered !== tank.node.powered || node.partitioned !== tank.node.partitioned) return false;
  }
  return before.size === after.size;
}

function podsIn({ podsByNode, unbound }: SceneInput): number {
  let count = unbound.length;
  for (const pods of podsByNode.values()) count += pods.length;
  return count;
}

/** A hue for a workload that has none yet: always the same for the same name. */
function hueOfName(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum % HUES;
}
