import { useEffect, useState } from 'react';
import type { OperatorSite } from '../../worker/protocol.ts';
import { messageOf, useCluster, useSession } from '../store/session.ts';

/** Wall time between two readings while the clock runs. */
const READ_EVERY_MS = 400;

export interface OperatorSites {
  /** `null` until they have been read. */
  readonly sites: readonly OperatorSite[] | null;
  /** why they cannot be read; then `sites` is what was last seen. */
  readonly message: string;
}

/** The operators of the cluster, read anew when simulated time has moved or somebody did something, while the page is visible. */
export function useOperatorSites(): OperatorSites {
  const { host, store } = useSession();
  const living = useCluster((state) => state.living);
  const deeds = useCluster((state) => state.deeds);
  const [found, setFound] = useState<OperatorSites>({ sites: null, message: '' });
  useEffect(() => {
    if (!living) return;
    let over = false;
    let reading = false;
    let readAtMs = -1;
    const read = async () => {
      const { atMs } = store.getState().clock;
      if (reading || atMs === readAtMs || document.visibilityState === 'hidden') return;
      reading = true;
      readAtMs = atMs;
      try {
        const sites = await host.send({ type: 'operator-sites' });
        if (!over) setFound({ sites, message: '' });
      } catch (error) {
        if (!over) setFound((before) => ({ sites: before.sites ?? [], message: messageOf(error) }));
      }
      reading = false;
    };
    void read();
    const timer = setInterval(() => void read(), READ_EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [host, store, living, deeds]);
  return found;
}
