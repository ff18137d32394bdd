import { useEffect, useState } from 'react';
import type { KnownUser } from '../../worker/protocol.ts';
import { useSession } from '../store/session.ts';

/** Whom the cluster knows, asked once; nobody until the answer is there, or when there is none. */
export function useKnownUsers(): readonly KnownUser[] {
  const session = useSession();
  const [users, setUsers] = useState<readonly KnownUser[]>([]);
  useEffect(() => {
    let current = true;
    session.host.send({ type: 'users' }).then(
      (found) => { if (current) setUsers(found); },
      // A name can still be typed.
      () => undefined,
    );
    return () => { current = false; };
  }, [session]);
  return users;
}
