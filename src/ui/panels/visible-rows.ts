/** Rows drawn beyond each edge of the viewport, so that scrolling does not show blanks. */
const OVERSCAN_ROWS = 8;

/** Which rows of equal height to draw: from `first` up to but not including `end`. Lengths in pixels. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** The rows to draw for a viewport of `viewportHeight` scrolled to `scrollTop`. */
export function visibleRows(scrollTop: number, viewportHeight: number, rowHeight: number, rowCount: number): RowRange {
  const topRow = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const shown = Math.ceil(viewportHeight / rowHeight) + 1;
  const end = Math.min(rowCount, topRow + shown + OVERSCAN_ROWS);
  return { first: Math.max(0, Math.min(topRow, rowCount - shown) - OVERSCAN_ROWS), end };
}

/**
 * By how many rows what is being read has moved when `before` became `after`: the median shift of the rows that were in
 * view, so that one of them going or moving to the top does not take the reader with it. 0 when none of them is left.
 */
export function shiftOfReading(before: readonly string[], after: readonly string[], inView: RowRange): number {
  const indexBefore = new Map<string, number>();
  for (let index = inView.first; index < Math.min(inView.end, before.length); index++) {
    const key = before[index];
    if (key !== undefined) indexBefore.set(key, index);
  }
  const shifts: number[] = [];
  after.forEach((key, index) => {
    const old = indexBefore.get(key);
    if (old !== undefined) shifts.push(index - old);
  });
  shifts.sort((a, b) => a - b);
  return shifts[Math.floor(shifts.length / 2)] ?? 0;
}

/** Where to scroll so that row `index` is wholly in view under a sticky head of `headHeight`; `scrollTop` if it is already. */
export function scrollToShow(index: number, scrollTop: number, viewportHeight: number, rowHeight: number, headHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  const room = viewportHeight - headHeight;
  return top + rowHeight > scrollTop + room ? top + rowHeight - room : scrollTop;
}
