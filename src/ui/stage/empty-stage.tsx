import { Button } from '../controls/button.tsx';
import { useCluster, useSession } from '../store/session.ts';
import { NOTHING_RUNS } from './words.ts';

/** What to do next when there is nothing to see. */
export function EmptyStage() {
  const session = useSession();
  const noNodes = useCluster((state) => state.nodes.size === 0);
  const noPods = useCluster((state) => state.pods.size === 0);
  if (noNodes) {
    return (
      <div className="k-stage-empty" data-no-pan data-own-pointer>
        <p>Add a node to begin.</p>
        <Button variant="primary" onClick={() => void session.act({ type: 'fault', fault: 'add-node', target: {} })}>Add a node</Button>
      </div>
    );
  }
  // It is seen in the lane, where pods would wait.
  return noPods ? <p className="k-unseen">{NOTHING_RUNS[0]}</p> : null;
}
