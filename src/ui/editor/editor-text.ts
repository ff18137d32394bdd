import { create } from 'zustand';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { Host } from '../../worker/protocol.ts';
import { usePreferences } from '../store/preferences.ts';

/** Wall time between the last key press and the text being remembered. */
const REMEMBER_AFTER_MS = 400;
/** Longer texts are not remembered over a reload: localStorage holds about five million characters in all. */
export const LONGEST_REMEMBERED = 1_000_000;

export interface EditorText {
  /** `null` until something is opened: then the editor opens the scenario's manifest. */
  readonly text: string | null;
  /** name on the file tab, e.g. `web.yaml`. */
  readonly source: string;
  /** grows with every {@link open}; an editor that holds another one must take over the text. */
  readonly revision: number;
  /** Replaces the whole text, undoable in the editor. */
  open(text: string, source?: string): void;
  /** What the person's typing made of the text. */
  typed(text: string): void;
}

/** The editor's text, known to the page before the editor itself is loaded. Remembered in the preferences as `editorText`. */
export const useEditorText = create<EditorText>()((set, get) => {
  const remembered = usePreferences.getState().editorText;
  return {
    text: remembered,
    source: fileName(remembered ?? ''),
    revision: 0,
    open(text, source = fileName(text)) {
      set({ text, source, revision: get().revision + 1 });
      remember();
    },
    typed(text) {
      // An editor that is emptied while a scenario opens types nothing: the text stays to be opened.
      if (text === (get().text ?? '')) return;
      set({ text });
      rememberSoon();
    },
  };
});

let lastRemembered = usePreferences.getState().editorText;
let timer: ReturnType<typeof setTimeout> | undefined;

function rememberSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(remember, REMEMBER_AFTER_MS);
}

/** Writes the text to the preferences now. A full or forbidden storage loses only the memory of it, never the text. */
export function remember(): void {
  clearTimeout(timer);
  const { text } = useEditorText.getState();
  if (text === null || text === lastRemembered || text.length > LONGEST_REMEMBERED) return;
  lastRemembered = text;
  try {
    usePreferences.getState().set({ editorText: text });
  } catch (error) {
    console.warn('The editor text could not be remembered', error);
  }
}

// A scenario that opens sets the remembered text to null, and going back sets it to what it was.
usePreferences.subscribe(({ editorText }) => {
  if (editorText === lastRemembered) return;
  clearTimeout(timer);
  lastRemembered = editorText;
  if (editorText === null) useEditorText.setState({ text: null });
  else useEditorText.getState().open(editorText);
});

if (typeof addEventListener === 'function') addEventListener('pagehide', remember);

/** A name for a text without one: that of the first object in it. */
export function fileName(text: string): string {
  const name = /^metadata:[^\S\n]*\n(?:[^\S\n]+\S.*\n)*?[^\S\n]+name:[^\S\n]*["']?([A-Za-z0-9.-]{1,63})/m.exec(text.slice(0, 20_000))?.[1];
  return name ? `${name}.yaml` : 'manifest.yaml';
}

/** Opens the live object as YAML, without what the cluster writes into it itself. Rejects when there is no such object. */
export async function openObject(host: Host, reference: ObjectReference): Promise<void> {
  const [object, { liveYaml }] = await Promise.all([host.send({ type: 'read-object', reference }), import('./live-yaml.ts')]);
  if (!object) throw new Error(`${reference.kind} ${reference.name} is not there any more.`);
  useEditorText.getState().open(liveYaml(object), `${reference.name}.yaml`);
}
