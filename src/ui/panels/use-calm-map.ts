import { useEffect, useState } from 'react';
import type { ClusterState } from '../store/cluster-store.ts';
import { useSession } from '../store/session.ts';

/** Tables are read, not watched: this often is soon enough, and leaves the frames between to the stage. Wall time. */
const CALM_MS = 250;
/** Panels take turns, so that no frame has to draw them all. */
const TURN_MS = 36;

/** The next turn's milliseconds of wall time, and how many turns were given out that have not come yet. */
const turns = { nextMs: 0, waiting: 0 };

/** Calls back in a turn of its own, {@link CALM_MS} from now or as soon after as it is free. Returns how to give it up. */
function takeTurn(callback: () => void): () => void {
  const nowMs = performance.now();
  const atMs = turns.waiting > 0 ? Math.max(nowMs + CALM_MS, turns.nextMs) : nowMs + CALM_MS;
  turns.nextMs = atMs + TURN_MS;
  turns.waiting++;
  const timer = setTimeout(() => {
    turns.waiting--;
    callback();
  }, atMs - nowMs);
  return () => {
    turns.waiting--;
    clearTimeout(timer);
  };
}

type MapName = keyof ClusterState['versions'];

/** One of the projection's maps, which is changed in place: a new object around it whenever it has changed. */
export interface CalmMap<N extends MapName> {
  readonly map: ClusterState[N];
}

/** A map of the projection, refreshed at most every {@link CALM_MS}: the first change at once, the last one never missed. */
export function useCalmMap<N extends MapName>(name: N): CalmMap<N> {
  const { store } = useSession();
  const [calm, setCalm] = useState<CalmMap<N>>(() => ({ map: store.getState()[name] }));
  useEffect(() => {
    let shown = -1;
    let giveUpTurn: (() => void) | null = null;
    const refresh = () => {
      giveUpTurn = null;
      const { versions, [name]: map } = store.getState();
      if (versions[name] === shown) return;
      shown = versions[name];
      setCalm({ map });
      giveUpTurn = takeTurn(refresh);
    };
    refresh();
    const stop = store.subscribe(() => {
      if (giveUpTurn === null) refresh();
    });
    return () => {
      stop();
      giveUpTurn?.();
    };
  }, [store, name]);
  return calm;
}
