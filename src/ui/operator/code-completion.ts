import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { localCompletionSource, scopeCompletionSource } from '@codemirror/lang-javascript';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { API_CALLS, DECLARATION_FIELDS, type ApiEntry } from './operator-api.ts';

/** What the sandbox leaves of JavaScript's own objects that an operator has use for. */
const GLOBALS = { Array, Boolean, JSON, Map, Math, Number, Object, Set, String, parseInt, parseFloat };

/** Completion of what the sandbox offers, with its meaning, and of the names in the code. */
export function codeCompletion(): Extension {
  return autocompletion({
    override: [completeApi, completeDeclaration, localCompletionSource, scopeCompletionSource(GLOBALS)],
    icons: false, closeOnBlur: true, maxRenderedOptions: 60, activateOnTypingDelay: 80,
  });
}

/** After `api.`: its calls. */
export function completeApi(context: CompletionContext): CompletionResult | null {
  const before = context.matchBefore(/\bapi\s*\.\s*\w*$/);
  if (!before) return null;
  const typed = /\w*$/.exec(before.text)?.[0] ?? '';
  return { from: before.to - typed.length, options: API_CALLS.map(option), validFor: /^\w*$/ };
}

/** At the beginning of a line right inside `operator({ … })`: its fields. */
function completeDeclaration(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/^  \w*$/);
  if (!word || (word.text.trim() === '' && !context.explicit)) return null;
  const text = context.state.sliceDoc(0, word.from);
  const start = text.lastIndexOf('operator({');
  if (start < 0 || text.indexOf('\n});', start) >= 0) return null;
  const there = context.state.doc.toString().slice(start);
  const options = DECLARATION_FIELDS.filter(({ name }) => !new RegExp(`^  ${name}\\b`, 'm').test(there) || name === word.text.trim());
  return { from: word.from + 2, options: options.map(option), validFor: /^\w*$/ };
}

function option({ name, signature, insert, meaning }: ApiEntry, place: number): Completion {
  return {
    label: name,
    detail: signature,
    boost: 50 - place,
    info: () => {
      const paragraph = document.createElement('p');
      paragraph.className = 'k-field-info';
      paragraph.textContent = meaning;
      return paragraph;
    },
    apply: (view: EditorView, _completion: Completion, from: number, to: number) => {
      const isCalled = view.state.sliceDoc(to, to + 1) === '(';
      const [head = '', tail = ''] = isCalled ? [name] : insert.split('|');
      view.dispatch({ changes: { from, to, insert: head + tail }, selection: { anchor: from + head.length }, userEvent: 'input.complete', scrollIntoView: true });
    },
  };
}
