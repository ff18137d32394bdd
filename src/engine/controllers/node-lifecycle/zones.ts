import type { KindMap } from '../../api/object.ts';
import type { Timings } from '../../timings.ts';

/** How a zone fares as a whole (pkg/controller/nodelifecycle ZoneState). */
export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

export interface ZoneTally {
  readonly ready: number;
  readonly notReady: number;
}

/** kube-controller-manager `--unhealthy-zone-threshold` and `--large-cluster-size-threshold`. */
const UNHEALTHY_ZONE_SHARE = 0.55;
const LARGE_ZONE_NODES = 50;

/** The zone a node counts to; nodes without the labels make one of their own, `''` (component-helpers/node/topology GetZoneKey). */
export function zoneOf({ metadata: { labels } }: KindMap['Node']): string {
  const zone = labels?.['topology.kubernetes.io/zone'] ?? labels?.['failure-domain.beta.kubernetes.io/zone'] ?? '';
  const region = labels?.['topology.kubernetes.io/region'] ?? labels?.['failure-domain.beta.kubernetes.io/region'] ?? '';
  return zone === '' && region === '' ? '' : `${region}/${zone}`;
}

export function zoneStateOf({ ready, notReady }: ZoneTally): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  // Two lost nodes are never a partial disruption, however small the zone.
  if (notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_ZONE_SHARE) return 'PartialDisruption';
  return 'Normal';
}

/** Milliseconds between the taintings of two nodes of a zone; 0 when none may be tainted. */
export function evictionPeriodOf(state: ZoneState, { ready, notReady }: ZoneTally, timings: Timings): number {
  if (state !== 'PartialDisruption') return timings.evictionPeriodMs;
  return ready + notReady > LARGE_ZONE_NODES ? timings.secondaryEvictionPeriodMs : 0;
}

export interface ZoneLimit {
  readonly zone: string;
  readonly periodMs: number;
}

/** What a review of all zones leads to. */
export interface ZoneReview {
  readonly states: ReadonlyMap<string, ZoneState>;
  readonly limits: readonly ZoneLimit[];
  /** `stopped`: every node is gone, which is more likely the control plane's own trouble; `resumed`: no longer so. */
  readonly evictions: 'as before' | 'stopped' | 'resumed';
}

/** Compares the zones as they were with what they are now (nodelifecycle handleDisruption). */
export function reviewZones(before: ReadonlyMap<string, ZoneState>, tallies: ReadonlyMap<string, ZoneTally>, timings: Timings): ZoneReview {
  const states = new Map<string, ZoneState>();
  for (const [zone, tally] of tallies) states.set(zone, zoneStateOf(tally));
  const areAllDown = [...states.values()].every((state) => state === 'FullDisruption');
  const wereAllDown = [...states.keys()].every((zone) => before.get(zone) === 'FullDisruption');
  if (areAllDown && !wereAllDown) return { states, limits: [...states.keys()].map((zone) => ({ zone, periodMs: 0 })), evictions: 'stopped' };
  if (areAllDown) return { states, limits: [], evictions: 'as before' };
  const limits: ZoneLimit[] = [];
  for (const [zone, tally] of tallies) {
    const state = zoneStateOf(tally);
    if (wereAllDown || before.get(zone) !== state) limits.push({ zone, periodMs: evictionPeriodOf(state, tally, timings) });
  }
  return { states, limits, evictions: wereAllDown ? 'resumed' : 'as before' };
}
