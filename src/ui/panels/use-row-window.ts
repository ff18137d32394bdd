import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { scrollToShow, shiftOfReading, visibleRows, type RowRange } from './visible-rows.ts';

/** Under this width columns give way to cards. Pixels at scale 1. */
const NARROW_WIDTH = 640;
/** Used until the browser has measured: pixels. */
const ASSUMED = { width: 1_000, height: 320, rowHeight: 29 };

/** What {@link useRowWindow} knows of a scrolling list of equally high rows. Lengths in pixels. */
export interface RowWindow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly head: RefObject<HTMLDivElement | null>;
  /** an empty element as high as a row, whose height CSS decides (scale, cards). */
  readonly probe: RefObject<HTMLDivElement | null>;
  readonly range: RowRange;
  readonly topRow: number;
  readonly rowsAPage: number;
  readonly rowHeight: number;
  readonly narrow: boolean;
  /** Scrolls just so far that row `index` is in view. */
  show(index: number): void;
}

/** Follows scrolling and size of a list of rows named by `keys`, and keeps what is being read in place when rows come and go. */
export function useRowWindow(keys: readonly string[]): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(ASSUMED);
  const [scrollTop, setScrollTop] = useState(0);
  /** as scrolling told: asking the element after a change would have the page laid out at once. */
  const scrolled = useRef(0);

  useEffect(() => {
    const box = scroller.current;
    const row = probe.current;
    if (!box || !row) return;
    const measure = () => {
      if (box.clientHeight === 0) return;
      setSize({ width: box.clientWidth, height: box.clientHeight, rowHeight: row.offsetHeight || ASSUMED.rowHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(row);
    const onScroll = () => {
      scrolled.current = box.scrollTop;
      setScrollTop(scrolled.current);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, []);

  const { height, rowHeight, width } = size;
  const keysBefore = useRef(keys);
  useLayoutEffect(() => {
    const before = keysBefore.current;
    keysBefore.current = keys;
    const box = scroller.current;
    // At the top a reader follows what is new; only further down does the text have to stand still.
    if (!box || before === keys || scrolled.current < rowHeight) return;
    const topRow = Math.floor(box.scrollTop / rowHeight);
    const shift = shiftOfReading(before, keys, { first: topRow, end: topRow + Math.ceil(height / rowHeight) });
    if (shift !== 0) box.scrollTop += shift * rowHeight;
  }, [keys, rowHeight, height]);

  const show = useCallback((index: number) => {
    const box = scroller.current;
    if (box) box.scrollTop = scrollToShow(index, box.scrollTop, box.clientHeight || height, rowHeight, head.current?.offsetHeight ?? 0);
  }, [rowHeight, height]);

  return {
    scroller, head, probe, show, rowHeight,
    range: visibleRows(scrollTop, height, rowHeight, keys.length),
    topRow: Math.floor(scrollTop / rowHeight),
    rowsAPage: Math.max(1, Math.floor(height / rowHeight) - 1),
    narrow: width < NARROW_WIDTH,
  };
}
