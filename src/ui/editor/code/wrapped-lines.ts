import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

/** A line whose start takes more than this goes on at the left, or nothing would be left of it. Characters. */
const DEEPEST = 20;

/** Long lines go on in the next row, under their own start, so that nothing of a text is out of sight. */
export function wrappedLines(): Extension {
  return [EditorView.lineWrapping, hanging];
}

const hanging = ViewPlugin.fromClass(class {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = hangingIndents(view);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.viewportChanged) this.decorations = hangingIndents(update.view);
  }
}, { decorations: ({ decorations }) => decorations });

function hangingIndents(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const start = hangOf(line.text);
      if (start > 0) builder.add(line.from, line.from, indented(start));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** Where the words of a line begin: behind its indentation, and behind the mark of a comment or an item. */
function hangOf(text: string): number {
  const start = /^ *(?:# |- )?/.exec(text)?.[0].length ?? 0;
  return start > DEEPEST ? 0 : start;
}

const known = new Map<number, Decoration>();

function indented(characters: number): Decoration {
  const decoration = known.get(characters) ?? Decoration.line({ attributes: { style: `--k-hang: ${characters}ch` } });
  known.set(characters, decoration);
  return decoration;
}
