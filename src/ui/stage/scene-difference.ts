import type { PodView } from '../../worker/protocol.ts';
import type { Cell, Scene, Tank } from './scene-model.ts';

/** What moved between two scenes, as far as motion is concerned. */
export interface SceneDifference {
  /** pods that were not there at all. */
  readonly born: readonly Cell[];
  /** pods that came out of the crowd at the lane's end, where they had no cell. */
  readonly emerged: readonly Cell[];
  /** pods that went from the lane to a node. */
  readonly bound: readonly { readonly from: Cell; readonly to: Cell }[];
  /** pods that moved within their tank or the lane. */
  readonly shifted: readonly { readonly from: Cell; readonly to: Cell }[];
  readonly gone: readonly Cell[];
  readonly tanks: readonly { readonly before: Tank; readonly after: Tank }[];
}

/** Looks only at tanks that are not the same object. */
export function sceneDifference(before: Scene, after: Scene): SceneDifference {
  const tanks: { before: Tank; after: Tank }[] = [];
  const old = new Map<string, Cell>();
  const now: Cell[] = [];
  if (before.lane !== after.lane) {
    for (const cell of before.lane.cells) old.set(cell.key, cell);
    now.push(...after.lane.cells);
  }
  for (const [name, tank] of after.tanks) {
    const known = before.tanks.get(name);
    if (known === tank) continue;
    if (known) tanks.push({ before: known, after: tank });
    for (const cell of known?.cells ?? []) old.set(cell.key, cell);
    now.push(...tank.cells);
  }
  if (before.tanks !== after.tanks) {
    for (const [name, tank] of before.tanks) {
      if (!after.tanks.has(name)) for (const cell of tank.cells) old.set(cell.key, cell);
    }
  }
  return { ...sortOut(old, now, before), tanks };
}

function sortOut(old: Map<string, Cell>, now: readonly Cell[], before: Scene): Omit<SceneDifference, 'tanks'> {
  const born: Cell[] = [];
  const emerged: Cell[] = [];
  const bound: { from: Cell; to: Cell }[] = [];
  const shifted: { from: Cell; to: Cell }[] = [];
  let waitedUnseen: Set<string> | null = null;
  for (const cell of now) {
    const from = old.get(cell.key);
    if (from && from.pod.uid === cell.pod.uid) {
      old.delete(cell.key);
      if (from.node !== cell.node) bound.push({ from, to: cell });
      else if (from.x !== cell.x || from.y !== cell.y || from.r !== cell.r) shifted.push({ from, to: cell });
      continue;
    }
    waitedUnseen ??= uidsOf(before.lane.pods);
    (waitedUnseen.has(cell.pod.uid) ? emerged : born).push(cell);
  }
  return { born, emerged, bound, shifted, gone: [...old.values()] };
}

const knownUids = new WeakMap<readonly PodView[], Set<string>>();

/** The lane is compared many times before it changes when many tanks take turns. */
function uidsOf(pods: readonly PodView[]): Set<string> {
  const known = knownUids.get(pods) ?? new Set(pods.map((pod) => pod.uid));
  knownUids.set(pods, known);
  return known;
}
