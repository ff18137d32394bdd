import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { highlightActiveLine, highlightActiveLineGutter, keymap, ViewPlugin, type EditorView } from '@codemirror/view';
import { tagHighlighter, tags } from '@lezer/highlight';
import { escapeGivesTabBack } from '../editor/code/yaml-keys.ts';
import { codeCompletion } from './code-completion.ts';

/** What JavaScript has besides what YAML has. */
const MORE_COLOURS = tagHighlighter([
  { tag: [tags.number, tags.bool, tags.null, tags.regexp], class: 'k-syntax-value' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: 'k-syntax-key' },
]);

/** An operator's code with its colours, brackets, search, and what the sandbox offers. Keeps the view in `shown` while there is one. */
export function operatorCode(shown: { current: EditorView | null }): Extension {
  return [
    ViewPlugin.define((view) => {
      shown.current = view;
      return { destroy: () => void (shown.current = null) };
    }),
    javascript(), syntaxHighlighting(MORE_COLOURS), codeCompletion(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightActiveLineGutter(),
    highlightSelectionMatches(), search({ top: true }), escapeGivesTabBack, keymap.of([...closeBracketsKeymap, ...searchKeymap]),
  ];
}
