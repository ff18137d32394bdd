import { Button } from '../controls/button.tsx';
import { useIsPhone } from '../shell/screen.ts';
import { useCluster, useSession } from '../store/session.ts';

/** What to do next when there is nothing to see. */
export function EmptyStage() {
  const session = useSession();
  const phone = useIsPhone();
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
  if (!noPods) return null;
  return <p className="k-stage-empty k-stage-empty--still">Nothing is running yet. Apply the manifest {phone ? 'in the editor' : 'on the left'}.</p>;
}
