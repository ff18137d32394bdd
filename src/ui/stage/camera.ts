import { select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3';
import { createFlight } from './camera-flight.ts';
import type { Point, Rect } from './scene-model.ts';

/** Maps the scene to the screen: `screen = scene * k + (x, y)`. */
export interface CameraView extends Point {
  readonly k: number;
}

export interface Camera {
  view(): CameraView;
  zoomBy(factor: number): void;
  /** Back to the whole stage. */
  fit(): void;
  /** Brings a part of the scene to the middle; `fills` is its share of the stage. Again on the same part: back to where it was. */
  focus(target: Rect, fills: number): void;
  /** Pans so far that a part of the scene is on the screen. */
  reveal(target: Rect): void;
  resize(width: number, height: number, most: number): void;
  destroy(): void;
}

export interface CameraOptions {
  readonly element: HTMLElement;
  /** how long a move takes, milliseconds; 0 for at once. */
  moveMs(): number;
  onMove(view: CameraView): void;
}

const LEAST_ZOOM = 0.5;
const STEP_PIXELS = 4;
const REVEAL_MARGIN = 24;

/** Wheel, pinch and drag on an element, and moves to parts of the scene. */
export function createCamera({ element, moveMs, onMove }: CameraOptions): Camera {
  const root = select(element);
  let size = { width: 1, height: 1 };
  let current: ZoomTransform = zoomIdentity;
  let before: { readonly target: string; readonly transform: ZoomTransform } | null = null;
  const behavior = zoom<HTMLElement, unknown>()
    .clickDistance(STEP_PIXELS)
    .extent(() => [[0, 0], [size.width, size.height]])
    .filter((event: Event) => !(event instanceof MouseEvent && (event.button !== 0 || event.view === null)) && !isOwnControl(event.target))
    .on('start', ({ sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (sourceEvent) flight.stop();
    })
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      current = transform;
      if (sourceEvent) before = null;
      onMove(transform);
    });
  root.call(behavior).on('dblclick.zoom', null);
  const flight = createFlight(() => size, (transform) => root.call(behavior.transform, transform));

  const moveTo = (transform: ZoomTransform, durationMs = moveMs()): void => {
    flight.stop();
    if (durationMs > 0) flight.begin(current, transform, durationMs);
    else root.call(behavior.transform, transform);
  };

  return {
    view: () => current,
    zoomBy(factor) {
      const [least, most] = behavior.scaleExtent();
      const k = Math.min(most, Math.max(least, current.k * factor));
      const [x, y] = current.invert([size.width / 2, size.height / 2]);
      const target = zoomIdentity.translate(size.width / 2 - x * k, size.height / 2 - y * k).scale(k);
      moveTo(behavior.constrain()(target, [[0, 0], [size.width, size.height]], behavior.translateExtent()), moveMs() / 2);
    },
    fit() {
      before = null;
      moveTo(zoomIdentity);
    },
    focus(target, fills) {
      const id = `${target.x} ${target.y} ${target.width}`;
      if (before?.target === id) {
        const back = before.transform;
        before = null;
        return moveTo(back);
      }
      const from = before?.transform ?? current;
      const [least, most] = behavior.scaleExtent();
      const k = Math.min(most, Math.max(least, fills * Math.min(size.width / target.width, size.height / target.height)));
      moveTo(zoomIdentity.translate(size.width / 2, size.height / 2).scale(k).translate(-target.x - target.width / 2, -target.y - target.height / 2));
      before = { target: id, transform: from };
    },
    reveal(target) {
      const shift = (low: number, high: number, most: number): number => {
        if (high - low > most - 2 * REVEAL_MARGIN) return most / 2 - (low + high) / 2;
        return low < REVEAL_MARGIN ? REVEAL_MARGIN - low : high > most - REVEAL_MARGIN ? most - REVEAL_MARGIN - high : 0;
      };
      const dx = shift(current.applyX(target.x), current.applyX(target.x + target.width), size.width);
      const dy = shift(current.applyY(target.y), current.applyY(target.y + target.height), size.height);
      // At fit everything is in view by its own layout; moving it would only be unrest.
      if (current.k > 1.01 && (dx !== 0 || dy !== 0)) moveTo(zoomIdentity.translate(current.x + dx, current.y + dy).scale(current.k));
    },
    resize(width, height, most) {
      size = { width, height };
      behavior.scaleExtent([LEAST_ZOOM, Math.max(8, most)]);
      behavior.translateExtent([[-width * 0.5, -height * 0.5], [width * 1.5, height * 1.5]]);
    },
    destroy() {
      flight.stop();
      root.on('.zoom', null);
    },
  };
}

function isOwnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-no-pan]') !== null;
}
