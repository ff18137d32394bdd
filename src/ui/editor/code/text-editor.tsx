import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { HIGHLIGHTER } from './highlighter.ts';
import { problemLines, showProblems, type ShownProblems } from './problem-lines.ts';
import { visibleWidth } from './visible-width.ts';
import './code-editor.css';

export interface TextEditorProps {
  readonly text: string;
  readonly language: Extension;
  /** for those who cannot see it. */
  readonly label: string;
  readonly shown: ShownProblems;
  readonly className?: string;
  /** whether Tab indents rather than leaving; Escape, then Tab, leaves all the same. */
  readonly tabIndents?: boolean;
  onChange(text: string): void;
  /** Ctrl/Cmd-Enter. */
  onSubmit(): void;
}

/** A text with its language's colours, and what is wrong under the line. */
export function TextEditor({ text, language, label, shown, className = '', tabIndents = false, onChange, onSubmit }: TextEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef({ text, language, label, tabIndents });
  const latest = useRef({ onChange, onSubmit });
  latest.current = { onChange, onSubmit };

  useEffect(() => {
    if (!place.current) return;
    const { text: doc, language: colours, label: name, tabIndents: indents } = first.current;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc,
        extensions: [
          lineNumbers(), history(), colours, indentUnit.of('  '), syntaxHighlighting(HIGHLIGHTER), problemLines, visibleWidth(),
          keymap.of([{ key: 'Mod-Enter', run: () => (latest.current.onSubmit(), true) }, ...defaultKeymap, ...historyKeymap, ...(indents ? [indentWithTab] : [])]),
          EditorView.contentAttributes.of({ 'aria-label': name, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // The view keeps its own text from then on; a text that is opened comes by the effect below.
  }, []);
  useEffect(() => {
    const made = view.current;
    if (made && made.state.doc.toString() !== text) made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }, [text]);
  useEffect(() => view.current?.dispatch({ effects: showProblems.of(shown) }), [shown]);

  return <div className={`k-code ${className}`} ref={place} />;
}
