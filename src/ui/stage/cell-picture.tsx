import type { PodMark, PodShape } from '../../worker/protocol.ts';
import { DASHES, hasRing, ICON_WIDTH, MARK, MARKS, NUMBER, numberSize, OUTLINE_WIDTH, RING, lookOf } from './cell-look.ts';
import { hexagonLength, hexagonPath } from './hexagon.ts';

const HEXAGON = hexagonPath(1);
const INNER = hexagonPath(1 - OUTLINE_WIDTH / 2);
const DASH_COUNT = Math.round(hexagonLength(1 - OUTLINE_WIDTH / 2) / (DASHES.on + DASHES.off));
const RING_PATH = hexagonPath(RING.r);
const SHOWN_PROGRESS = 66;
const PROGRESS_WIDTH = 0.22;

/** How far a Job is: the outline of its hexagon fills. Outside the stage, beside its name. */
export function ProgressPicture({ hue, share, size }: { readonly hue: number; readonly share: number; readonly size: number }) {
  const { icon } = lookOf('completed');
  return (
    <svg className="k-cell" width={size} height={size} viewBox="-1.1 -1.16 2.2 2.2" aria-hidden data-ink={`hue-${hue}`}>
      <path className={`k-cell-ground k-cell-ground--${share < 1 ? 'glass' : 'half'}`} d={HEXAGON} />
      <path className="k-cell-track" d={INNER} strokeWidth={PROGRESS_WIDTH} />
      {share > 0 && <path className="k-cell-outline" d={INNER} strokeWidth={PROGRESS_WIDTH} pathLength={100} strokeDasharray={`${Math.min(1, share) * 100} 100`} />}
      <path className="k-cell-icon k-cell-icon--drawn k-cell-icon--ground" d={icon} strokeWidth={ICON_WIDTH} />
    </svg>
  );
}

export interface CellPictureProps {
  readonly shape: PodShape;
  readonly hue: number;
  readonly size: number;
  readonly mark?: PodMark;
  readonly number?: string;
  readonly newest?: boolean;
}

/** A pod's hexagon outside the stage: in the legend. */
export function CellPicture({ shape, hue, size, mark, number, newest = false }: CellPictureProps) {
  const look = lookOf(shape);
  const dash = look.outline === 'dashed' ? `${60 / DASH_COUNT} ${40 / DASH_COUNT}` : look.outline === 'progress' ? `${SHOWN_PROGRESS} 100` : undefined;
  return (
    <svg className="k-cell" width={size} height={size} viewBox="-1.1 -1.16 2.2 2.2" overflow="visible" aria-hidden data-ink={look.ink === 'hue' ? `hue-${hue}` : look.ink} data-shape={shape}>
      <path className={`k-cell-ground k-cell-ground--${look.fill}`} d={HEXAGON} />
      {look.outline === 'progress' && <path className="k-cell-track" d={INNER} strokeWidth={OUTLINE_WIDTH} />}
      {look.outline !== 'none' && <path className="k-cell-outline" d={INNER} strokeWidth={OUTLINE_WIDTH} pathLength={100} strokeDasharray={dash} />}
      <path className={`k-cell-icon k-cell-icon--${look.iconFilled ? 'filled' : 'drawn'} k-cell-icon--${look.iconOn}`} d={look.icon} strokeWidth={look.iconFilled ? 0 : ICON_WIDTH} />
      {hasRing(newest, shape) && <path className="k-cell-ring" d={RING_PATH} strokeWidth={RING.stroke * 1.3} />}
      {number !== undefined && (
        <g className="k-cell-number" transform={`translate(${NUMBER.x},${NUMBER.y})`}>
          <circle r={NUMBER.r} strokeWidth={NUMBER.stroke} />
          <text y={numberSize(number) * 0.35} fontSize={numberSize(number)}>{number}</text>
        </g>
      )}
      {mark && (
        <g className={`k-cell-mark k-cell-mark--${MARKS[mark].filled ? 'filled' : 'drawn'}`} transform={`translate(${MARK.x},${MARK.y})scale(${MARK.r * 1.15})`}>
          <circle r={1} />
          <path d={MARKS[mark].path} strokeWidth={MARKS[mark].filled ? 0 : MARK.stroke} />
        </g>
      )}
    </svg>
  );
}
