import { select } from 'd3';
import type { CameraView } from './camera.ts';
import { wordsShown } from './lod.ts';
import type { Cell, Rect, Scene, StationShape, Tank } from './scene-model.ts';
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
  /** Brings twins up to date, about {@link TWINS_A_TIME} of them; says whether some are left for the next time. `whole`: all of them. */
  update(frame: TwinsFrame, whole?: boolean): boolean;
  move(camera: CameraView, scene: Scene): void;
  find(key: string): HTMLElement | null;
  /** The one twin that the Tab key leads to. */
  setStop(key: string): void;
  destroy(): void;
}

/** A frame has to leave time for everything else; most where there is a crowd. */
const TWINS_A_TIME = { svg: 80, canvas: 12 };
const REACH = 1.12;
const TEXT_RATIO = 12;

export function createTwins(root: HTMLElement): Twins {
  const layer = (label: string, name: string): HTMLElement =>
    select(root).append('div').attr('role', 'group').attr('aria-label', label).attr('class', `k-twins-${name}`).node() as HTMLElement;
  const stations = layer('Control plane', 'stations');
  const lane = layer('Waiting for a node', 'lane');
  const nodes = select(root).append('div').attr('class', 'k-twins-nodes').node() as HTMLElement;
  const drawn = new WeakMap<HTMLElement, { readonly tank: Tank; readonly podded: boolean }>();
  let elements: readonly HTMLElement[] = [];
  /** where the last update stopped, so that each node has its turn. */
  let turn = 0;
  let behind = false;
  let moved = '';
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

  /** Draws the nodes that changed; true when some are left. Those that were never drawn are not left. */
  const drawNodes = ({ mode, openNode }: TwinsFrame, most: number): boolean => {
    let left = most;
    let leftOut = -1;
    const begin = turn;
    for (let index = 0; index < elements.length; index++) {
      const place = (begin + index) % elements.length;
      const element = elements[place];
      const tank = element && (select<HTMLElement, Tank>(element).datum());
      if (!element || !tank) continue;
      const podded = mode === 'svg' || openNode === tank.name;
      const before = drawn.get(element);
      if (before?.tank === tank && before.podded === podded) continue;
      if (left <= 0 && before) {
        if (leftOut < 0) leftOut = turn = place;
        continue;
      }
      left -= 1 + (podded ? tank.cells.length : 0);
      drawNode(element, tank, before?.tank);
      drawPods(element, podded ? cellsInOrder(tank) : [], tank.rect);
      drawn.set(element, { tank, podded });
    }
    return leftOut >= 0;
  };

  return {
    update(frame, whole = false) {
      const { scene, mode, openNode } = frame;
      const focused = focusedTwin(root);
      if (last?.scene.stations !== scene.stations) drawStations(stations, scene.stations);
      if (last?.scene.lane !== scene.lane) {
        recycle(lane, scene.lane.cells);
        drawPods(lane, scene.lane.cells, { x: 0, y: 0 });
      }
      if (last?.scene.plan !== scene.plan) {
        elements = select(nodes).selectAll<HTMLElement, Tank>(':scope > [role=group]').data([...scene.tanks.values()], (tank) => tank.name)
          .join((enter) => enter.append('div').call((group) => {
            group.attr('role', 'group').attr('class', 'k-twin-node').attr('tabindex', -1);
            group.append('span').attr('class', 'k-unseen');
            group.append('button').attr('type', 'button').attr('class', 'k-node-button').attr('tabindex', -1);
          }))
          .order()
          .nodes();
      } else if (last.scene.tanks !== scene.tanks) {
        for (const element of elements) {
          const node = select<HTMLElement, Tank>(element);
          const tank = scene.tanks.get(node.datum().name);
          if (tank) node.datum(tank);
        }
      }
      if (behind || last?.scene.tanks !== scene.tanks || last.mode !== mode || last.openNode !== openNode) {
        behind = drawNodes(frame, whole ? Infinity : TWINS_A_TIME[mode]);
      }
      last = frame;
      markCurrent(frame.selected);
      if (!stop || !find(stop)) setStop(firstKey(scene));
      // A twin that went with its pod, or moved with it to another node, took the focus along.
      if (focused !== undefined && focusedTwin(root) === undefined) (find(focused) ?? find(stop))?.focus({ preventScroll: true });
      return behind;
    },
    move(camera, scene) {
      const place = `${camera.x} ${camera.y} ${camera.k} ${scene.plan.unit} ${scene.size.scale}`;
      if (place === moved) return;
      moved = place;
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

function drawNode(element: HTMLElement, tank: Tank, before: Tank | undefined): void {
  const { rect, unit, parts, node } = tank;
  const [summary, button] = element.children;
  const words = nodeSummary(tank);
  if (summary && (!before || nodeSummary(before) !== words)) summary.textContent = words;
  if (!before || nodeLabel(before.node) !== nodeLabel(node)) put(element, 'aria-label', nodeLabel(node));
  // Numbers change all the time, the rest seldom.
  if (before && before.rect === rect && before.unit === unit && before.node.powered === node.powered && sameRect(before.parts.button, parts.button)) return;
  placeAt(element, rect.x, rect.y, rect.width, rect.height);
  put(element, 'data-twin', `node:${tank.name}`);
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
}

const sameRect = (a: Rect, b: Rect): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Twins of pods that went serve those that came, unless a person is at one: cheaper than making them anew where pods come and go by the dozen. */
function recycle(parent: HTMLElement, cells: readonly Cell[]): void {
  const elements = [...parent.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const wanted = new Map(cells.map((cell) => [cell.key, cell]));
  const spare: HTMLElement[] = [];
  for (const element of elements) {
    const { key } = select<HTMLElement, Cell>(element).datum();
    if (wanted.delete(key) || element === document.activeElement || element.tabIndex === 0 || element.hasAttribute('aria-current')) continue;
    spare.push(element);
  }
  for (const cell of wanted.values()) {
    const element = spare.pop();
    if (!element) return;
    select(element).datum(cell).attr('data-twin', `pod:${cell.key}`);
  }
}

function drawPods(parent: HTMLElement, cells: readonly Cell[], origin: { readonly x: number; readonly y: number }): void {
  if (cells.length === 0 && parent.querySelector(':scope > .k-twin-pod') === null) return;
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
