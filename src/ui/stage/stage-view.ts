import type { ControlPlaneView, Frame } from '../../worker/protocol.ts';
import type { ClusterState } from '../store/cluster-store.ts';
import type { Session } from '../store/session.ts';
import { createCamera, type Camera } from './camera.ts';
import { targetAt, type Target } from './hit-test.ts';
import { createLateCanvasPainter } from './late-canvas-painter.ts';
import { createMessages } from './messages.ts';
import { createMotion, type MotionPace } from './motion.ts';
import { paceOf } from './motion-pace.ts';
import { modeFor, visibleIn, type Emphasis, type Picture, type Visible } from './paint-model.ts';
import { createPodIndex } from './pod-index.ts';
import { createRest } from './rest.ts';
import { scene as makeScene } from './scene.ts';
import type { Point, Rect, Scene } from './scene-model.ts';
import { nextStop, type Direction } from './spatial.ts';
import { stageStops } from './stage-stops.ts';
import { keyOfReference, placeOf, targetOfKey } from './stage-target.ts';
import { sizeOf, watchLooks } from './stage-looks.ts';
import { createSvgPainter } from './svg-painter.ts';
import { createTwins, type TwinsFrame } from './twins.ts';

export interface StageElements {
  /** takes the pointer; its size is the stage's. */
  readonly root: HTMLElement;
  readonly back: SVGSVGElement;
  readonly canvas: HTMLCanvasElement;
  readonly front: SVGSVGElement;
  readonly twins: HTMLElement;
}

/** The living picture: listens to the session's frames and draws them. */
export interface StageView {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  /** Brings a target to the middle, and back when it is there. */
  focus(target: Target | null): void;
  /** The target at a point of the viewport. */
  targetAt(clientX: number, clientY: number): Target | null;
  targetOfKey(key: string): Target | null;
  /** Pods of this workload stay bright; `null` for all. */
  emphasise(workload: string | null): void;
  /** Moves the keyboard's focus from a twin to its neighbour. */
  step(from: string, direction: Direction): void;
  /** Where a target is in the viewport. */
  screenPlace(target: Target): Rect;
  destroy(): void;
}

const ZOOM_STEP = 1.5;
const CAMERA_MS = 450;
const NODE_FILLS = 0.9;
const POD_FILLS = 0.42;
const LARGEST_CELL = 170;
const TWINS_MS = 150;
/** Numbers that change all the time are written this often. */
const NUMBERS_MS = 120;
/** Where there is a crowd and more tanks than this change at once, they take turns, … */
const MOST_AT_ONCE = 24;
/** … so many at a time, … */
const TANKS_A_TURN = 6;
/** … in every other frame, where frames follow each other faster than this; the frames between are the twins'. */
const FAST_FRAME_MS = 25;
const REDUCED = '(prefers-reduced-motion: reduce)';

