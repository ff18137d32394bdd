import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import { MenuItem, MenuSeparator } from '../controls/menu.tsx';
import { useCluster, useSession } from '../store/session.ts';

/** Menu items for a Deployment's rollouts, as `kubectl rollout undo` and `kubectl rollout restart` do them. */
export function RolloutItems({ reference }: { readonly reference: ObjectReference }) {
  const { act } = useSession();
  // Each revision is a ReplicaSet that the Deployment owns.
  const revisions = useCluster(({ detail }) => (
    detail && referenceKey(detail.reference) === referenceKey(reference) ? detail.dependents.filter(({ kind }) => kind === 'ReplicaSet').length : 0
  ));
  const canGoBack = revisions > 1;
  return (
    <>
      <MenuItem
        title="Roll back" disabled={!canGoBack}
        detail={canGoBack ? 'Goes back to the pods of the revision before, in a rollout like any other.' : 'There is no revision before this one.'}
        onSelect={() => void act({ type: 'rollback', target: reference })}
      />
      <MenuItem
        title="Restart the rollout" detail="Replaces every pod by a new one of the same kind, a few at a time."
        onSelect={() => void act({ type: 'restart-rollout', target: reference })}
      />
      <MenuSeparator />
    </>
  );
}
