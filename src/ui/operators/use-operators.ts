import { useEffect, useState } from 'react';
import type { OperatorView } from '../../worker/protocol.ts';
import { useSession } from '../store/session.ts';

/** Wall time between two readings while the clock runs. */
const READ_EVERY_MS = 500;

/** The operators of the cluster and what they did last, read anew at most twice a second, only when simulated time has moved and the page is visible. */
export function useOperators(): readonly OperatorView[] {
  const { host, store } = useSession();
  const [operators, setOperators] = useState<readonly OperatorView[]>([]);
  useEffect(() => {
    let over = false;
    let reading = false;
    let readAtMs = -1;
    const read = async () => {
      const { atMs } = store.getState().clock;
      if (reading || atMs === readAtMs || document.visibilityState === 'hidden') return;
      reading = true;
      readAtMs = atMs;
      const answer = await host.send({ type: 'operators' }).catch(() => null);
      reading = false;
      if (!over && answer) setOperators(answer);
    };
    void read();
    const timer = setInterval(() => void read(), READ_EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [host, store]);
  return operators;
}
