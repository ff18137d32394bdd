import { useEffect, useState } from 'react';
import type { ClusterState } from '../store/cluster-store.ts';
import { useSession } from '../store/session.ts';

/** Tables are read, not watched: this often is soon enough, and leaves the frames between to the stage. Wall time. */
const CALM_MS = 120;

/**
 * The version of one of the projection's maps, refreshed at most every {@link CALM_MS}: the first change at once, the last
 * one never missed.
 */
export function useCalmVersion(name: keyof ClusterState['versions']): number {
  const { store } = useSession();
  const [version, setVersion] = useState(() => store.getState().versions[name]);
  useEffect(() => {
    let shown = -1;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer = null;
      const latest = store.getState().versions[name];
      if (latest === shown) return;
      shown = latest;
      setVersion(latest);
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
  return version;
}
