import { interpolateZoom as d3InterpolateZoom } from 'd3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCamera, type Camera, type CameraView } from '../../../src/ui/stage/camera.ts';
import { interpolateZoom, type Seen } from '../../../src/ui/stage/zoom-path.ts';
import { propertyOptions } from '../../property-settings.ts';

const MOVE_MS = 400;
let element: HTMLElement;
let moveMs = MOVE_MS;
let views: CameraView[];
let camera: Camera;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance', 'setTimeout', 'clearTimeout'] });
  element = document.body.appendChild(document.createElement('div'));
  moveMs = MOVE_MS;
  views = [];
  camera = createCamera({ element, moveMs: () => moveMs, onMove: ({ x, y, k }) => views.push({ x, y, k }) });
  camera.resize(800, 600, 8);
});
afterEach(() => {
  camera.destroy();
  element.remove();
  vi.useRealTimers();
});

const node = { x: 500, y: 300, width: 100, height: 100 };

it('moves to a part of the scene over time, and brings it to the middle', () => {
  camera.focus(node, 0.5);
  expect(views).toEqual([]);
  vi.advanceTimersByTime(MOVE_MS / 2);
  expect(camera.view().k).toBeGreaterThan(1);
  expect(camera.view().k).toBeLessThan(3);
  vi.advanceTimersByTime(MOVE_MS);
  const { x, y, k } = camera.view();
  expect(k).toBeCloseTo(3);
  expect(550 * k + x).toBeCloseTo(400);
  expect(350 * k + y).toBeCloseTo(300);
  const told = views.length;
  vi.advanceTimersByTime(MOVE_MS);
  expect(views).toHaveLength(told);
});

it('goes back to where it was when asked for the same part again', () => {
  camera.focus(node, 0.5);
  vi.advanceTimersByTime(2 * MOVE_MS);
  camera.focus(node, 0.5);
  vi.advanceTimersByTime(2 * MOVE_MS);
  expect(camera.view()).toMatchObject({ x: 0, y: 0, k: 1 });
});

it('zooms around the middle, no further than it may', () => {
  camera.zoomBy(2);
  vi.advanceTimersByTime(MOVE_MS);
  expect(camera.view()).toMatchObject({ x: -400, y: -300, k: 2 });
  camera.zoomBy(100);
  vi.advanceTimersByTime(MOVE_MS);
  expect(camera.view().k).toBe(8);
  camera.zoomBy(0.001);
  vi.advanceTimersByTime(MOVE_MS);
  expect(camera.view().k).toBe(0.5);
});

it('is there at once where motion is not wanted', () => {
  moveMs = 0;
  camera.focus(node, 0.5);
  expect(camera.view().k).toBeCloseTo(3);
  camera.fit();
  expect(camera.view()).toMatchObject({ x: 0, y: 0, k: 1 });
});

it('leaves the camera to the hand that takes it', () => {
  camera.focus(node, 0.5);
  vi.advanceTimersByTime(MOVE_MS / 2);
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: 10, clientY: 10, bubbles: true, cancelable: true }));
  const taken = camera.view();
  vi.advanceTimersByTime(2 * MOVE_MS);
  expect(camera.view()).toBe(taken);
});

it('flies as d3-zoom does', () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const span = number(50, 2_000);
  // d3 rounds badly where the ends are almost the same.
  const away = fc.oneof(fc.constant(0), number(10, 1_000));
  fc.assert(fc.property(number(-1_000, 1_000), number(-1_000, 1_000), away, away, span, span, number(0, 1), (x, y, dx, dy, before, after, at) => {
    const from: [number, number, number] = [x, y, before];
    const to: [number, number, number] = [x + dx, y - dy, after];
    const wanted = d3InterpolateZoom(from, to)(at);
    const found: Seen = interpolateZoom(from, to)(at);
    for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 3);
  }), propertyOptions(300));
});
