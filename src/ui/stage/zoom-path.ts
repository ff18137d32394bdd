/** What a camera sees: the middle, and how much of the scene around it. */
export type Seen = readonly [x: number, y: number, span: number];

/** How eagerly a path rises: at √2 people find it the smoothest. */
const RHO = Math.SQRT2;
const NEARBY = 1e-12;

/**
 * The path from one view to another on which the picture seems to move evenly: on far ways it rises to see both ends, and comes down again.
 * Source: van Wijk and Nuij, "Smooth and efficient zooming and panning" (2003), equation 9.
 */
export function interpolateZoom([x0, y0, span0]: Seen, [x1, y1, span1]: Seen): (share: number) => Seen {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const distance = Math.hypot(dx, dy);
  if (distance * distance < NEARBY) return (share) => [x0 + dx * share, y0 + dy * share, span0 * (span1 / span0) ** share];
  const rise = (span: number, sign: number): number => Math.asinh(-(span1 ** 2 - span0 ** 2 + sign * RHO ** 4 * distance ** 2) / (2 * span * RHO ** 2 * distance));
  const [start, end] = [rise(span0, 1), rise(span1, -1)];
  return (share) => {
    const at = start + (end - start) * share;
    const way = (span0 / (RHO ** 2 * distance)) * (Math.cosh(start) * Math.tanh(at) - Math.sinh(start));
    return [x0 + dx * way, y0 + dy * way, (span0 * Math.cosh(start)) / Math.cosh(at)];
  };
}
