import { closeBrackets } from '@codemirror/autocomplete';
import { history, historyField } from '@codemirror/commands';
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search } from '@codemirror/search';
import { EditorState, Text, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useEditorText } from '../editor-text.ts';
import { manifestLanguage } from '../completion/manifest-language.ts';
import { HIGHLIGHTER } from './highlighter.ts';
import { problemLines, showProblems, type ShownProblems } from './problem-lines.ts';
import { replicaStepper } from './replica-stepper.ts';
import { visibleWidth } from './visible-width.ts';
import { wrappedComments } from './wrapped-comments.ts';
import { yamlKeys } from './yaml-keys.ts';
import { yamlLanguage } from './yaml-language.ts';
import './code-editor.css';

const HELP_ID = 'k-code-help';
const HELP = 'Tab indents. Press Escape and then Tab to leave the editor. Control Space completes, Control Enter applies.';

export interface CodeEditorProps {
  readonly shown: ShownProblems;
  apply(): void;
  /** hands out the view while there is one. */
  onView(view: EditorView | null): void;
}

/** State of an editor that is gone, to be taken up by the next one: on a phone the sheet around it comes and goes. */
let kept: { readonly text: string; readonly state: unknown } | null = null;

/** The manifest as text. It and `useEditorText` follow each other; an opened text replaces the old one as one undo step. */
export function CodeEditor({ shown, apply, onView }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ apply, onView });
  latest.current = { apply, onView };

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({ state: firstState(() => latest.current.apply()), parent: place.current });
    view.current = made;
    latest.current.onView(made);
    const stop = followOpened(made);
    return () => {
      stop();
      kept = { text: made.state.doc.toString(), state: made.state.toJSON({ history: historyField }) };
      latest.current.onView(null);
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => view.current?.dispatch({ effects: showProblems.of(shown) }), [shown]);

  return (
    <>
      <p id={HELP_ID} className="k-unseen">{HELP}</p>
      <div className="k-code" ref={place} />
    </>
  );
}

function firstState(apply: () => void): EditorState {
  const text = useEditorText.getState().text ?? '';
  const config = { extensions: extensions(apply, Text.of(text.split('\n'))) };
  if (kept?.text === text) return EditorState.fromJSON(kept.state, config, { history: historyField });
  return EditorState.create({ ...config, doc: text });
}

/** Takes over every text that is opened from elsewhere. */
function followOpened(view: EditorView): () => void {
  return useEditorText.subscribe((now, before) => {
    const text = now.text ?? '';
    const opened = now.revision !== before.revision || (now.text === null && before.text !== null);
    if (!opened || text === view.state.doc.toString()) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, userEvent: 'input.open', scrollIntoView: true });
  });
}

function extensions(apply: () => void, start: Text): Extension {
  return [
    lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), highlightSelectionMatches(),
    history(), bracketMatching(), closeBrackets(), search({ top: true }),
    EditorState.phrases.of(PHRASES),
    yamlLanguage(start), indentUnit.of('  '), syntaxHighlighting(HIGHLIGHTER),
    placeholder('Write a manifest, or pick one under Samples.'),
    wrappedComments(), replicaStepper(), problemLines, visibleWidth(), manifestLanguage(), yamlKeys(apply),
    EditorView.contentAttributes.of({ 'aria-label': 'Manifest YAML', tabindex: '0', 'aria-describedby': HELP_ID, autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) useEditorText.getState().typed(update.state.doc.toString());
    }),
  ];
}

const PHRASES = {
  next: 'Next', previous: 'Previous', all: 'All', 'match case': 'Match case', regexp: 'Pattern', 'by word': 'Whole words', replace: 'Replace', 'replace all': 'Replace all', close: 'Close',
};
