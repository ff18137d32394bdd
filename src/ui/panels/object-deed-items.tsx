import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import { MenuItem, MenuSeparator } from '../controls/menu.tsx';
import { useCluster, useSession } from '../store/session.ts';
import { deedsOn } from './object-deeds.ts';

/** Menu items for what kubectl can do to the selected object: scale, restart, suspend, run, delete. */
export function ObjectDeedItems({ reference, before }: { readonly reference: ObjectReference; /** whether more items follow. */ readonly before: boolean }) {
  const { act } = useSession();
  const detail = useCluster((state) => (state.detail && referenceKey(state.detail.reference) === referenceKey(reference) ? state.detail : null));
  const { uid: _uid, ...target } = reference;
  const deeds = detail?.object ? deedsOn(target, detail.object, detail.dependents) : [];
  if (deeds.length === 0) return before ? null : <MenuItem title="Nothing can be done to it" disabled onSelect={() => undefined} />;
  return (
    <>
      {deeds.map(({ title, detail: words, danger, action }) => (
        <MenuItem key={title} title={title} detail={words} danger={danger} disabled={action === null} onSelect={() => { if (action) void act(action); }} />
      ))}
      {before && <MenuSeparator />}
    </>
  );
}
