import type { Json } from '../../json.ts';

/**
 * Nodes that wait for their NoExecute taint, per zone, each zone with a token bucket of one token. Tainting a node evicts its pods,
 * so this is what keeps a failing control plane from emptying the cluster (nodelifecycle/scheduler RateLimitedTimedQueue).
 */
export interface TaintingQueue {
  /** `cause` is what made the node unfit. */
  add(zone: string, node: string, cause: number): void;
  remove(node: string): void;
  has(node: string): boolean;
  clear(): void;
  /** 0 stops the zone. A bucket that was empty stays empty under its new period. */
  limit(zone: string, periodMs: number, nowMs: number): void;
  /** Takes the next node of any zone that has a token, and the token; zones in the order of their names. */
  take(nowMs: number): { readonly node: string; readonly cause: number } | undefined;
  /** When the next node can be taken, and which it is; `undefined` when none can. */
  next(): { readonly node: string; readonly atMs: number } | undefined;
  save(): Json;
  load(saved: Json): void;
}

interface Zone {
  periodMs: number;
  /** when the bucket's token is there (again). */
  tokenAtMs: number;
  /** in order of arrival, with the cause. */
  readonly waiting: Map<string, number>;
}
type SavedZone = readonly [zone: string, periodMs: number, tokenAtMs: number, waiting: readonly (readonly [string, number])[]];

/** `periodMs` is that of a zone nobody has limited yet. */
export function createTaintingQueue(periodMs: number): TaintingQueue {
  const zones = new Map<string, Zone>();
  const zoneOfNode = new Map<string, string>();

  function zoneNamed(name: string): Zone {
    let zone = zones.get(name);
    if (!zone) zones.set(name, (zone = { periodMs, tokenAtMs: 0, waiting: new Map() }));
    return zone;
  }
  function first(zone: Zone): readonly [string, number] | undefined {
    return zone.waiting.entries().next().value;
  }
  function remove(node: string): void {
    const name = zoneOfNode.get(node);
    if (name === undefined) return;
    zones.get(name)?.waiting.delete(node);
    zoneOfNode.delete(node);
  }
  /** Zones that somebody waits in and that let nodes through, by name. */
  function moving(): Zone[] {
    const names = [...new Set(zoneOfNode.values())].sort();
    return names.map(zoneNamed).filter((zone) => zone.periodMs > 0);
  }

  return {
    add(zone, node, cause) {
      if (zoneOfNode.has(node)) return;
      zoneNamed(zone).waiting.set(node, cause);
      zoneOfNode.set(node, zone);
    },
    remove,
    has: (node) => zoneOfNode.has(node),
    clear() {
      zones.clear();
      zoneOfNode.clear();
    },
    limit(name, newPeriodMs, nowMs) {
      const zone = zoneNamed(name);
      if (zone.periodMs === newPeriodMs) return;
      const wasEmpty = zone.periodMs === 0 || zone.tokenAtMs > nowMs;
      zone.periodMs = newPeriodMs;
      zone.tokenAtMs = wasEmpty ? nowMs + newPeriodMs : nowMs;
    },
    take(nowMs) {
      for (const zone of moving()) {
        const head = first(zone);
        if (!head || zone.tokenAtMs > nowMs) continue;
        zone.tokenAtMs = nowMs + zone.periodMs;
        remove(head[0]);
        return { node: head[0], cause: head[1] };
      }
      return undefined;
    },
    next() {
      let soonest: { node: string; atMs: number } | undefined;
      for (const zone of moving()) {
        const head = first(zone);
        if (head && (!soonest || zone.tokenAtMs < soonest.atMs)) soonest = { node: head[0], atMs: zone.tokenAtMs };
      }
      return soonest;
    },
    save: () => [...zones].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, zone]): SavedZone => [name, zone.periodMs, zone.tokenAtMs, [...zone.waiting]]),
    load(saved) {
      for (const [name, savedPeriodMs, tokenAtMs, waiting] of saved as unknown as readonly SavedZone[]) {
        zones.set(name, { periodMs: savedPeriodMs, tokenAtMs, waiting: new Map(waiting) });
        for (const [node] of waiting) zoneOfNode.set(node, name);
      }
    },
  };
}
