import type { ReactNode } from 'react';
import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import { useSession } from '../store/session.ts';
import { kindWord } from './kind-word.ts';

/** Names an object; choosing it selects the object everywhere. Says kind and name unless told other words. */
export function ObjectLink({ reference, children }: { readonly reference: ObjectReference; readonly children?: ReactNode }) {
  const session = useSession();
  return (
    <button type="button" className="k-object-link" title={referenceKey(reference)} onClick={() => session.select(reference)}>
      {children ?? `${kindWord(reference.kind)} ${reference.name}`}
    </button>
  );
}
