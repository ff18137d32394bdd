import { select } from 'd3';
import type { CameraView } from './camera.ts';
import { wordsShown } from './lod.ts';
import type { Cell, Scene, StationShape, Tank } from './scene-model.ts';
import { cellsInOrder, killKey, nodeLabel, nodeSummary, podLabel, stationLabel } from './twin-words.ts';

export interface TwinsFrame {
  readonly scene: Scene;
  /** in `canvas` mode only the pods of `openNode` have twins. */
  readonly mode: 'svg' | 'canvas';
  readonly openNode: string | null;
  /** key of what is selected; empty when the stage does not show it. */
  readonly selected: string;
}

/**
 * The stage as assistive technology, the keyboard and tests find it: every node a group, every pod a button, lying exactly over
 * what is drawn. The buttons of nodes are the real, visible ones; all else is see-through.
 */
export interface Twins {
  update(frame: TwinsFrame): void;
  move(camera: CameraView, scene: Scene): void;
  find(key: string): HTMLElement | null;
  /** The one twin that the Tab key leads to. */
  setStop(key: string): void;
  destroy(): void;
}

const REACH = 1.12;
const TEXT_RATIO = 12;

export function createTwins(root: HTMLElement): Twins {
  const layer = (label: string, name: string): HTMLElement =>
    select(root).append('div').attr('role', 'group').attr('aria-label', label).attr('class', `k-twins-${name}`).node() as HTMLElement;
  const stations = layer('Control plane', 'stations');
  const lane = layer('Waiting for a node', 'lane');
  const nodes = select(root).append('div').attr('class', 'k-twins-nodes').node() as HTMLElement;
  const drawn = new WeakMap<HTMLElement, { readonly tank: Tank; readonly podded: boolean }>();
  let last: TwinsFrame | null = null;
  let stop = '';
  let current: HTMLElement | null = null;
  let settle: ReturnType<typeof setTimeout> | null = null;

  const find = (key: string): HTMLElement | null => root.querySelector(`[data-twin="${CSS.escape(key)}"]`);
  const setStop = (key: string): void => {
    const next = find(key);
    if (!next) return;
    for (const element of root.querySelectorAll('[tabindex="0"]')) element.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    stop = key;
  };

  const markCurrent = (key: string): void => {
    const next = key === '' ? null : find(key);
    if (next === current) return;
    current?.removeAttribute('aria-current');
    next?.setAttribute('aria-current', 'true');
    current = next;
  };

  return {
    update(frame) {
      const { scene, mode, openNode } = frame;
      const focused = focusedTwin(root);
      if (last?.scene.stations !== scene.stations) drawStations(stations, scene.stations);
      if (last?.scene.lane !== scene.lane) drawPods(lane, scene.lane.cells, { x: 0, y: 0 });
      if (last?.scene.tanks !== scene.tanks || last.mode !== mode || last.openNode !== openNode) {
        select(nodes).selectAll<HTMLElement, Tank>(':scope > [role=group]').data([...scene.tanks.values()], (tank) => tank.name)
          .join((enter) => enter.append('div').call((group) => {
            group.attr('role', 'group').attr('class', 'k-twin-node').attr('tabindex', -1);
            group.append('span').attr('class', 'k-unseen');
            group.append('button').attr('type', 'button').attr('class', 'k-node-button').attr('tabindex', -1);
          }))
          .order()
          .each(function draw(tank) {
            const podded = mode === 'svg' || openNode === tank.name;
            const before = drawn.get(this);
            if (before?.tank === tank && before.podded === podded) return;
            drawNode(this, tank, podded ? cellsInOrder(tank) : []);
            drawn.set(this, { tank, podded });
          });
      }
      last = frame;
      markCurrent(frame.selected);
      if (!stop || !find(stop)) setStop(firstKey(scene));
      // A twin that went with its pod, or moved with it to another node, took the focus along.
      if (focused !== undefined && focusedTwin(root) === undefined) (find(focused) ?? find(stop))?.focus({ preventScroll: true });
    },
    move(camera, scene) {
      root.style.transform = `translate(${camera.x}px, ${camera.y}px) scale(${camera.k})`;
      const words = wordsShown((scene.plan.unit * camera.k) / scene.size.scale);
      root.style.setProperty('--words', String(words));
      root.classList.toggle('is-far', words < 0.2);
      // Only outlines depend on it, and while the camera moves nobody looks at those.
      if (settle) clearTimeout(settle);
      settle = setTimeout(() => root.style.setProperty('--k', String(camera.k)), 120);
    },
    find,
    setStop,
    destroy() {
      if (settle) clearTimeout(settle);
      root.replaceChildren();
    },
  };
}

function focusedTwin(root: HTMLElement): string | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && root.contains(activeElement) ? activeElement.dataset['twin'] : undefined;
}

function firstKey(scene: Scene): string {
  const [tank] = scene.tanks.values();
  return tank ? `node:${tank.name}` : 'station:api';
}

function drawStations(layer: HTMLElement, stations: readonly StationShape[]): void {
  select(layer).selectAll<HTMLButtonElement, StationShape>('button').data(stations, (station) => station.name)
    .join((enter) => enter.append('button').attr('type', 'button').attr('class', 'k-twin k-twin-station').attr('tabindex', -1).attr('data-twin', (station) => `station:${station.name}`))
    .attr('aria-label', stationLabel)
    .each(function place(station) { placeAt(this, station.x, station.y, station.width, station.height); });
}

function drawNode(element: HTMLElement, tank: Tank, cells: readonly Cell[]): void {
  const { rect, unit, parts, node } = tank;
  placeAt(element, rect.x, rect.y, rect.width, rect.height);
  put(element, 'data-twin', `node:${tank.name}`);
  put(element, 'aria-label', nodeLabel(node));
  const [summary, button] = element.children;
  const words = nodeSummary(tank);
  if (summary && summary.textContent !== words) summary.textContent = words;
  if (button instanceof HTMLElement) {
    placeAt(button, parts.button.x * unit, parts.button.y * unit, parts.button.width * unit, parts.button.height * unit);
    button.style.fontSize = `${TEXT_RATIO * unit}px`;
    button.style.borderRadius = `${8 * unit}px`;
    button.style.setProperty('--unit', `${unit}px`);
    put(button, 'data-twin', killKey(tank.name));
    put(button, 'data-node', tank.name);
    put(button, 'data-deed', node.powered ? 'power-off-node' : 'power-on-node');
    put(button, 'aria-label', `${node.powered ? 'Kill' : 'Start'} ${tank.name}`);
    if (button.textContent !== parts.button.text) button.textContent = parts.button.text;
  }
  drawPods(element, cells, rect);
}

function drawPods(parent: HTMLElement, cells: readonly Cell[], origin: { readonly x: number; readonly y: number }): void {
  select(parent).selectAll<HTMLButtonElement, Cell>(':scope > .k-twin-pod').data(cells, (cell) => cell.key)
    .join((enter) => enter.append('button').attr('type', 'button').attr('class', 'k-twin k-twin-pod').attr('tabindex', -1).attr('data-twin', (cell) => `pod:${cell.key}`))
    .each(function draw(cell) {
      put(this, 'aria-label', podLabel(cell.pod));
      const reach = cell.r * REACH;
      placeAt(this, cell.x - origin.x - reach, cell.y - origin.y - reach, 2 * reach, 2 * reach);
    });
}

function placeAt(element: HTMLElement, x: number, y: number, width: number, height: number): void {
  const place = `${x} ${y} ${width} ${height}`;
  if (element.dataset['place'] === place) return;
  element.dataset['place'] = place;
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

function put(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
