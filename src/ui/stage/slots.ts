/** Which place in its tank each pod has. A pod keeps its place as long as it lives; free places are given to newcomers. */
export interface TankSlots {
  readonly slotOf: ReadonlyMap<string, number>;
  /** one more than the highest place in use. */
  readonly capacity: number;
  /** index of the cell size in use, so that a pod more or less does not change it back and forth. */
  readonly step: number;
}

export const NO_SLOTS: TankSlots = { slotOf: new Map(), capacity: 0, step: 0 };

/** Beyond this many places a pod, the pods of a tank that has emptied move together once. */
const MOST_PLACES_A_POD = 3;
const FEW_PLACES = 12;

/** The places of `keys`, of which the first come first served. Never gives a place to two. */
export function assignSlots(before: TankSlots, keys: readonly string[]): TankSlots {
  const slotOf = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys) {
    const slot = before.slotOf.get(key);
    if (slot === undefined) continue;
    slotOf.set(key, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const key of keys) {
    if (slotOf.has(key)) continue;
    while (taken.has(free)) free++;
    slotOf.set(key, free);
    taken.add(free);
  }
  const capacity = taken.size === 0 ? 0 : Math.max(...taken) + 1;
  if (capacity <= Math.max(FEW_PLACES, keys.length * MOST_PLACES_A_POD)) return { slotOf, capacity, step: before.step };
  return compacted(slotOf, before.step);
}

function compacted(slotOf: ReadonlyMap<string, number>, step: number): TankSlots {
  const ordered = [...slotOf].sort((a, b) => a[1] - b[1]);
  return { slotOf: new Map(ordered.map(([key], index) => [key, index])), capacity: ordered.length, step };
}
