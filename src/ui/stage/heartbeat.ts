import type { NodeView } from '../../worker/protocol.ts';
import { durationWords } from './words.ts';

/** A heart around the origin, 16 units wide. */
export const HEART_PATH = 'M0 7C-5.2 3.2 -8 0.4 -8 -2.8C-8 -5.2 -6.2 -7 -4 -7C-2.3 -7 -0.8 -6 0 -4.5C0.8 -6 2.3 -7 4 -7C6.2 -7 8 -5.2 8 -2.8C8 0.4 5.2 3.2 0 7Z';

const BEAT_MS = 520;
const REST_MS = 700;

/** How a heart looks: beating and full, still and hollow (no power), full and crossed (cut off). */
export function heartOf(node: NodeView): 'full' | 'hollow' | 'crossed' {
  if (!node.powered) return 'hollow';
  return node.partitioned ? 'crossed' : 'full';
}

/** It runs and can be reached, and the control plane does not know it yet: it has just joined, or is back. */
export function isComing({ powered, partitioned, ready }: NodeView): boolean {
  return powered && !partitioned && ready === 'NotReady';
}

/** "no heartbeat for 5 min 56 s", in simulated time; in fewer words where those do not fit. */
export function silenceWords(node: NodeView, nowMs: number, fits: (words: string) => boolean): string {
  if (isComing(node)) return 'not ready yet';
  const duration = durationWords(nowMs - node.lastHeartbeatMs);
  const ways = [`no heartbeat for ${duration}`, `no heartbeat ${duration}`, `silent ${duration}`];
  return ways.find(fits) ?? duration;
}

export interface HeartMonitor {
  /** Whether this heart is to beat now: its lease was renewed since, and its last beat is over. */
  beats(node: NodeView, nowMs: number): boolean;
  forget(): void;
}

/** Watches leases. Renewals that follow each other faster than a heart can beat are one beat. `nowMs` is wall time. */
export function createHeartMonitor(): HeartMonitor {
  const known = new Map<string, { heartbeatMs: number; beatMs: number }>();
  return {
    beats(node, nowMs) {
      const last = known.get(node.name);
      if (!last) {
        known.set(node.name, { heartbeatMs: node.lastHeartbeatMs, beatMs: -Infinity });
        return false;
      }
      if (last.heartbeatMs === node.lastHeartbeatMs) return false;
      last.heartbeatMs = node.lastHeartbeatMs;
      if (!node.powered || nowMs - last.beatMs < REST_MS) return false;
      last.beatMs = nowMs;
      return true;
    },
    forget: () => known.clear(),
  };
}

/** One beat of a heart's element; left to the browser's compositor. */
export function beat(heart: Element): void {
  heart.animate?.([{ transform: 'scale(1)' }, { transform: 'scale(1.28)', offset: 0.28 }, { transform: 'scale(0.96)', offset: 0.6 }, { transform: 'scale(1)' }], { duration: BEAT_MS, easing: 'ease-out' });
}
