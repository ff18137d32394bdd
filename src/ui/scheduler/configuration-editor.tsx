import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Text } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { HIGHLIGHTER } from '../editor/code/highlighter.ts';
import { problemLines, showProblems, type ShownProblems } from '../editor/code/problem-lines.ts';
import { yamlLanguage } from '../editor/code/yaml-language.ts';
import '../editor/code/code-editor.css';

export interface ConfigurationEditorProps {
  readonly text: string;
  readonly shown: ShownProblems;
  onChange(text: string): void;
  /** Ctrl/Cmd-Enter. */
  onAsk(): void;
}

/** A KubeSchedulerConfiguration as text, with what is wrong under the line. */
export function ConfigurationEditor({ text, shown, onChange, onAsk }: ConfigurationEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef(text);
  const latest = useRef({ onChange, onAsk });
  latest.current = { onChange, onAsk };

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(), history(), yamlLanguage(Text.of(first.current.split('\n'))), indentUnit.of('  '), syntaxHighlighting(HIGHLIGHTER), problemLines,
          keymap.of([{ key: 'Mod-Enter', run: () => (latest.current.onAsk(), true) }, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': 'Scheduler configuration YAML', tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
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

  return <div className="k-code k-scheduler-code" ref={place} />;
}
