import { selection } from 'd3-selection';

/**
 * Stands in for d3-transition, which d3-zoom would bring along to end transitions that are under way (scripts/no-transitions). Here there are
 * none: the scene moves by `motion.ts`, and the camera by `camera-flight.ts`.
 */
export function interrupt(): void {}

(selection.prototype as { interrupt?: () => unknown }).interrupt = function (this: unknown) {
  return this;
};
