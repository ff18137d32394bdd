import { expect, it, vi } from 'vitest';
import { createLateCanvasPainter } from '../../../src/ui/stage/late-canvas-painter.ts';
import type { Picture } from '../../../src/ui/stage/paint-model.ts';

const painted = vi.hoisted(() => ({ modes: [] as string[], made: 0 }));
vi.mock('../../../src/ui/stage/canvas-painter.ts', () => ({
  createCanvasPainter: () => {
    painted.made++;
    return { paint: ({ mode }: Picture) => { painted.modes.push(mode); return true; }, invalidate: () => undefined };
  },
}));

const picture = (pods: number, mode: Picture['mode']) => ({ mode, visible: { tanks: [], pods } }) as unknown as Picture;

it('is fetched while the stage fills up, and asks to be drawn when it is there', async () => {
  const arrived = vi.fn();
  const painter = createLateCanvasPainter(document.createElement('canvas'), arrived);
  expect(painter.paint(picture(20, 'svg'))).toBe(false);
  await vi.dynamicImportSettled();
  expect(painted.made).toBe(0);
  expect(painter.paint(picture(150, 'svg'))).toBe(false);
  painter.paint(picture(500, 'canvas'));
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledOnce());
  expect(painted).toMatchObject({ made: 1, modes: [] });
  expect(painter.paint(picture(500, 'canvas'))).toBe(true);
  expect(painted.modes).toEqual(['canvas']);
});
