import { useEffect, useState } from 'react';
import type { MachineUse } from '../../worker/protocol.ts';
import { useSession } from '../store/session.ts';

/** Wall time between two looks. */
const AGAIN_MS = 500;

/** What really is in use on a node's machine, asked again and again while somebody looks; `null` until it is known, and while it is off. */
export function useMachineUse(node: string): MachineUse | null {
  const { host } = useSession();
  const [use, setUse] = useState<MachineUse | null>(null);
  useEffect(() => {
    let left = false;
    const take = (answer: MachineUse | null): void => {
      if (!left) setUse(answer);
    };
    const ask = (): void => void host.send({ type: 'machine-use', node }).then(take, () => take(null));
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [host, node]);
  return use;
}
