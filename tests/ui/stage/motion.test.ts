import { describe, expect, it } from 'vitest';
import { createMotion, FLIGHT_MS, LIFE_MS, MOST_FLIGHTS, type MotionPace } from '../../../src/ui/stage/motion.ts';
import { createPodIndex } from '../../../src/ui/stage/pod-index.ts';
import { scene } from '../../../src/ui/stage/scene.ts';
import type { Scene } from '../../../src/ui/stage/scene-model.ts';
import type { NodeView, PodView } from '../../../src/worker/protocol.ts';
import { aNode, aPod, HEALTHY } from './stage-fixture.ts';

const SIZE = { width: 802, height: 642, scale: 1 };
const FLY: MotionPace = { style: 'fly', stretch: 1, most: MOST_FLIGHTS };
const FADE: MotionPace = { style: 'fade', stretch: 1, most: MOST_FLIGHTS };

/** Scenes one after another, and the motion between them. */
function world(pods: readonly PodView[], nodes: readonly NodeView[] = [aNode('node-1'), aNode('node-2')]) {
  const index = createPodIndex();
  index.reset(pods, nodes, [], HEALTHY);
  const motion = createMotion();
  let current: Scene = scene(index.input(), SIZE);
  const go = (nowMs: number, pace: MotionPace): Scene => {
    const next = scene(index.input(), SIZE, current);
    motion.begin(current, next, nowMs, pace);
    current = next;
    return next;
  };
  return {
    motion, scene: () => current,
    pods(nowMs: number, put: readonly PodView[], gone: readonly string[] = [], pace = FLY) {
      index.putPods({ put, gone });
      return go(nowMs, pace);
    },
    node(nowMs: number, node: NodeView, pace = FLY) {
      index.putNodes({ put: [node], gone: [] });
      return go(nowMs, pace);
    },
  };
}

const KEY = 'default/web-1';

describe('a pod', () => {
  it('is born at its controllers and flies to the lane once', () => {
    const { motion, pods, scene: now } = world([]);
    pods(1_000, [aPod('web-1', null)]);
    const { controllers } = now().plan.stations;
    const [home] = now().lane.cells;
    expect(motion.sample(1_000).cells.get(KEY)).toMatchObject({ x: controllers.x + controllers.width / 2, y: controllers.y + controllers.height / 2 });
    const halfway = motion.sample(1_000 + FLIGHT_MS / 2).cells.get(KEY);
    expect(halfway?.y).toBeGreaterThan(controllers.y);
    expect(halfway?.y).toBeLessThan(home?.y ?? 0);
    expect(motion.sample(1_000 + FLIGHT_MS - 1).cells.get(KEY)?.x).toBeCloseTo(home?.x ?? 0, 0);
    const arrived = motion.sample(1_000 + FLIGHT_MS);
    expect(arrived.cells.size).toBe(0);
    expect(arrived.busy).toBe(false);
  });

  it('that a person made comes from the API server', () => {
    const { motion, pods, scene: now } = world([]);
    pods(0, [aPod('web-1', null, { workload: 'Pod/default/web-1' })]);
    const { api } = now().plan.stations;
    expect(motion.sample(0).cells.get(KEY)?.x).toBe(api.x + api.width / 2);
  });

  it('bound while still on its way finishes the way to the lane before it flies to its node', () => {
    const { motion, pods, scene: now } = world([]);
    pods(0, [aPod('web-1', null)]);
    const [lane] = now().lane.cells;
    pods(200, [aPod('web-1', 'node-2')]);
    const atLane = motion.sample(FLIGHT_MS - 1).cells.get(KEY);
    expect(atLane?.x).toBeCloseTo(lane?.x ?? 0, 0);
    expect(atLane?.y).toBeCloseTo(lane?.y ?? 0, 0);
    expect(motion.sample(FLIGHT_MS * 1.5).trails).toHaveLength(1);
    expect(motion.sample(FLIGHT_MS * 2 - 1).cells.has(KEY)).toBe(true);
    expect(motion.sample(FLIGHT_MS * 2).busy).toBe(false);
  });

  it('fades and shrinks where it was when it goes', () => {
    const { motion, pods, scene: now } = world([aPod('web-1', 'node-1')]);
    const home = now().tanks.get('node-1')?.cells[0];
    pods(0, [], [KEY]);
    const [ghost] = motion.sample(LIFE_MS / 2).ghosts;
    expect(ghost).toMatchObject({ x: home?.x, y: home?.y });
    expect(ghost?.alpha).toBeLessThan(1);
    expect(ghost?.size).toBeLessThan(1);
    expect(motion.sample(LIFE_MS).busy).toBe(false);
  });

  it('does not move when only its state changes', () => {
    const { motion, pods } = world([aPod('web-1', 'node-1', { shape: 'starting' })]);
    pods(0, [aPod('web-1', 'node-1', { shape: 'ready' })]);
    expect(motion.sample(0).busy).toBe(false);
  });

  it('appears in place when time runs too fast to follow', () => {
    const { motion, pods, scene: now } = world([]);
    pods(0, [aPod('web-1', 'node-1')], [], FADE);
    const pose = motion.sample(50).cells.get(KEY);
    const home = now().tanks.get('node-1')?.cells[0];
    expect(pose).toMatchObject({ x: home?.x, y: home?.y });
    expect(pose?.alpha).toBeLessThan(1);
    expect(motion.sample(50).flying.size).toBe(0);
  });

  it('flies slower in slow motion', () => {
    const { motion, pods } = world([]);
    pods(0, [aPod('web-1', 'node-1')], [], { style: 'fly', stretch: 4, most: MOST_FLIGHTS });
    expect(motion.sample(FLIGHT_MS * 3.9).cells.has(KEY)).toBe(true);
    expect(motion.sample(FLIGHT_MS * 4).busy).toBe(false);
  });
});

