import type { CanvasPainter } from './canvas-painter.ts';
import { nearsCanvas } from './paint-model.ts';

const AGAIN_AFTER_MS = 2_000;

/**
 * The canvas painter, fetched when the stage fills up: most clusters never need it. Until it is there it paints nothing; then `arrived` is
 * called, to draw again.
 */
export function createLateCanvasPainter(canvas: HTMLCanvasElement, arrived: () => void): CanvasPainter {
  let painter: CanvasPainter | undefined;
  let fetching = false;

  async function fetchPainter(): Promise<void> {
    fetching = true;
    try {
      const { createCanvasPainter } = await import('./canvas-painter.ts');
      painter = createCanvasPainter(canvas);
      arrived();
    } catch {
      // The network may be back by then.
      setTimeout(() => {
        fetching = false;
        arrived();
      }, AGAIN_AFTER_MS);
    }
  }
  return {
    paint(picture) {
      if (painter) return painter.paint(picture);
      if (!fetching && nearsCanvas(picture.visible)) void fetchPainter();
      return false;
    },
    invalidate: () => painter?.invalidate(),
  };
}
