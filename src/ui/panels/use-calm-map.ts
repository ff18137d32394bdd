import { useEffect, useState } from 'react';
import type { ClusterState } from '../store/cluster-store.ts';
import { useSession } from '../store/session.ts';

/** Tables are read, not watched: this often is soon enough, and leaves the frames between to the stage. Wall time. */
const CALM_MS = 120;

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
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer = null;
      const { versions, [name]: map } = store.getState();
      if (versions[name] === shown) return;
      shown = versions[name];
      setCalm({ map });
      timer = setTimeout(refresh, CALM_MS);
    };
    refresh();
    const stop = store.subscribe(() => {
      if (timer === null) refresh();
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, name]);
  return calm;
}
