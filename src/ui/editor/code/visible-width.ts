import { EditorView, type ViewUpdate } from '@codemirror/view';

/** Keeps the width of the visible part in `--k-code-width`: what stands under a line is no wider, however long the longest line is. */
export function visibleWidth() {
  const measure = (view: EditorView): void => view.requestMeasure({
    key: measure,
    read: () => view.scrollDOM.clientWidth,
    write: (width) => view.dom.style.setProperty('--k-code-width', `${width}px`),
  });
  return EditorView.updateListener.of((update: ViewUpdate) => {
    if (update.geometryChanged) measure(update.view);
  });
}
