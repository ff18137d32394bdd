import type { CameraView } from './camera.ts';
import type { MessageSample } from './messages.ts';
import type { MotionSample } from './motion.ts';
import type { Cell, Scene, Tank } from './scene-model.ts';

/** What is emphasised. Keys, or empty. */
export interface Emphasis {
  /** `pod:namespace/name`, `node:name` or `station:name`. */
  readonly selected: string;
  /** pods of this workload stay bright, the others step back. */
  readonly workload: string;
}

/** All a painter needs for one frame. */
export interface Picture {
  readonly scene: Scene;
  readonly camera: CameraView;
  readonly motion: MotionSample;
  readonly messages: MessageSample;
  readonly emphasis: Emphasis;
  /** simulated time. */
  readonly nowMs: number;
  /** who draws tanks and resting cells. */
  readonly mode: 'svg' | 'canvas';
  readonly visible: Visible;
}

export interface Visible {
  readonly tanks: readonly Tank[];
  readonly pods: number;
}

const MARGIN = 40;
const MOST_SVG_PODS = 400;
const MOST_SVG_TANKS = 60;

/** The tanks on the screen. */
export function visibleIn(scene: Scene, camera: CameraView): Visible {
  const left = (-camera.x - MARGIN) / camera.k;
  const top = (-camera.y - MARGIN) / camera.k;
  const right = (scene.size.width - camera.x + MARGIN) / camera.k;
  const bottom = (scene.size.height - camera.y + MARGIN) / camera.k;
  const tanks: Tank[] = [];
  let pods = scene.lane.cells.length;
  for (const tank of scene.tanks.values()) {
    const { x, y, width, height } = tank.rect;
    if (x > right || y > bottom || x + width < left || y + height < top) continue;
    tanks.push(tank);
    pods += tank.cells.length;
  }
  return { tanks, pods };
}

export function modeFor({ tanks, pods }: Visible): Picture['mode'] {
  return pods > MOST_SVG_PODS || tanks.length > MOST_SVG_TANKS ? 'canvas' : 'svg';
}

/** Whether the canvas is in use or will be soon. */
export function nearsCanvas({ tanks, pods }: Visible): boolean {
  return pods > MOST_SVG_PODS / 4 || tanks.length > MOST_SVG_TANKS / 4;
}

/** How strongly a cell shows beside the emphasised workload. */
export function isDimmed(cell: Cell, { workload }: Emphasis): boolean {
  return workload !== '' && cell.pod.workload !== workload;
}
