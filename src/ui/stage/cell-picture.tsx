import type { PodMark, PodShape } from '../../worker/protocol.ts';
import { DASHES, ICON_WIDTH, MARK, MARKS, OUTLINE_WIDTH, lookOf } from './cell-look.ts';
import { hexagonLength, hexagonPath } from './hexagon.ts';

const HEXAGON = hexagonPath(1);
const INNER = hexagonPath(1 - OUTLINE_WIDTH / 2);
const DASH_COUNT = Math.round(hexagonLength(1 - OUTLINE_WIDTH / 2) / (DASHES.on + DASHES.off));
const SHOWN_PROGRESS = 66;

/** A pod's hexagon outside the stage: in the legend. */
export function CellPicture({ shape, hue, size, mark }: { readonly shape: PodShape; readonly hue: number; readonly size: number; readonly mark?: PodMark }) {
  const look = lookOf(shape);
  const dash = look.outline === 'dashed' ? `${60 / DASH_COUNT} ${40 / DASH_COUNT}` : look.outline === 'progress' ? `${SHOWN_PROGRESS} 100` : undefined;
  return (
    <svg className="k-cell" width={size} height={size} viewBox="-1.1 -1.16 2.2 2.2" aria-hidden data-ink={look.ink === 'hue' ? `hue-${hue}` : look.ink} data-shape={shape}>
      <path className={`k-cell-ground k-cell-ground--${look.fill}`} d={HEXAGON} />
      {look.outline === 'progress' && <path className="k-cell-track" d={INNER} strokeWidth={OUTLINE_WIDTH} />}
      {look.outline !== 'none' && <path className="k-cell-outline" d={INNER} strokeWidth={OUTLINE_WIDTH} pathLength={100} strokeDasharray={dash} />}
      <path className={`k-cell-icon k-cell-icon--${look.iconFilled ? 'filled' : 'drawn'} k-cell-icon--${look.iconOn}`} d={look.icon} strokeWidth={look.iconFilled ? 0 : ICON_WIDTH} />
      {mark && (
        <g className={`k-cell-mark k-cell-mark--${MARKS[mark].filled ? 'filled' : 'drawn'}`} transform={`translate(${MARK.x},${MARK.y})scale(${MARK.r * 1.15})`}>
          <circle r={1} />
          <path d={MARKS[mark].path} strokeWidth={MARKS[mark].filled ? 0 : MARK.stroke} />
        </g>
      )}
    </svg>
  );
}
