import { paintCells, paintPlaces, type Brush } from './canvas-cells.ts';
import { progressAt } from './cell-look.ts';
import { numbersShown } from './lod.ts';
import type { TankLevels } from './motion-pose.ts';
import type { Picture } from './paint-model.ts';
import { readPalette, type Palette } from './palette.ts';
import type { Tank } from './scene-model.ts';
import { createSprites, PROGRESS_STEPS } from './sprites.ts';
import { TANK_RADIUS } from './tank-scene.ts';
import { surfacePath, waterPath } from './water.ts';

export interface CanvasPainter {
  /** Says whether tanks are left for the next frame. */
  paint(picture: Picture): boolean;
  /** The theme or the resolution changed: everything is drawn anew. */
  invalidate(): void;
}

/** Narrower than this on the screen, the surface is a straight line. */
const WAVY_FROM = 56;
/** pixels on the screen: a radius at which a cell is no more than a speck. */
const SPECK = 3.2;
const FRAME = 3;
/** pixels on the screen; smaller text is not drawn. */
const LEAST_TEXT = 8;

/** Cells drawn again in one frame, unless the camera moves: a frame has to leave time for everything else. */
const CELLS_A_FRAME = 200;

/** Tank by tank, what it was drawn from. */
interface Drawn {
  readonly tank: Tank;
  readonly levels: TankLevels | undefined;
  readonly steps: number;
}

/** Draws tanks and cells where there are too many for elements. Draws again only tanks that changed. */
export function createCanvasPainter(canvas: HTMLCanvasElement): CanvasPainter {
  const context = canvas.getContext('2d');
  let palette: Palette | null = null;
  const sprites = createSprites(canvas.ownerDocument, () => (palette ??= readPalette(canvas)));
  let drawn = new Map<string, Drawn>();
  let view = '';
  let blank = true;
  let turn = 0;

  const clear = (): void => {
    if (!blank) context?.clearRect(0, 0, canvas.width, canvas.height);
    blank = true;
    drawn = new Map();
    view = '';
  };

  return {
    paint(picture) {
      if (!context) return false;
      if (picture.mode === 'svg') {
        if (!blank) clear();
        return false;
      }
      const { scene, camera, motion, emphasis, visible } = picture;
      const ratio = fitCanvas(canvas, scene.size.width, scene.size.height);
      const nextView = `${camera.k} ${camera.x} ${camera.y} ${scene.size.width} ${scene.size.height} ${ratio} ${emphasis.workload} ${scene.plan.names.length}`;
      const anew = nextView !== view;
      if (anew) {
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, canvas.width, canvas.height);
        drawn = new Map();
        view = nextView;
      }
      blank = false;
      palette ??= readPalette(canvas);
      const brush: Brush = { context, palette, sprites, picture, ratio };
      let left = anew ? Infinity : CELLS_A_FRAME;
      // Begun where the last frame stopped, so that each tank has its turn.
      const count = visible.tanks.length;
      for (let index = 0; index < count; index++) {
        const tank = visible.tanks[(turn + index) % count];
        if (!tank) continue;
        const levels = motion.levels.get(tank.name);
        const before = drawn.get(tank.name);
        const moving = motion.arriving.get(tank.name) ?? 0;
        const specks = (tank.cells[0]?.r ?? 0) * camera.k <= SPECK;
        // Specks come and go from one frame to the next; only what can be made out is drawn on its way, and shows its progress.
        const restless = moving > 0 && !specks;
        const steps = moving > 0 ? -moving : specks ? 0 : stepsOf(tank, picture.nowMs);
        if (before && before.tank === tank && before.levels === levels && before.steps === steps && !restless) continue;
        if (left <= 0) {
          turn = (turn + index) % count;
          return true;
        }
        left -= tank.cells.length;
        paintTank(brush, tank, levels, before !== undefined);
        drawn.set(tank.name, { tank, levels, steps });
      }
      return false;
    },
    invalidate() {
      palette = null;
      sprites.clear();
      clear();
    },
  };
}

