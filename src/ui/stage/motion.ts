import {
  ghostAt, isOver, legAt, levelAt, poseOf, slideAt, stillPose, trailOf,
  type CellPose, type Ghost, type Leaving, type Leg, type LevelChange, type Moving, type Spot, type TankLevels, type TankSlide, type Trail,
} from './motion-pose.ts';
import type { Cell, Rect, Scene, StageSize, StationName, Tank } from './scene-model.ts';
import { sceneDifference, type SceneDifference } from './scene-difference.ts';

/** Everything that is not where the scene has it. */
export interface MotionSample {
  readonly cells: ReadonlyMap<string, CellPose>;
  /** cells that fly above everything else, by key. */
  readonly flying: ReadonlyMap<string, Cell>;
  readonly ghosts: readonly Ghost[];
  readonly levels: ReadonlyMap<string, TankLevels>;
  /** where tanks are on their way to another place. */
  readonly tanks: ReadonlyMap<string, Rect>;
  readonly trails: readonly Trail[];
  /** tanks in which cells move; for each one more than how many of those have as good as arrived. */
  readonly arriving: ReadonlyMap<string, number>;
  readonly busy: boolean;
}

export interface MotionPace {
  /** `fly` along curves; `fade` when time runs too fast to follow, or motion is unwelcome. */
  readonly style: 'fly' | 'fade';
  /** what durations are multiplied by: more than 1 in slow motion. */
  readonly stretch: number;
  /** how many may fly at a time; more come as one wave. Fewer where much is on the stage already; none while tanks are shown in turns. */
  readonly most: number;
}

/* DESIGN.md's durations, milliseconds of wall time. */
export const FLIGHT_MS = 600;
export const LIFE_MS = 300;
const FADE_MS = 200;
const LEVEL_MS = 520;
const WAVE_MS = 450;
/** DESIGN.md: more than sixty changes at once are one wave. */
export const MOST_FLIGHTS = 60;
const MOST_GHOSTS = 240;
/** Of what moves within tanks at a time, the rest is simply there: nobody could follow it. */
const MOST_APPEARING = 240;
/** from this strength on a cell that appears can be seen. */
const SEEN = 0.5;
const MOST_TRAILS = 12;

export interface Motion {
  /** Sets off what happened between two scenes. */
  begin(before: Scene, after: Scene, nowMs: number, pace: MotionPace): void;
  /** Everything that moves at `nowMs`; forgets what has arrived. */
  sample(nowMs: number): MotionSample;
  /** Everything stands where it belongs from now on. */
  stop(): void;
}

interface InMotion {
  readonly cells: Map<string, Moving>;
  readonly leaving: Map<string, Leaving>;
  readonly levels: Map<string, LevelChange>;
  readonly slides: Map<string, TankSlide>;
}

/** Keeps what moves on the stage. Time is handed in, milliseconds of a clock that never goes back. */
export function createMotion(): Motion {
  const active: InMotion = { cells: new Map(), leaving: new Map(), levels: new Map(), slides: new Map() };
  const stop = (): void => {
    for (const map of Object.values(active)) map.clear();
  };
  return {
    begin(before, after, nowMs, pace) {
      // Another size of the stage is no event in the cluster: things simply stand elsewhere.
      if (sameSize(before.size, after.size)) setOff(active, before, after, nowMs, pace);
      else stop();
    },
    sample: (nowMs) => sampleOf(active, nowMs),
    stop,
  };
}

const sameSize = (a: StageSize, b: StageSize): boolean => a.width === b.width && a.height === b.height && a.scale === b.scale;

function setOff(active: InMotion, before: Scene, after: Scene, nowMs: number, pace: MotionPace): void {
  const { born, emerged, bound, shifted, gone, tanks } = sceneDifference(before, after);
  const aloft = [...active.cells.values()].filter(isFlying).length;
  const wave = aloft + born.length + bound.length + emerged.length > pace.most || born.length + bound.length + gone.length > MOST_FLIGHTS;
  const flies = pace.style === 'fly' && !wave;
  // Of tanks that are shown in turns each has a moment of its own; and the lane is passed through too fast for anything to move there.
  const inTurns = pace.most === 0;
  const startMs = (cell: Cell): number => (wave && !inTurns ? nowMs + (cell.x / Math.max(1, after.size.width)) * WAVE_MS * pace.stretch : nowMs);
  const life = pace.style === 'fly' ? LIFE_MS * pace.stretch : FADE_MS;
  const appear = (cell: Cell): void => {
    if (active.cells.size >= MOST_APPEARING || (inTurns && cell.node === null)) active.cells.delete(cell.key);
    else active.cells.set(cell.key, { cell, legs: [{ kind: 'appear', startMs: startMs(cell), durationMs: life }] });
  };
  const fly = (cell: Cell, from: Spot, grows: boolean): void => addFlight(active, cell, from, grows, nowMs, FLIGHT_MS * pace.stretch);

  for (const cell of gone) {
    if (inTurns && cell.node === null) active.cells.delete(cell.key);
    else leave(active, cell, startMs(cell), nowMs, life);
  }
  for (const { from, to } of shifted) {
    if (inTurns && to.node === null) active.cells.delete(to.key);
    else shift(active, from, to, nowMs);
  }
  for (const { from, to } of bound) {
    // A second leg starts where the first will have ended: the lane.
    if (flies) fly(to, from, false);
    else appear(to);
  }
  for (const cell of emerged) {
    if (flies && cell.node !== null) fly(cell, { ...before.lane.overflow, r: laneRadius(before) }, false);
    else appear(cell);
  }
  for (const cell of born) {
    if (flies) fly(cell, birthplace(after, cell), true);
    else appear(cell);
  }
  for (const { before: from, after: to } of tanks) changeTank(active, from, to, nowMs, inTurns ? 0 : pace.style === 'fly' ? LEVEL_MS * pace.stretch : FADE_MS);
  retarget(active, tanks);
}

