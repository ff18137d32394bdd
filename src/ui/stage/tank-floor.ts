import type { PodView } from '../../worker/protocol.ts';
import { belowCentre, type CellStep } from './cell-grid.ts';
import type { Point, Rect } from './scene-model.ts';

/** The row of pods that DaemonSets keep on a node, at the floor of its tank: one a DaemonSet, in the same order on every node. */
export interface TankFloor {
  readonly pods: readonly PodView[];
  readonly step: CellStep;
  /** of the row with its space above; 0 when there are none. */
  readonly height: number;
}

const CAPTIONED: CellStep = { r: 13, captioned: true, pitchX: 46, pitchY: 46 };
/** beside cells without captions; a little smaller than those. */
const PLAIN = { most: 10, least: 1, share: 0.9, pitch: 2.2 };
const SPACE_ABOVE = 7;

export function floorOf(pods: readonly PodView[], width: number, captioned: boolean, radius: number): TankFloor {
  const step = captioned ? CAPTIONED : plainStep(Math.min(PLAIN.most, Math.max(PLAIN.least, radius * PLAIN.share)));
  if (pods.length === 0) return { pods, step, height: 0 };
  const shrink = Math.min(1, width / (pods.length * step.pitchX));
  const fitting = shrink < 1 ? plainStep((width / pods.length) / PLAIN.pitch) : step;
  const above = Math.min(SPACE_ABOVE, fitting.r);
  return { pods: [...pods].sort(byWorkload), step: fitting, height: fitting.r + belowCentre(fitting) + above };
}

/** Centre of the cell at a place of the row, which ends at the bottom of `box`. */
export function floorCentre({ pods, step }: TankFloor, index: number, box: Rect): Point {
  const middle = box.x + box.width / 2;
  return { x: middle + (index - (pods.length - 1) / 2) * step.pitchX, y: box.y + box.height - belowCentre(step) };
}

function plainStep(r: number): CellStep {
  return { r, captioned: false, pitchX: r * PLAIN.pitch, pitchY: r * PLAIN.pitch };
}

function byWorkload(a: PodView, b: PodView): number {
  if (a.workload !== b.workload) return a.workload < b.workload ? -1 : 1;
  return a.createdAtMs - b.createdAtMs || (a.key < b.key ? -1 : 1);
}
