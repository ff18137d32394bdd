import { useEffect, useState } from 'react';
import type { ReplyData } from '../../worker/protocol.ts';
import { messageOf, useSession } from '../store/session.ts';

/** Wall time between two readings while the clock runs. */
const READ_EVERY_MS = 500;

export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** the container's instance before its last restart. */
  readonly previous: boolean;
  readonly tailLines: number;
}

export type Logs = ReplyData['read-logs'] & {
  /** false until the first answer for this source. */
  readonly read: boolean;
};

const UNREAD: Logs = { lines: [], message: '', read: false };

/**
 * The logs of a container, read anew at most twice a second, only when simulated time has moved and the page is visible.
 * When they cannot be read, `message` says why in the words of the API.
 */
export function useLogs({ namespace, pod, container, previous, tailLines }: LogSource): Logs {
  const { host, store } = useSession();
  const [logs, setLogs] = useState(UNREAD);
  useEffect(() => {
    let over = false;
    let reading = false;
    let readAtMs = -1;
    setLogs(UNREAD);
    const read = async () => {
      const { atMs } = store.getState().clock;
      if (reading || atMs === readAtMs || document.visibilityState === 'hidden') return;
      reading = true;
      readAtMs = atMs;
      const answer = await host.send({ type: 'read-logs', namespace, pod, container, previous, tailLines }).catch((error: unknown) => ({ lines: [], message: messageOf(error) }));
      reading = false;
      if (!over) setLogs({ ...answer, read: true });
    };
    void read();
    const timer = setInterval(() => void read(), READ_EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [host, store, namespace, pod, container, previous, tailLines]);
  return logs;
}