export function createStageView(elements: StageElements, session: Session): StageView {
  const { root } = elements;
  const window = root.ownerDocument.defaultView ?? globalThis.window;
  const index = createPodIndex();
  const motion = createMotion();
  const messages = createMessages();
  const svg = createSvgPainter(elements.back, elements.front);
  const twins = createTwins(elements.twins);
  const reduced = window.matchMedia?.(REDUCED);

  let current: Scene | null = null;
  let visible: Visible = { tanks: [], pods: 0 };
  let size = sizeOf(root);
  let emphasised: string | null = null;
  let openNode: string | null = null;
  let sceneStale = true;
  let quietly = true;
  let inTurns = false;
  let drawnAtMs = -Infinity;
  let workedLast = false;
  let frameRequest = 0;
  let twinsBehind = false;
  /** of the control plane; not yet on the stage. */
  let numbers: ControlPlaneView | null = null;

  const request = (): void => {
    if (frameRequest === 0) frameRequest = window.requestAnimationFrame(draw);
  };
  const canvas = createLateCanvasPainter(elements.canvas, request);
  const camera: Camera = createCamera({ element: root, moveMs: () => (reduced?.matches ? 0 : CAMERA_MS), onMove: request });

  const pace = (): MotionPace => paceOf(session.store.getState().clock, reduced?.matches ?? false, modeFor(visible));

  const twinsRest = createRest(TWINS_MS, request);
  const numbersRest = createRest(NUMBERS_MS, request);

  const refreshScene = (wallMs: number): Scene => {
    if (numbers && (quietly || numbersRest.isOver(wallMs))) {
      index.putControlPlane(numbers);
      numbers = null;
      sceneStale = true;
    }
    if (current && !sceneStale) return current;
    const before = current;
    const wasInTurns = inTurns;
    inTurns = before !== null && !quietly && modeFor(visible) === 'canvas' && index.changed > (inTurns ? TANKS_A_TURN : MOST_AT_ONCE);
    const next = makeScene(index.input(inTurns ? TANKS_A_TURN : Infinity), size, before ?? undefined);
    if (before && !quietly) motion.begin(before, next, wallMs, inTurns || wasInTurns ? { ...pace(), most: 0 } : pace());
    else motion.stop();
    if (!before || before.plan !== next.plan) camera.resize(size.width, size.height, LARGEST_CELL / smallestCell(next));
    sceneStale = index.changed > 0;
    quietly = false;
    current = next;
    return next;
  };

  /** Twins are heard and tabbed to, not watched: now and then is often enough while much changes, and a part of them at a time. */
  const updateTwins = (wallMs: number, frame: TwinsFrame): void => {
    if (twinsBehind || twinsRest.isOver(wallMs)) twinsBehind = twins.update(frame);
  };

  /** In a storm the work is dealt out to pairs of frames: whether this one moves the picture on, and whether it looks after the twins. */
  const shareOf = (wallMs: number): { readonly works: boolean; readonly tells: boolean } => {
    const shared = inTurns && wallMs - drawnAtMs < FAST_FRAME_MS;
    drawnAtMs = wallMs;
    workedLast = !shared || !workedLast;
    return { works: workedLast, tells: !shared || !workedLast };
  };

  function draw(): void {
    frameRequest = 0;
    const wallMs = window.performance.now();
    const { works, tells } = shareOf(wallMs);
    const scene = current && !works ? current : refreshScene(wallMs);
    const state = session.store.getState();
    const view = camera.view();
    visible = visibleIn(scene, view);
    const mode = modeFor(visible);
    const picture: Picture = {
      scene, camera: view, mode, visible, nowMs: state.clock.atMs,
      motion: motion.sample(wallMs), messages: messages.sample(wallMs, scene.plan), emphasis: emphasisOf(state, scene, emphasised),
    };
    const unfinished = !works || canvas.paint(picture);
    svg.paint(picture, wallMs);
    if (tells) updateTwins(wallMs, { scene, mode, openNode, selected: picture.emphasis.selected });
    twins.move(view, scene);
    if (root.dataset['mode'] !== mode) root.dataset['mode'] = mode;
    if (picture.motion.busy || picture.messages.busy || unfinished || sceneStale || twinsBehind || !tells) request();
  }

  const takeAll = (): void => {
    const { pods, nodes, workloads, controlPlane } = session.store.getState();
    index.reset(pods.values(), nodes.values(), workloads.values(), controlPlane);
    numbers = null;
    messages.stop();
    sceneStale = quietly = true;
    request();
  };
  const takeFrame = (frame: Frame): void => {
    if (frame.reset) return takeAll();
    if (frame.workloads) index.putWorkloads(frame.workloads);
    if (frame.nodes) index.putNodes(frame.nodes);
    if (frame.pods) index.putPods(frame.pods);
    if (frame.controlPlane) numbers = frame.controlPlane;
    if (frame.workloads || frame.nodes || frame.pods) sceneStale = true;
    if (frame.messages?.length) {
      const { style, stretch } = pace();
      messages.add(frame.messages, window.performance.now(), style === 'fly', stretch);
    }
    // A frame may bring nothing but the time, by which progress and silence are drawn.
    request();
  };

  const resize = (): void => {
    const next = sizeOf(root);
    if (next.width === size.width && next.height === size.height && next.scale === size.scale) return;
    size = next;
    sceneStale = true;
    request();
  };
  const stopWatching = watchLooks(root, {
    resized: resize,
    restyled() {
      canvas.invalidate();
      resize();
      request();
    },
  });
  const stopFrames = session.host.onFrame(takeFrame);
  let { selected } = session.store.getState();
  const stopStore = session.store.subscribe((state) => {
    if (state.selected === selected) return;
    ({ selected } = state);
    request();
  });
  takeAll();
  window.cancelAnimationFrame(frameRequest);
  draw();

  const toScene = (clientX: number, clientY: number): Point => {
    const box = root.getBoundingClientRect();
    const { x, y, k } = camera.view();
    return { x: (clientX - box.left - x) / k, y: (clientY - box.top - y) / k };
  };

  return {
    zoomIn: () => camera.zoomBy(ZOOM_STEP),
    zoomOut: () => camera.zoomBy(1 / ZOOM_STEP),
    fit: () => camera.fit(),
    focus(target) {
      if (target) camera.focus(placeOf(target), target.kind === 'pod' ? POD_FILLS : NODE_FILLS);
      else camera.fit();
    },
    targetAt(clientX, clientY) {
      return current ? targetAt(current, toScene(clientX, clientY), 3 / camera.view().k) : null;
    },
    targetOfKey: (key) => (current ? targetOfKey(current, key) : null),
    emphasise(workload) {
      emphasised = workload;
      request();
    },
    step(from, direction) {
      if (!current) return;
      const stops = stageStops(current);
      const start = stops.find((stop) => stop.key === from);
      const next = start && nextStop(stops, start, direction);
      if (!next) return;
      const target = targetOfKey(current, next.key);
      if (target?.kind === 'pod' && target.cell.node !== null) openNode = target.cell.node;
      else if (target?.kind === 'node') openNode = target.tank.name;
      // All at once: the focus is to go there.
      twins.update({ scene: current, mode: modeFor(visible), openNode, selected: keyOfReference(session.store.getState().selected, current) }, true);
      twins.setStop(next.key);
      twins.find(next.key)?.focus({ preventScroll: true });
      if (target) camera.reveal(placeOf(target));
    },
    screenPlace(target) {
      const box = root.getBoundingClientRect();
      const { x, y, k } = camera.view();
      const rect = placeOf(target);
      return { x: box.left + rect.x * k + x, y: box.top + rect.y * k + y, width: rect.width * k, height: rect.height * k };
    },
    destroy() {
      stopFrames();
      stopStore();
      stopWatching();
      window.cancelAnimationFrame(frameRequest);
      twinsRest.stop();
      numbersRest.stop();
      camera.destroy();
      svg.destroy();
      twins.destroy();
    },
  };
}

function emphasisOf({ selected, workloads }: ClusterState, scene: Scene, emphasised: string | null): Emphasis {
  const owner = selected ? `${selected.kind}/${selected.namespace}/${selected.name}` : '';
  return { selected: keyOfReference(selected, scene), workload: emphasised ?? (workloads.has(owner) ? owner : '') };
}

function smallestCell(scene: Scene): number {
  let least = 20;
  for (const tank of scene.tanks.values()) {
    const [cell] = tank.cells;
    if (cell) least = Math.min(least, cell.r);
  }
  return least;
}
