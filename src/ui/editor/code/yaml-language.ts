import { yaml } from '@codemirror/lang-yaml';
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state';

/** Levels of nesting that are coloured: the highlighter calls itself for each, and some thousand of them break it. */
const DEEPEST_COLOURED = 400;
/** Longer texts stay plain, so that typing in them stays quick. UTF-16 code units. */
const LONGEST_COLOURED = 1_000_000;

/** YAML with its colours and folds, for the texts that the parser and its users can stand; others are plain text until they change. */
export function yamlLanguage(start: Text): Extension {
  const language = new Compartment();
  const coloured = yaml();
  const plain: Extension = [];
  const fitFor = (text: Text): Extension => (canBeColoured(text) ? coloured : plain);
  return [
    language.of(fitFor(start)),
    EditorState.transactionExtender.of((transaction) => {
      if (!transaction.docChanged) return null;
      const fit = fitFor(transaction.newDoc);
      return fit === language.get(transaction.startState) ? null : { effects: language.reconfigure(fit) };
    }),
  ];
}

export function canBeColoured(text: Text): boolean {
  return text.length <= LONGEST_COLOURED && !nestsDeeply(text);
}

/** An upper bound, not a parse: brackets in quotes count too. */
function nestsDeeply(text: Text): boolean {
  let open = 0;
  let lines = 0;
  for (const line of text.iterLines()) {
    lines++;
    const start = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0] ?? '';
    // A level of indentation takes a line of its own; dashes nest within one.
    const indentation = Math.min(lines, start.length);
    const dashes = start.trimStart().split(/[ \t]+/).length;
    if (open + indentation + dashes > DEEPEST_COLOURED) return true;
    for (let at = start.length; at < line.length; at++) {
      const character = line[at];
      if (character === '[' || character === '{') {
        if (++open + indentation > DEEPEST_COLOURED) return true;
      } else if ((character === ']' || character === '}') && open > 0) open--;
    }
  }
  return false;
}
