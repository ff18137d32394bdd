import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMotion } from '../../../src/ui/stage/motion.ts';
import { createPodIndex } from '../../../src/ui/stage/pod-index.ts';
import { createRest } from '../../../src/ui/stage/rest.ts';
import { scene } from '../../../src/ui/stage/scene.ts';
import { createStageView, type StageView } from '../../../src/ui/stage/stage-view.ts';
import { createTwins } from '../../../src/ui/stage/twins.ts';
import type { PodView } from '../../../src/worker/protocol.ts';
import { aCluster, aPod, HEALTHY, stageFixture, type StageFixture } from './stage-fixture.ts';

const laid = vi.hoisted(() => ({ tanks: [] as string[], lanes: 0 }));
vi.mock('../../../src/ui/stage/tank-scene.ts', async (original) => {
  const actual = await original<typeof import('../../../src/ui/stage/tank-scene.ts')>();
  return { ...actual, tankScene: (request: Parameters<typeof actual.tankScene>[0]) => { laid.tanks.push(request.node.name); return actual.tankScene(request); } };
});

const SIZE = { width: 802, height: 642, scale: 1 };
const SVG = 'http://www.w3.org/2000/svg';
const { nodes, pods, workloads } = aCluster({ nodes: 100, pods: 3_000, zones: 3 });
/** Every tank changes: one of its pods is replaced by one that starts. */
const storm = (round: number): { readonly put: PodView[]; readonly gone: string[] } => ({
  put: nodes.map((node) => aPod(`web-${round}-${node.name}`, node.name, { shape: 'starting' })),
  gone: pods.slice(round * 100, round * 100 + 100).map((pod) => pod.key),
});

/** A stage whose animation frames and clock are driven by hand. */
function openStage(fixture: StageFixture) {
  const root = document.createElement('div');
  const back = document.createElementNS(SVG, 'svg');
  const front = document.createElementNS(SVG, 'svg');
  const canvas = document.createElement('canvas');
  const twins = document.createElement('div');
  root.append(back, canvas, front, twins);
  document.body.append(root);
  let due: FrameRequestCallback | null = null;
  let nowMs = 1_000;
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => {
    due = callback;
    return 1;
  });
  vi.spyOn(window.performance, 'now').mockImplementation(() => nowMs);
  const view: StageView = createStageView({ root, back, canvas, front, twins }, fixture.session);
  return {
    root, front, twins, view,
    /** Draws one frame; false when none was asked for. */
    frame(): boolean {
      const callback = due;
      due = null;
      nowMs += 16;
      callback?.(nowMs);
      return callback !== null;
    },
  };
}

