import type { KindMap } from '../../api/object.ts';
import { readyCondition } from './node-health.ts';
import { zoneOf, type ZoneTally } from './zones.ts';

type Node = KindMap['Node'];

/** What the controller must know of a node between two looks at it. */
export interface NodeFacts {
  readonly zone: string;
  /** status of its Ready condition; `undefined` while nobody has posted one. */
  readonly ready: string | undefined;
  /** false for nodes that a label takes out of the zone's arithmetic. */
  readonly counted: boolean;
}

/** All nodes with a tally per zone, kept up to date with each change. Rebuilt from the API. */
export interface KnownNodes {
  get(name: string): NodeFacts | undefined;
  /** sorted. */
  names(): string[];
  put(node: Node): NodeFacts;
  drop(name: string): void;
  clear(): void;
  readonly tallies: ReadonlyMap<string, ZoneTally>;
}

export function createKnownNodes(): KnownNodes {
  const facts = new Map<string, NodeFacts>();
  const tallies = new Map<string, ZoneTally>();

  function count({ zone, ready, counted }: NodeFacts, change: 1 | -1): void {
    if (!counted) return;
    const before = tallies.get(zone) ?? { ready: 0, notReady: 0 };
    const after = ready === 'True' ? { ...before, ready: before.ready + change } : { ...before, notReady: before.notReady + change };
    if (after.ready + after.notReady === 0) tallies.delete(zone);
    else tallies.set(zone, after);
  }
  function drop(name: string): void {
    const known = facts.get(name);
    if (known) count(known, -1);
    facts.delete(name);
  }

  return {
    get: (name) => facts.get(name),
    names: () => [...facts.keys()].sort(),
    put(node) {
      const name = node.metadata.name ?? '';
      const next = { zone: zoneOf(node), ready: readyCondition(node)?.status, counted: node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] === undefined };
      drop(name);
      facts.set(name, next);
      count(next, 1);
      return next;
    },
    drop,
    clear() {
      facts.clear();
      tallies.clear();
    },
    tallies,
  };
}
