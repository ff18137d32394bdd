import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

/** Comments go on in the next row, under their own start: they are prose. What is code stays in its row. */
export function wrappedComments(): Extension {
  return [EditorView.lineWrapping, comments];
}

const comments = ViewPlugin.fromClass(class {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = commentsIn(view);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.viewportChanged) this.decorations = commentsIn(update.view);
  }
}, { decorations: ({ decorations }) => decorations });

function commentsIn({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const mark = /^ *#+ ?/.exec(line.text)?.[0];
      if (mark !== undefined) builder.add(line.from, line.from, hanging(mark.length));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

function hanging(characters: number): Decoration {
  return Decoration.line({ class: 'k-code-comment', attributes: { style: `--k-hang: ${characters}ch` } });
}
