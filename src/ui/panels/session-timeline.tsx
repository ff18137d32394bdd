import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import type { DeedView } from '../../worker/protocol.ts';
import { durationWords } from '../stage/words.ts';
import { useCluster } from '../store/session.ts';
import { clockTimeTenths } from './clock-time.ts';
import { sessionMarks } from './session-marks.ts';
import { useCalmMap } from './use-calm-map.ts';
import './session-timeline.css';

const HEIGHT = 32;
const MIDDLE = HEIGHT / 2;
/** Pixels of room at each end for marks that stand on the very end. */
const MARGIN = 8;
/** Pixels around a diamond in which the mouse finds it. */
const REACH = 8;

/** The session so far on one line: what the person did, where warnings were, and now. A figure to read, not a control. */
export function SessionTimeline() {
  const figure = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(260);
  const [hovered, setHovered] = useState<{ readonly x: number; readonly deed: DeedView } | null>(null);
  // The mark moves by whole pixels only, so a second is finer than can be seen.
  const atMs = useCluster((state) => Math.floor(state.clock.atMs / 1_000) * 1_000);
  const startMs = useCluster((state) => state.clock.startMs);
  const deeds = useCluster((state) => state.deeds);
  const calm = useCalmMap('events');
  const marks = useMemo(
    () => sessionMarks({ startMs, atMs }, deeds, calm.map.values(), Math.max(0, width - 2 * MARGIN)),
    [calm, startMs, atMs, deeds, width],
  );
  useEffect(() => {
    if (!figure.current) return;
    const observer = new ResizeObserver(([entry]) => entry && entry.contentRect.width > 0 && setWidth(entry.contentRect.width));
    observer.observe(figure.current);
    return () => observer.disconnect();
  }, []);
  const point = (event: PointerEvent) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - MARGIN;
    const near = marks.deeds.filter((mark) => Math.abs(mark.x - x) <= REACH);
    setHovered(near.reduce<(typeof near)[number] | null>((best, mark) => (best && Math.abs(best.x - x) < Math.abs(mark.x - x) ? best : mark), null));
  };
  return (
    <figure ref={figure} className="k-timeline" aria-label="Session timeline">
      <svg width={width} height={HEIGHT} aria-hidden="true" onPointerMove={point} onPointerDown={point} onPointerLeave={() => setHovered(null)}>
        <g transform={`translate(${MARGIN} ${MIDDLE})`}>
          <line className="k-timeline-rest" x2={Math.max(0, width - 2 * MARGIN)} />
          <line className="k-timeline-past" x2={marks.presentX} />
          {marks.warnings.map((x) => <rect key={x} className="k-timeline-warning" x={x - 1} y={-4} width={2} height={8} />)}
          {marks.deeds.map(({ x, deed }) => <path key={deed.index} className="k-timeline-deed" d="M0 -6L4.5 0L0 6L-4.5 0Z" transform={`translate(${x} 0)`} />)}
          <circle className="k-timeline-present" cx={marks.presentX} r={5} />
        </g>
      </svg>
      {hovered && <div className="k-timeline-deed-said" style={{ right: Math.max(0, width - hovered.x - 120) }}>{hovered.deed.sentence} <span className="k-mono-note">{clockTimeTenths(hovered.deed.atMs)}</span></div>}
      <figcaption className="k-unseen">
        {durationWords(atMs - startMs)} of simulated time so far.
        <ol>{deeds.map((deed) => <li key={deed.index}>{clockTimeTenths(deed.atMs)} {deed.sentence}</li>)}</ol>
      </figcaption>
    </figure>
  );
}
