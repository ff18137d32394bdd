import { afterEach, expect, it, vi } from 'vitest';
import { createEngineRoom, type EngineRoom } from '../../src/worker/engine-room.ts';
import type { Frame } from '../../src/worker/protocol.ts';
import { beginnings } from '../../src/lessons/beginnings.ts';
import { createSessionHost } from '../../src/worker/session-host.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';

interface Opened {
  readonly room: EngineRoom;
  readonly wallClock: FakeWallClock;
  readonly frames: Frame[];
}

function open(emit: (frame: Frame) => void = () => undefined): Opened {
  const wallClock = createFakeWallClock();
  const frames: Frame[] = [];
  const room = createEngineRoom({
    wallClock,
    lateEngine: () => undefined, beginnings: () => beginnings, closeLook: () => undefined,
    emit(frame) {
      frames.push(frame);
      emit(frame);
    },
  });
  return { room, wallClock, frames };
}

afterEach(() => void vi.restoreAllMocks());

it('holds a new cluster\'s time until the page has its first frame', () => {
  const { room, wallClock, frames } = open();
  room.answer({ type: 'open-scenario', scenario: 'first-deployment' });
  wallClock.pass(3_000);
  expect(new Set(frames.map(({ clock }) => clock.atMs)).size).toBe(1);
  room.frameTaken();
  wallClock.pass(1_000);
  expect(frames.at(-1)?.clock.atMs).toBeGreaterThan(frames[0]?.clock.atMs ?? 0);
  room.close();
});

it('does not pile frames up before a page that is busy: what happened meanwhile comes in one', () => {
  const { room, wallClock, frames } = open();
  room.answer({ type: 'open-scenario', scenario: 'first-deployment' });
  room.frameTaken();
  wallClock.pass(10_000);
  expect(frames).toHaveLength(3);
  room.frameTaken();
  room.frameTaken();
  wallClock.pass(20);
  expect(frames.length).toBeLessThanOrEqual(5);
  expect(frames[3]?.pods?.put).toHaveLength(3);
  expect(frames[3]?.pods?.put.every(({ shape }) => shape === 'ready')).toBe(true);
  room.close();
});

it('has stopped for good after a defect, and says why to whoever asks', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let isBroken = false;
  const { room, wallClock } = open(() => {
    if (isBroken) throw new TypeError('something is undefined');
    room.frameTaken();
  });
  room.answer({ type: 'open-scenario', scenario: 'first-deployment' });
  wallClock.pass(100);
  isBroken = true;
  wallClock.pass(1_000);
  isBroken = false;
  expect(() => room.answer({ type: 'save' })).toThrow('something is undefined');
  expect(() => room.answer({ type: 'open-scenario', scenario: 'first-deployment' })).toThrow('something is undefined');
});

it('runs as fast as it can where the pace asks for more, and says how fast that is', () => {
  let wallMs = 0;
  const host = createSessionHost({ wallNowMs: () => (wallMs += 1), budgetMs: 9, lateEngine: () => undefined, beginnings: () => beginnings, closeLook: () => undefined });
  host.answer({ type: 'open-scenario', scenario: 'self-healing' });
  host.answer({ type: 'set-pace', pace: 1_000 });
  const fromMs = host.takeFrame()?.clock.atMs ?? 0;
  for (let tick = 0; tick < 10; tick++) {
    const beganMs = wallMs;
    host.pass(16);
    expect(wallMs - beganMs).toBeLessThanOrEqual(12);
  }
  const clock = host.takeFrame()?.clock;
  expect(clock?.pace).toBe(1_000);
  expect(clock?.speed).toBeGreaterThan(20);
  expect(clock?.speed).toBeLessThan(500);
  expect(((clock?.atMs ?? 0) - fromMs) / 160).toBeCloseTo(clock?.speed ?? 0, 0);
});