describe('a storm over a hundred nodes', () => {
  let fixture: StageFixture;
  beforeEach(() => {
    fixture = stageFixture();
    fixture.frame({ reset: true, controlPlane: HEALTHY, nodes: { put: nodes, gone: [] }, pods: { put: pods, gone: [] }, workloads: { put: workloads, gone: [] } });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('has few tanks laid out in each frame, all of them in turn, and none again without need', () => {
    const stage = openStage(fixture);
    stage.frame();
    laid.tanks = [];
    fixture.frame({ pods: storm(0) });
    const seen = new Set<string>();
    let frames = 0;
    while (seen.size < 100 && frames < 40) {
      laid.tanks = [];
      stage.frame();
      frames++;
      expect(laid.tanks.length).toBeLessThanOrEqual(6);
      for (const name of laid.tanks) {
        expect(seen.has(name)).toBe(false);
        seen.add(name);
      }
    }
    expect(seen.size).toBe(100);
    for (let frame = 0; frame < 60; frame++) stage.frame();
    expect(laid.tanks.length).toBeLessThanOrEqual(6);
    stage.view.destroy();
  });

  it('is told by the twins a few at a time, and wholly once it is over', () => {
    const stage = openStage(fixture);
    const summaries = (): string[] => [...stage.twins.querySelectorAll('.k-twin-node > .k-unseen')].map((element) => element.textContent ?? '');
    for (let frame = 0; frame < 20; frame++) stage.frame();
    let before = summaries();
    expect(before).toHaveLength(100);
    fixture.frame({ pods: { put: nodes.map((node) => aPod(`more-${node.name}`, node.name)), gone: [] } });
    for (let frame = 0; frame < 60; frame++) {
      stage.frame();
      const after = summaries();
      expect(after.filter((words, index) => words !== before[index]).length).toBeLessThanOrEqual(12);
      before = after;
    }
    expect(before.every((words) => words.startsWith('31 pods, '))).toBe(true);
    stage.view.destroy();
  });

  it('writes the control plane’s numbers a few times a second, and the last ones always', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stage = openStage(fixture);
    const detail = (): string => stage.front.querySelector('.k-station--api .k-station-detail')?.textContent ?? '';
    const told = new Set<string>();
    for (let frame = 1; frame <= 30; frame++) {
      fixture.frame({ controlPlane: { ...HEALTHY, resourceVersion: 40_000 + frame } });
      stage.frame();
      told.add(detail());
    }
    expect(told.size).toBeLessThanOrEqual(6);
    for (let frame = 0; frame < 10; frame++) {
      vi.runOnlyPendingTimers();
      stage.frame();
    }
    expect(detail().replace(/\s/g, '')).toBe('rv40030');
    stage.view.destroy();
    vi.useRealTimers();
  });

  it('writes nothing where nothing changed', () => {
    const stage = openStage(fixture);
    for (let frame = 0; frame < 20; frame++) stage.frame();
    const written = vi.spyOn(Element.prototype, 'setAttribute');
    fixture.frame({});
    stage.frame();
    expect(written).not.toHaveBeenCalled();
    stage.view.destroy();
  });

  it('leaves the cells of the lane alone while their pods wait', () => {
    const stage = openStage(fixture);
    const waiting = Array.from({ length: 12 }, (_, place) => aPod(`waits-${place}`, null));
    fixture.frame({ pods: { put: waiting, gone: [] } });
    for (let frame = 0; frame < 80; frame++) stage.frame();
    const cells = [...stage.front.querySelectorAll('.k-layer-cells > .k-cell')];
    expect(cells).toHaveLength(12);
    // One that is bound goes, and the others close up, each in its own element.
    fixture.frame({ pods: { put: [aPod('waits-0', 'node-1')], gone: [] } });
    for (let frame = 0; frame < 80; frame++) stage.frame();
    const left = [...stage.front.querySelectorAll('.k-layer-cells > .k-cell')];
    expect(left).toEqual(cells.slice(1));
    const places = left.map((element) => Number(/\((.+?),/.exec(element.getAttribute('transform') ?? '')?.[1]));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    stage.view.destroy();
  });

  it('moves as a wave of a few hundred cells at most, however many there are', () => {
    const index = createPodIndex();
    index.reset([], nodes, workloads, HEALTHY);
    const first = scene(index.input(), SIZE);
    index.putPods({ put: pods, gone: [] });
    const motion = createMotion();
    motion.begin(first, scene(index.input(), SIZE, first), 0, { style: 'fly', stretch: 1, most: 24 });
    const { cells, flying } = motion.sample(1);
    expect(flying.size).toBe(0);
    expect(cells.size).toBeLessThanOrEqual(240);
  });
});

describe('the lane in a storm', () => {
  it('uses the twins of pods that went for those that came, but not the one a person is at', () => {
    const index = createPodIndex();
    const waiting = (from: number): PodView[] => Array.from({ length: 20 }, (_, place) => aPod(`web-${from + place}`, null));
    index.reset(waiting(0), nodes.slice(0, 2), workloads, HEALTHY);
    const root = document.createElement('div');
    document.body.append(root);
    const twins = createTwins(root);
    const first = scene(index.input(), SIZE);
    twins.update({ scene: first, mode: 'svg', openNode: null, selected: '' });
    const elements = new Set(root.querySelectorAll('.k-twins-lane > button'));
    twins.setStop('pod:default/web-3');
    const mine = twins.find('pod:default/web-3');
    mine?.focus();
    index.putPods({ put: waiting(20), gone: waiting(0).map((pod) => pod.key) });
    twins.update({ scene: scene(index.input(), SIZE, first), mode: 'svg', openNode: null, selected: '' });
    const now = [...root.querySelectorAll('.k-twins-lane > button')];
    expect(now.map((element) => element.getAttribute('aria-label'))).toEqual(waiting(20).map((pod) => `Pod ${pod.name}, Pending`));
    expect(now.filter((element) => !elements.has(element))).toHaveLength(1);
    expect(mine?.isConnected).toBe(false);
    expect(root.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    twins.destroy();
    root.remove();
  });
});

it('what rests goes on by itself when its time has come', () => {
  vi.useFakeTimers();
  const again = vi.fn();
  const rest = createRest(100, again);
  expect(rest.isOver(0)).toBe(true);
  expect(rest.isOver(30)).toBe(false);
  expect(rest.isOver(60)).toBe(false);
  vi.advanceTimersByTime(69);
  expect(again).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(again).toHaveBeenCalledOnce();
  expect(rest.isOver(100)).toBe(true);
  vi.useRealTimers();
});
