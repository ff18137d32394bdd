import type { ObjectReference } from '../../engine/api/reference.ts';
import { Button } from '../controls/button.tsx';
import { showToast } from '../controls/toast-store.ts';
import { focusEditor } from '../shell/focus-editor.ts';
import { messageOf, useSession } from '../store/session.ts';

/** Opens the object in the editor; the editor is fetched when it is first asked for. */
export function EditButton({ reference }: { readonly reference: ObjectReference }) {
  const session = useSession();
  const edit = async () => {
    const { openObject } = await import('../editor/editor-text.ts');
    await openObject(session.host, reference);
    focusEditor();
  };
  return <Button size="s" onClick={() => void edit().catch((error: unknown) => showToast(messageOf(error), { tone: 'refused' }))}>Edit YAML</Button>;
}