describe('many pods at once', () => {
  it('fly one by one up to sixty', () => {
    const { motion, pods } = world([]);
    pods(0, Array.from({ length: 60 }, (_, index) => aPod(`web-${index}`, 'node-1')));
    expect(motion.sample(10).flying.size).toBe(60);
  });

  it('come as one wave from left to right beyond that', () => {
    const { motion, pods, scene: now } = world([]);
    pods(0, Array.from({ length: 120 }, (_, index) => aPod(`web-${index}`, index % 2 ? 'node-1' : 'node-2')));
    const { cells, flying } = motion.sample(200);
    expect(flying.size).toBe(0);
    const alpha = (node: string): number => Math.max(...(now().tanks.get(node)?.cells.map((cell) => cells.get(cell.key)?.alpha ?? 1) ?? []));
    expect(alpha('node-1')).toBeGreaterThan(alpha('node-2'));
    expect(motion.sample(1_000).busy).toBe(false);
  });
});

describe('water', () => {
  it('rises to its new level with a swell and is still again', () => {
    const { motion, node } = world([], [aNode('node-1', { requestedCpuMillis: 1_000 })]);
    node(0, aNode('node-1', { requestedCpuMillis: 3_000 }));
    const during = motion.sample(260).levels.get('node-1');
    expect(during?.cpu).toBeGreaterThan(0.25);
    expect(during?.cpu).toBeLessThan(0.75);
    expect(during?.swell).toBeGreaterThan(1);
    expect(motion.sample(600).levels.size).toBe(0);
  });
});

it('a new node lets the others slide to their places; another size of the stage moves nothing', () => {
  const index = createPodIndex();
  index.reset([aPod('web-1', 'node-1')], [aNode('node-1'), aNode('node-2')], [], HEALTHY);
  const motion = createMotion();
  const first = scene(index.input(), SIZE);
  index.putNodes({ put: [aNode('node-3')], gone: [] });
  const second = scene(index.input(), SIZE, first);
  motion.begin(first, second, 0, FLY);
  const sliding = motion.sample(LIFE_MS / 2).tanks.get('node-2');
  expect(sliding?.x).toBeGreaterThan(second.tanks.get('node-2')?.rect.x ?? Infinity);
  expect(sliding?.x).toBeLessThan(first.tanks.get('node-2')?.rect.x ?? 0);
  const third = scene(index.input(), { ...SIZE, width: 500 }, second);
  motion.begin(second, third, 100, FLY);
  expect(motion.sample(101).busy).toBe(false);
});
