import { acceptCompletion, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, historyKeymap, indentLess, indentMore, insertNewlineKeepIndent } from '@codemirror/commands';
import { searchKeymap } from '@codemirror/search';
import { EditorView, keymap } from '@codemirror/view';

const INDENT = 2;
/** How long after Escape a Tab leaves the editor. Wall time. */
const LEAVE_WITHIN_MS = 3_000;

/** What the keys do. Escape and then Tab leaves the editor, also when the Escape closed something. */
export function yamlKeys(apply: () => void) {
  const run = (): boolean => {
    apply();
    return true;
  };
  return [escapeGivesTabBack, keymap.of([
    { key: 'Mod-Enter', run, preventDefault: true },
    // On a Mac both Ctrl and Cmd apply.
    { mac: 'Ctrl-Enter', run, preventDefault: true },
    { key: 'Tab', run: acceptCompletion },
    { key: 'Tab', run: indentAtCursor, shift: indentLess },
    { key: 'Enter', run: newLine },
    ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
  ])];
}

/** An observer hears of the Escape even when it closed the list of completions. */
export const escapeGivesTabBack = EditorView.domEventObservers({
  keydown(event, view) {
    if (event.key === 'Escape') view.setTabFocusMode(LEAVE_WITHIN_MS);
  },
});

/** Spaces up to the next even column; selected lines move as one. */
function indentAtCursor(view: EditorView): boolean {
  const { main } = view.state.selection;
  if (!main.empty) return indentMore(view);
  const column = main.head - view.state.doc.lineAt(main.head).from;
  view.dispatch(view.state.replaceSelection(' '.repeat(INDENT - (column % INDENT))), { userEvent: 'input.indent', scrollIntoView: true });
  return true;
}

/** A new line under the same parent: indented once more after a key that opens a mapping, level with the item's keys after "- ". */
function newLine(view: EditorView): boolean {
  const { main } = view.state.selection;
  if (view.state.readOnly || !main.empty || view.state.selection.ranges.length > 1) return insertNewlineKeepIndent(view);
  const line = view.state.doc.lineAt(main.head);
  const column = indentAfter(line.text.slice(0, main.head - line.from));
  const rest = /^[^\S\n]*/.exec(line.text.slice(main.head - line.from))?.[0].length ?? 0;
  view.dispatch({
    changes: { from: main.head, to: main.head + rest, insert: `\n${' '.repeat(column)}` },
    selection: { anchor: main.head + 1 + column },
    userEvent: 'input',
    scrollIntoView: true,
  });
  return true;
}

/** Column at which the line after `text` starts. */
export function indentAfter(text: string): number {
  const [lead = ''] = /^\s*(?:- +)*/.exec(text) ?? [];
  const content = text.slice(lead.length).replace(/(^|\s)#.*$/, '').trimEnd();
  const opens = /:(?:\s+[|>][+-]?\d*)?$/.test(content);
  return lead.length + (opens ? INDENT : 0);
}
