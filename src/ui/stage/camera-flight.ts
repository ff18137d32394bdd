import { easeCubicInOut, zoomIdentity, type ZoomTransform } from 'd3';
import { interpolateZoom, type Seen } from './zoom-path.ts';

export interface Flight {
  /** Begins to move; what was under way ends where it is. */
  begin(from: ZoomTransform, to: ZoomTransform, durationMs: number): void;
  stop(): void;
}

/** Moves of the camera in time: slow at both ends, and on far ways back from the scene and down to it again. */
export function createFlight(size: () => { readonly width: number; readonly height: number }, move: (transform: ZoomTransform) => void): Flight {
  let frame: number | undefined;

  function stop(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  }
  return {
    begin(from, to, durationMs) {
      stop();
      const path = flightPath(from, to, size());
      let beganMs: number | undefined;
      const step = (nowMs: number): void => {
        beganMs ??= nowMs;
        const share = Math.min(1, (nowMs - beganMs) / durationMs);
        frame = share < 1 ? requestAnimationFrame(step) : undefined;
        move(path(easeCubicInOut(share)));
      };
      frame = requestAnimationFrame(step);
    },
    stop,
  };
}

/** Where the camera is after each share of the way, 0 to 1. */
export function flightPath(from: ZoomTransform, to: ZoomTransform, { width, height }: { readonly width: number; readonly height: number }): (share: number) => ZoomTransform {
  const middle: [number, number] = [width / 2, height / 2];
  const span = Math.max(width, height);
  const seenBy = (transform: ZoomTransform): Seen => [...transform.invert(middle), span / transform.k];
  const between = interpolateZoom(seenBy(from), seenBy(to));
  return (share) => {
    if (share >= 1) return to;
    const [x, y, seen] = between(share);
    const k = span / seen;
    return zoomIdentity.translate(middle[0] - x * k, middle[1] - y * k).scale(k);
  };
}