const isFlying = ({ legs }: Moving): boolean => legs.some((leg) => leg.kind === 'flight');

function poseNow({ cells }: InMotion, still: Cell, nowMs: number): CellPose {
  const moving = cells.get(still.key);
  return moving ? poseOf(moving, nowMs) : stillPose(still);
}

/** One flight after the other: the next begins when the one before has ended. */
function addFlight({ cells }: InMotion, cell: Cell, from: Spot, grows: boolean, nowMs: number, durationMs: number): void {
  const earlier = cells.get(cell.key)?.legs.filter((leg) => leg.kind === 'flight') ?? [];
  const last = earlier.at(-1);
  const leg: Leg = { kind: 'flight', from, startMs: last ? Math.max(nowMs, last.startMs + last.durationMs) : nowMs, durationMs, grows };
  cells.set(cell.key, { cell, legs: [...earlier, leg] });
}

function leave(active: InMotion, cell: Cell, startMs: number, nowMs: number, durationMs: number): void {
  const from = poseNow(active, cell, nowMs);
  active.cells.delete(cell.key);
  if (active.leaving.size < MOST_GHOSTS) active.leaving.set(`${cell.key} ${cell.pod.uid}`, { cell, from, startMs, durationMs });
}

function shift(active: InMotion, from: Cell, to: Cell, nowMs: number): void {
  const moving = active.cells.get(to.key);
  if (moving && isFlying(moving)) moving.cell = to;
  else if (active.cells.size >= MOST_APPEARING) active.cells.delete(to.key);
  else active.cells.set(to.key, { cell: to, legs: [{ kind: 'slide', from: poseNow(active, from, nowMs), startMs: nowMs, durationMs: LIFE_MS }] });
}

function changeTank({ levels, slides }: InMotion, from: Tank, to: Tank, nowMs: number, durationMs: number): void {
  const { name, rect, parts } = to;
  if (from.rect.x !== rect.x || from.rect.y !== rect.y || from.rect.width !== rect.width || from.rect.height !== rect.height) {
    slides.set(name, { from: from.rect, to: rect, startMs: nowMs, durationMs: LIFE_MS });
  }
  if (from.parts.cpu === parts.cpu && from.parts.memory === parts.memory) return;
  if (durationMs === 0) {
    levels.delete(name);
    return;
  }
  const change = levels.get(name);
  const { cpu, memory } = change ? levelAt(change, nowMs) : from.parts;
  levels.set(name, { from: { cpu, memory }, to: { cpu: parts.cpu, memory: parts.memory }, startMs: nowMs, durationMs });
}

/** What is under way is told its latest cell, or it would arrive at an old place. */
function retarget({ cells }: InMotion, tanks: SceneDifference['tanks']): void {
  if (cells.size === 0) return;
  for (const { after } of tanks) {
    for (const cell of after.cells) {
      const moving = cells.get(cell.key);
      if (moving && moving.cell.node === after.name) moving.cell = cell;
    }
  }
}

function sampleOf({ cells, leaving, levels, slides }: InMotion, nowMs: number): MotionSample {
  const poses = new Map<string, CellPose>();
  const flying = new Map<string, Cell>();
  const trails: Trail[] = [];
  const arriving = new Map<string, number>();
  for (const [key, moving] of cells) {
    const last = moving.legs.at(-1);
    if (!last || isOver(last, nowMs)) {
      cells.delete(key);
      continue;
    }
    const pose = poseOf(moving, nowMs);
    poses.set(key, pose);
    const { node } = moving.cell;
    if (node !== null) arriving.set(node, (arriving.get(node) ?? 1) + (pose.alpha >= SEEN ? 1 : 0));
    const leg = legAt(moving.legs, nowMs);
    if (leg?.kind !== 'flight') continue;
    flying.set(key, moving.cell);
    // The way to a node is the scheduler's choice; that to the lane is always the same.
    if (trails.length < MOST_TRAILS && moving.cell.node !== null) trails.push(trailOf(moving, leg, nowMs));
  }
  const ghosts = [...unfinished(leaving, nowMs)].map(([, ghost]) => ghostAt(ghost, nowMs));
  const shownLevels = new Map([...unfinished(levels, nowMs)].map(([name, change]) => [name, levelAt(change, nowMs)]));
  const tanks = new Map([...unfinished(slides, nowMs)].map(([name, slide]) => [name, slideAt(slide, nowMs)]));
  return { cells: poses, flying, ghosts, levels: shownLevels, tanks, trails, arriving, busy: poses.size + ghosts.length + shownLevels.size + tanks.size > 0 };
}

/** Drops what is over. */
function unfinished<T extends { readonly startMs: number; readonly durationMs: number }>(map: Map<string, T>, nowMs: number): Map<string, T> {
  for (const [key, span] of map) if (isOver(span, nowMs)) map.delete(key);
  return map;
}

/** A pod is born at the controller that made it; one that a person made comes from the API server. */
function birthplace(scene: Scene, cell: Cell): Spot {
  const name: StationName = cell.pod.workload.startsWith('Pod/') ? 'api' : 'controllers';
  const rect = scene.plan.stations[name];
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, r: laneRadius(scene) };
}

function laneRadius(scene: Scene): number {
  return scene.lane.cells[0]?.r ?? 15 * scene.size.scale;
}
