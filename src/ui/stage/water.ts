/** Shapes of water in a tank, in the tank's own units. */

const WAVES = 2;
const MOST_AMPLITUDE = 3.2;

export interface WaterShape {
  readonly width: number;
  readonly height: number;
  /** radius of the tank's corners. */
  readonly radius: number;
  readonly surfaceY: number;
  /** 0 to 1: where the waves begin. */
  readonly phase: number;
  /** 1 for still water; more while the level moves. */
  readonly swell: number;
}

/** The surface alone, from wall to wall. */
export function surfacePath({ width, height, surfaceY, phase, swell }: WaterShape): string {
  const amplitude = Math.min(MOST_AMPLITUDE * swell, Math.max(0, height - surfaceY) / 3);
  const half = width / (2 * WAVES);
  // Soft waves: the handles make the curve smooth where two meet. Through a phase they swing over and back.
  const swing = amplitude * Math.cos(phase * 2 * Math.PI);
  let path = `M0 ${round(surfaceY)}`;
  for (let index = 0; index < 2 * WAVES; index++) {
    const from = index * half;
    const crest = round(surfaceY + swing * (index % 2 === 0 ? -1.33 : 1.33));
    path += `C${round(from + half * 0.36)} ${crest} ${round(from + half * 0.64)} ${crest} ${round(from + half)} ${round(surfaceY)}`;
  }
  return path;
}

/** All of the water, its lower corners those of the tank. */
export function waterPath(shape: WaterShape): string {
  const { width, height, surfaceY } = shape;
  const radius = Math.min(shape.radius, Math.max(0, height - surfaceY), width / 2);
  return `${surfacePath(shape)}V${round(height - radius)}Q${round(width)} ${round(height)} ${round(width - radius)} ${round(height)}H${round(radius)}Q0 ${round(height)} 0 ${round(height - radius)}Z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