/** Makes the canvas as large as the stage in device pixels, and says how many of those a CSS pixel has. */
function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): number {
  const ratio = Math.min(3, canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  return ratio;
}

/** The progress of the tank's cells in coarse steps, as a check sum: a tank is drawn again when it changes. */
function stepsOf(tank: Tank, nowMs: number): number {
  let sum = 0;
  for (const { pod } of tank.cells) if (pod.progress) sum = (sum * 31 + Math.floor(progressAt(pod.progress, nowMs) * PROGRESS_STEPS) + 1) % 1_000_003;
  return sum;
}

function paintTank(brush: Brush, tank: Tank, levels: TankLevels | undefined, again: boolean): void {
  const { context, picture: { camera, scene }, ratio } = brush;
  const scale = camera.k * ratio;
  context.setTransform(scale, 0, 0, scale, camera.x * ratio, camera.y * ratio);
  const { x, y, width, height } = tank.rect;
  const frame = Math.min(FRAME / camera.k, scene.plan.gap / 2);
  if (again) context.clearRect(x - frame, y - frame, width + 2 * frame, height + 2 * frame);
  context.save();
  context.translate(x, y);
  context.scale(tank.unit, tank.unit);
  paintBody(brush, tank, levels);
  context.restore();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintPlaces(brush, tank);
  paintCells(brush, tank);
  context.globalAlpha = 1;
  const numbers = numbersShown((tank.unit * camera.k) / scene.size.scale);
  if (numbers > 0) paintNumber(brush, tank, numbers);
}

function paintBody({ context, palette, picture: { camera, scene } }: Brush, { parts, trouble, unit, node }: Tank, levels: TankLevels | undefined): void {
  const radius = Math.min(TANK_RADIUS, parts.width / 6);
  const glass = new Path2D();
  glass.roundRect(0, 0, parts.width, parts.height, radius);
  context.fillStyle = palette.tank;
  context.fill(glass);
  const tint = numbersShown((unit * camera.k) / scene.size.scale);
  if (trouble !== 'none' && tint > 0) {
    context.globalAlpha = 0.12 * tint;
    context.fillStyle = trouble === 'lost' ? palette.failing : palette.waiting;
    context.fill(glass);
    context.globalAlpha = 1;
  }
  const cpu = levels?.cpu ?? parts.cpu;
  const surfaceY = parts.water.emptyY - cpu * (parts.water.emptyY - parts.water.fullY);
  const wavy = parts.width * unit * camera.k > WAVY_FROM;
  const shape = { width: parts.width, height: parts.height, radius, surfaceY, phase: levels?.phase ?? 0, swell: levels?.swell ?? 1 };
  if (cpu > 0 && !wavy) {
    context.fillStyle = trouble === 'none' ? palette.water : palette.waterDead;
    context.beginPath();
    context.roundRect(0, surfaceY, parts.width, parts.height - surfaceY, [0, 0, radius, radius]);
    context.fill();
  } else if (cpu > 0) {
    context.fillStyle = trouble === 'none' ? palette.water : palette.waterDead;
    context.fill(new Path2D(waterPath(shape)));
    context.strokeStyle = trouble === 'none' ? palette.waterLine : palette.line;
    context.lineWidth = 1.5;
    context.stroke(new Path2D(surfacePath(shape)));
  }
  if (parts.floorY !== null) {
    context.fillStyle = palette.line;
    context.globalAlpha = 0.55;
    context.fillRect(0, parts.floorY, parts.width, 1);
    context.globalAlpha = 1;
  }
  const memory = trouble === 'lost' ? 0 : levels?.memory ?? parts.memory;
  const { gauge } = parts;
  context.fillStyle = palette.line;
  context.fillRect(gauge.x, gauge.y, gauge.width, gauge.height);
  context.fillStyle = palette.memory;
  context.fillRect(gauge.x, gauge.y + gauge.height * (1 - memory), gauge.width, gauge.height * memory);
  const line = 1 / (unit * camera.k);
  context.lineWidth = trouble === 'none' ? Math.max(1, line) : Math.max(2, 1.6 * line);
  context.strokeStyle = trouble === 'none' ? palette.line : trouble === 'lost' ? palette.failing : palette.waiting;
  context.setLineDash(trouble === 'none' ? [] : [5 * Math.max(1, line), 4 * Math.max(1, line)]);
  context.stroke(glass);
  context.setLineDash([]);
  if (node.controlPlane) {
    context.strokeStyle = palette.accent;
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(parts.width * 0.3, parts.height - 1.5);
    context.lineTo(parts.width * 0.7, parts.height - 1.5);
    context.stroke();
  }
  if (!node.unschedulable) return;
  context.strokeStyle = palette.waiting;
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(radius, 1.5);
  context.lineTo(parts.width - radius, 1.5);
  context.stroke();
}

/** From afar a tank says how many pods it holds, and marks its trouble with a sign besides the tint. */
function paintNumber({ context, palette, picture: { camera }, ratio }: Brush, tank: Tank, alpha: number): void {
  const height = tank.rect.height * camera.k;
  const width = tank.rect.width * camera.k;
  const size = Math.min(15, height * 0.34, width * 0.3);
  if (size < LEAST_TEXT) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const x = tank.rect.x * camera.k + camera.x;
  const y = tank.rect.y * camera.k + camera.y;
  context.globalAlpha = alpha;
  context.font = `600 ${size}px ${palette.fontUi}`;
  context.textAlign = 'left';
  context.fillStyle = tank.trouble === 'none' ? palette.ink2 : tank.trouble === 'lost' ? palette.failing : palette.waiting;
  context.fillText(`${tank.cells.length}${tank.trouble === 'none' ? '' : ' !'}`, x + Math.min(8, width * 0.09), y + size * 1.08 + Math.min(4, height * 0.05));
  context.globalAlpha = 1;
}
