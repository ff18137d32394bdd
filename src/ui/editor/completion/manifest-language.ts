import { autocompletion, insertCompletionText, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import { cursorContext } from './cursor-context.ts';
import { describeField } from './descriptions.ts';
import { fieldHelpAt, type FieldHelp } from './field-help.ts';
import { suggestionsAt, type Suggestion } from './suggestions.ts';

/** Texts beyond this length are not analysed while typing. */
const LONGEST_ANALYSED = 200_000;

/** Completion of fields and values, and descriptions on hover, from the API's schema. */
export function manifestLanguage(): Extension {
  return [
    autocompletion({ override: [complete], icons: false, closeOnBlur: true, maxRenderedOptions: 60, activateOnTypingDelay: 80 }),
    hoverTooltip(hover, { hoverTime: 350 }),
  ];
}

function complete(context: CompletionContext): CompletionResult | null {
  if (context.state.doc.length > LONGEST_ANALYSED || inText(context.state, context.pos)) return null;
  const cursor = cursorContext(context.state.doc.toString(), context.pos);
  if (!cursor || (cursor.at === 'key' && cursor.typed === '' && !context.explicit)) return null;
  const options = suggestionsAt(cursor).map((suggestion, place) => option(suggestion, place));
  return options.length === 0 ? null : { from: cursor.from, options, validFor: /^[\w./-]*$/ };
}

/** Whether the offset is in a comment, a block of text or a quoted string, where no keys are. */
function inText(state: EditorState, offset: number): boolean {
  for (let node: ReturnType<typeof syntaxTree>['topNode'] | null = syntaxTree(state).resolveInner(offset, -1); node; node = node.parent) {
    if (['BlockLiteral', 'Comment', 'QuotedLiteral', 'FlowMapping', 'FlowSequence'].includes(node.name)) return true;
  }
  return false;
}

function option(suggestion: Suggestion, place: number): Completion {
  return {
    label: suggestion.label,
    detail: suggestion.detail,
    type: suggestion.is,
    // Keeps the order of equally good matches, whatever their letters.
    boost: suggestion.required ? 40 : -Math.min(place, 90) / 10,
    sortText: String(place).padStart(4, '0'),
    apply: (view: EditorView, _completion: Completion, from: number, to: number) => {
      view.dispatch(insertCompletionText(view.state, insertion(view, suggestion, to), from, to));
      if (suggestion.continues) startCompletion(view);
    },
    ...(suggestion.describedBy ? { info: () => describe(suggestion) } : {}),
  };
}

/** What is inserted: only the name where the rest of the field is there already. */
function insertion(view: EditorView, suggestion: Suggestion, to: number): string {
  const follows = view.state.sliceDoc(to, to + 1);
  return suggestion.is === 'field' && follows === ':' ? suggestion.label : suggestion.insert;
}

async function describe({ describedBy }: Suggestion): Promise<Node | null> {
  const text = describedBy ? await describeField(describedBy) : '';
  if (!text) return null;
  const paragraph = document.createElement('p');
  paragraph.className = 'k-field-info';
  paragraph.textContent = text;
  return paragraph;
}

async function hover(view: EditorView, offset: number): Promise<Tooltip | null> {
  if (view.state.doc.length > LONGEST_ANALYSED) return null;
  const help = fieldHelpAt(view.state.doc.toString(), offset);
  if (!help) return null;
  const description = await describeField(help);
  return { pos: help.from, end: help.to, above: true, create: () => ({ dom: helpCard(help, description) }) };
}

function helpCard(help: FieldHelp, description: string): HTMLElement {
  const card = document.createElement('div');
  card.className = 'k-field-help';
  const head = document.createElement('p');
  const name = document.createElement('code');
  name.textContent = help.field;
  const type = document.createElement('span');
  type.textContent = help.required ? `${help.type} required` : help.type;
  head.append(name, type);
  card.append(head);
  for (const [label, words] of [['', description], ['One of', help.values.join(', ')]] as const) {
    if (!words) continue;
    const paragraph = document.createElement('p');
    paragraph.textContent = label ? `${label}: ${words}` : words;
    card.append(paragraph);
  }
  return card;
}
