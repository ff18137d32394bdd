import { describe, expect, it } from 'vitest';
import { lookOf, progressAt, SHAPES, sizeAt } from '../../../src/ui/stage/cell-look.ts';
import { createHeartMonitor, heartOf, silenceWords } from '../../../src/ui/stage/heartbeat.ts';
import { targetAt } from '../../../src/ui/stage/hit-test.ts';
import { detailsShown, iconShown, numbersShown, wordsShown } from '../../../src/ui/stage/lod.ts';
import { modeFor, visibleIn } from '../../../src/ui/stage/paint-model.ts';
import { createPodIndex } from '../../../src/ui/stage/pod-index.ts';
import { pointAlong } from '../../../src/ui/stage/polyline.ts';
import { scene } from '../../../src/ui/stage/scene.ts';
import { nextStop, type Stop } from '../../../src/ui/stage/spatial.ts';
import { stageStops } from '../../../src/ui/stage/stage-stops.ts';
import { fitText, textWidth } from '../../../src/ui/stage/text-width.ts';
import { waterPath } from '../../../src/ui/stage/water.ts';
import { cpuWords, durationWords, groupedNumber, machineMemoryWords, memoryWords, shortReason } from '../../../src/ui/stage/words.ts';
import { aCluster, aNode, aPod, HEALTHY } from './stage-fixture.ts';

const SIZE = { width: 802, height: 642, scale: 1 };
const FIT = { x: 0, y: 0, k: 1 };

function sceneOf(nodes: number, pods: number) {
  const cluster = aCluster({ nodes, pods, zones: 1 });
  const index = createPodIndex();
  index.reset(cluster.pods, cluster.nodes, cluster.workloads, HEALTHY);
  return scene(index.input(), SIZE);
}

describe('shapes of states', () => {
  it('differ without their colours', () => {
    const drawings = SHAPES.map((shape) => `${lookOf(shape).fill} ${lookOf(shape).outline} ${lookOf(shape).icon}`);
    expect(new Set(drawings).size).toBe(SHAPES.length);
  });

  it('fill their edge and shrink with simulated time', () => {
    const progress = { fromMs: 1_000, toMs: 3_000 };
    expect([0, 1_000, 2_000, 3_000, 9_000].map((now) => progressAt(progress, now))).toEqual([0, 0, 0.5, 1, 1]);
    expect(progressAt(null, 5)).toBe(0);
    expect(sizeAt('finishing', 1)).toBeLessThan(sizeAt('finishing', 0));
    expect(sizeAt('pulling', 1)).toBe(1);
  });
});

describe('levels of detail', () => {
  it('cross over without a step: words go as numbers come, specks gain icons, then containers', () => {
    for (const show of [wordsShown, numbersShown, iconShown, detailsShown]) {
      for (let size = 0; size < 80; size += 0.01) expect(Math.abs(show(size + 0.01) - show(size))).toBeLessThan(0.09);
    }
    expect(wordsShown(1) + numbersShown(1)).toBe(1);
    expect([iconShown(2), iconShown(9), detailsShown(20), detailsShown(90)]).toEqual([0, 1, 0, 1]);
  });

  it('hand over to the canvas beyond 400 visible pods, and back when the camera is close', () => {
    expect(modeFor(visibleIn(sceneOf(3, 14), FIT))).toBe('svg');
    const crowd = sceneOf(100, 3_000);
    expect(modeFor(visibleIn(crowd, FIT))).toBe('canvas');
    expect(modeFor(visibleIn(crowd, { k: 8, x: -2_000, y: -3_000 }))).toBe('svg');
  });
});

describe('pointing', () => {
  it('finds the pod, else its node, else a station, else nothing', () => {
    const made = sceneOf(3, 9);
    const tank = made.tanks.get('node-2');
    const cell = tank?.cells[0];
    expect(targetAt(made, { x: cell?.x ?? 0, y: cell?.y ?? 0 }, 0)).toMatchObject({ kind: 'pod', cell });
    expect(targetAt(made, { x: (tank?.rect.x ?? 0) + 30, y: (tank?.rect.y ?? 0) + 20 }, 0)).toMatchObject({ kind: 'node', tank });
    expect(targetAt(made, { x: 400, y: 60 }, 0)).toMatchObject({ kind: 'station', station: { name: 'api' } });
    expect(targetAt(made, { x: 2, y: 640 }, 0)).toBeNull();
  });
});

