/** How much of each level of detail shows: 0 not at all, 1 fully. Levels cross over gradually, so that nothing pops. */

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Names, words and buttons of a tank of which one unit takes `unitPixels` on the screen (1.5 of which are 1 while presenting). */
export function wordsShown(unitPixels: number): number {
  return smoothStep(unitPixels, 0.66, 0.86);
}

/** Numbers in place of words, and the tint of trouble. */
export function numbersShown(unitPixels: number): number {
  return 1 - wordsShown(unitPixels);
}

/** The icon in a cell of that radius on the screen; below it a plain speck in its workload's hue. */
export function iconShown(radiusPixels: number): number {
  return smoothStep(radiusPixels, 3.2, 5);
}

/** The number and the sign at a cell's corners. */
export function cornersShown(radiusPixels: number): number {
  return smoothStep(radiusPixels, 6, 8.5);
}

/** Containers, probes and bars inside a cell. */
export function detailsShown(radiusPixels: number): number {
  return smoothStep(radiusPixels, 44, 64);
}