describe('arrow keys', () => {
  const stop = (key: string, x: number, y: number): Stop => ({ key, x, y });

  it('prefer what lies straight ahead', () => {
    const from = stop('from', 0, 0);
    const stops = [from, stop('far ahead', 100, 0), stop('near aside', 60, 55), stop('behind', -10, 0)];
    expect(nextStop(stops, from, 'right')?.key).toBe('far ahead');
    expect(nextStop(stops, from, 'left')?.key).toBe('behind');
    expect(nextStop(stops, from, 'up')).toBeNull();
  });

  it('reach every node, button and pod from any other', () => {
    const stops = stageStops(sceneOf(5, 30));
    const [first] = stops;
    const reached = new Set([first?.key]);
    const open = first ? [first] : [];
    for (let at = open.pop(); at; at = open.pop()) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = nextStop(stops, at, direction);
        if (!next || reached.has(next.key)) continue;
        reached.add(next.key);
        open.push(next);
      }
    }
    expect(stops.filter((candidate) => !reached.has(candidate.key))).toEqual([]);
  });
});

describe('hearts', () => {
  it('beat once for each renewal of the lease, not faster than a heart can, and never without power', () => {
    const hearts = createHeartMonitor();
    const at = (heartbeatMs: number, wallMs: number, powered = true): boolean => hearts.beats(aNode('node-1', { lastHeartbeatMs: heartbeatMs, powered }), wallMs);
    expect([at(0, 0), at(0, 10), at(10_000, 20), at(10_000, 30), at(20_000, 300), at(30_000, 1_000), at(40_000, 9_000, false)]).toEqual([false, false, true, false, false, true, false]);
  });

  it('tell a dead machine from one that is cut off', () => {
    expect([heartOf(aNode('a')), heartOf(aNode('a', { powered: false })), heartOf(aNode('a', { partitioned: true }))]).toEqual(['full', 'hollow', 'crossed']);
  });

  it('say for how long they were not heard, shorter where there is little room', () => {
    const node = aNode('a', { lastHeartbeatMs: 0 });
    expect(silenceWords(node, 356_000, () => true)).toBe('no heartbeat for 5 min 56 s');
    expect(silenceWords(node, 12_400, (words) => words.length < 18)).toBe('no heartbeat 12 s');
  });
});

describe('words', () => {
  it('are short', () => {
    expect([durationWords(12_999), durationWords(356_000), durationWords(7_380_000)]).toEqual(['12 s', '5 min 56 s', '2 h 3 min']);
    expect([machineMemoryWords(8 * 1024 ** 3 - 100 * 1024 ** 2), machineMemoryWords(2.5 * 1024 ** 3), machineMemoryWords(512 * 1024 ** 2)]).toEqual(['8 Gi', '2.5 Gi', '512 Mi']);
    expect([cpuWords(4_000), cpuWords(500), memoryWords(8 * 1024 ** 3), memoryWords(512 * 1024 ** 2)]).toEqual(['4 cpu', '0.5 cpu', '8 Gi', '512 Mi']);
    expect([groupedNumber(7), groupedNumber(2_184), groupedNumber(1_234_567)]).toEqual(['7', '2\u202f184', '1\u202f234\u202f567']);
    expect(shortReason('back-off 1m20s restarting failed container=report')).toBe('back-off 1m20s restarting failed container=report');
  });

  it('are cut with an ellipsis where they do not fit', () => {
    const text = fitText('a-very-long-node-name', 60, 12);
    expect(text.endsWith('…')).toBe(true);
    expect(textWidth(text, 12)).toBeLessThanOrEqual(60);
    expect(fitText('web', 60, 12)).toBe('web');
    expect(fitText('web', 2, 12)).toBe('');
  });
});

describe('lines and water', () => {
  it('are walked at an even pace', () => {
    const corner = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 30 }];
    expect([0, 0.25, 0.5, 1].map((share) => pointAlong(corner, share))).toEqual([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 10, y: 30 }]);
  });

  it('stay in the tank at every level', () => {
    for (const surfaceY of [0, 1, 150, 299, 300]) {
      const path = waterPath({ width: 200, height: 300, radius: 16, surfaceY, phase: 0.3, swell: 2 });
      const ys = [...path.matchAll(/-?[\d.]+ (-?[\d.]+)/g)].map((match) => Number(match[1]));
      expect(Math.max(...ys)).toBeLessThanOrEqual(301);
      expect(path).not.toContain('NaN');
    }
  });
});

it('a pod that is replaced under its name is another pod', () => {
  const index = createPodIndex();
  index.reset([aPod('db-0', 'node-1'), aPod('db-1', 'node-1')], [aNode('node-1')], [], HEALTHY);
  index.putPods({ put: [aPod('db-0', null, { uid: 'another' })], gone: [] });
  const input = index.input();
  expect(input.podsByNode.get('node-1')?.map((pod) => pod.name)).toEqual(['db-1']);
  expect(input.unbound.map((pod) => pod.uid)).toEqual(['another']);
});
