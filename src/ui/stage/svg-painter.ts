import { select } from 'd3';
import { hexagonPath } from './hexagon.ts';
import { beat, createHeartMonitor } from './heartbeat.ts';
import { wordsShown } from './lod.ts';
import type { Trail } from './motion-pose.ts';
import { isDimmed, type Picture } from './paint-model.ts';
import type { Cell, Scene, Tank } from './scene-model.ts';
import { drawCell, looksLike } from './svg-cell.ts';
import { drawPlaces, drawTags } from './svg-places.ts';
import { drawCaptionRow, drawLane, drawLinks, drawMessages, drawStations, drawZones } from './svg-control-plane.ts';
import { drawDetails } from './svg-details.ts';
import { drawTank, heartIn } from './svg-tank.ts';

export interface SvgPainter {
  paint(picture: Picture, wallMs: number): void;
  destroy(): void;
}

const RING = hexagonPath(1);
/** pixels on the screen. */
const LEAST_GHOST = 4;
const MOST_GHOSTS_IN_CROWD = 24;
/** pixels on the screen between a cell and its ring. */
const RING_SPACE = 5;

/** Draws the scene in two SVG elements: `back` lies under the canvas, `front` over it. */
export function createSvgPainter(back: SVGSVGElement, front: SVGSVGElement): SvgPainter {
  const layer = (svg: SVGSVGElement, name: string): SVGGElement => {
    const world = select(svg).selectAll<SVGGElement, number>('g.k-world').data([0]).join('g').attr('class', 'k-world');
    return world.append('g').attr('class', `k-layer-${name}`).node() as SVGGElement;
  };
  const zones = layer(back, 'zones');
  const links = layer(back, 'links');
  const lane = layer(front, 'lane');
  const tanks = layer(front, 'tanks');
  const places = layer(front, 'places');
  const trails = layer(front, 'trails');
  const stations = layer(front, 'stations');
  const cells = layer(front, 'cells');
  const tags = layer(front, 'tags');
  const details = layer(front, 'details');
  const rings = layer(front, 'rings');
  const messages = layer(front, 'messages');
  const worlds = [back, front].flatMap((svg) => [...svg.querySelectorAll<SVGGElement>(':scope > g')]);
  front.addEventListener('animationend', grownOld);
  const hearts = createHeartMonitor();
  let drawn: Scene | null = null;
  let camera = '';
  let shownWords = -1;
  /** how the cells stood when they were last drawn and none moved; see {@link stillness}. */
  let stood = '';
  let stoodIn: Scene['lane'] | null = null;
  let raised: ReadonlySet<string> = new Set();

  const paintFixed = (scene: Scene): void => {
    const { scale } = scene.size;
    if (drawn?.plan !== scene.plan) drawZones(zones, scene.plan.zones, scale);
    if (drawn?.links !== scene.links) drawLinks(links, scene.links, scale);
    if (drawn?.lane !== scene.lane) drawLane(lane, scene.lane, scale);
    if (drawn?.stations !== scene.stations) {
      drawStations(stations, scene.stations, scale);
      // Leases are renewed at the API server: without it nobody hears a heart, well as it may be.
      tanks.classList.toggle('is-unheard', scene.stations.some(({ name, state }) => name === 'api' && state === 'stopped'));
    }
    if (drawn?.plan !== scene.plan || drawn.registryDown !== scene.registryDown) drawCaptionRow(stations, scene);
    drawn = scene;
  };
  const paintTanks = ({ scene, camera: view, motion, mode, visible, nowMs }: Picture, wallMs: number): void => {
    const words = wordsShown((scene.plan.unit * view.k) / scene.size.scale);
    const shown = mode === 'svg' || words > 0 ? visible.tanks : [];
    if (words !== shownWords) tanks.style.setProperty('--words', String(words));
    shownWords = words;
    select(tanks).selectAll<SVGGElement, Tank>('g.k-tank').data(shown, (tank) => tank.name)
      .join((enter) => enter.append('g').attr('class', 'k-tank'))
      .each(function draw(tank) {
        drawTank(this, tank, { levels: motion.levels.get(tank.name), nowMs, body: mode === 'svg', at: motion.tanks.get(tank.name) ?? tank.rect });
        if (words > 0 && hearts.beats(tank.node, wallMs)) {
          const heart = heartIn(this);
          if (heart) beat(heart);
        }
      });
  };
  const paintCells = (picture: Picture): void => {
    const { scene, camera: view, motion, nowMs, emphasis } = picture;
    const ghosts = ghostsShown(picture);
    const still = stillness(picture, ghosts.length);
    if (still !== '' && still === stood && scene.lane === stoodIn) return;
    stood = still;
    stoodIn = scene.lane;
    const shown = shownCells(picture);
    const frame = (cell: Cell) => ({ pose: motion.cells.get(cell.key) ?? null, nowMs, k: view.k, dim: isDimmed(cell, emphasis) });
    if (picture.mode === 'canvas') handOver(cells, shown);
    const groups = select(cells).selectAll<SVGGElement, Cell>('g.k-cell').data(shown, (cell) => cell.key).join((enter) => enter.append('g').attr('class', 'k-cell'));
    groups.each(function draw(cell) { drawCell(this, cell, frame(cell)); });
    const rising = [...motion.flying.keys()].some((key) => !raised.has(key));
    if (rising) groups.filter((cell) => motion.flying.has(cell.key)).raise();
    if (rising || motion.flying.size === 0) raised = new Set(motion.flying.keys());
    select(cells).selectAll<SVGGElement, (typeof motion.ghosts)[number]>('g.k-ghost').data(ghosts, (ghost) => `${ghost.cell.key} ${ghost.cell.pod.uid}`)
      .join((enter) => enter.append('g').attr('class', 'k-ghost'))
      .each(function draw(ghost) { drawCell(this, ghost.cell, { pose: ghost, nowMs, k: view.k, dim: false }); });
    drawDetails(details, picture.mode === 'svg' ? shown : [], scene, view, motion);
  };

  return {
    paint(picture, wallMs) {
      const { camera: view } = picture;
      const place = `translate(${view.x},${view.y})scale(${view.k})`;
      if (place !== camera) for (const world of worlds) world.setAttribute('transform', place);
      camera = place;
      paintFixed(picture.scene);
      paintTanks(picture, wallMs);
      drawPlaces(places, picture);
      paintCells(picture);
      drawTags(tags, picture);
      drawTrails(trails, picture.motion.trails);
      drawRing(rings, picture);
      drawMessages(messages, picture.messages, picture.scene.size.scale);
    },
    destroy() {
      front.removeEventListener('animationend', grownOld);
      for (const svg of [back, front]) select(svg).selectAll('*').remove();
    },
  };
}

/** What has appeared is not to appear again, which it would whenever it changes its place among the others. */
function grownOld({ target }: Event): void {
  if (target instanceof Element) target.classList.remove('is-new');
}

/** What the look of the lane's cells depends on while the canvas draws all others; empty while one moves. */
function stillness({ scene, mode, motion, emphasis, camera }: Picture, ghosts: number): string {
  const moves = mode === 'svg' || ghosts > 0 || motion.flying.size > 0 || scene.lane.cells.some(({ key, pod }) => pod.progress !== null || motion.cells.has(key));
  return moves ? '' : `${camera.k} ${emphasis.workload}`;
}

/** Specks are gone when they are gone; only what can be made out fades. */
function ghostsShown({ motion, camera, mode }: Picture): Picture['motion']['ghosts'] {
  const shown = motion.ghosts.filter((ghost) => ghost.r * camera.k > LEAST_GHOST);
  return mode === 'canvas' ? shown.slice(0, MOST_GHOSTS_IN_CROWD) : shown;
}

/** Elements of cells that went serve cells that came and look the same: cheaper than making them anew where pods come and go by the dozen. */
function handOver(layer: SVGGElement, shown: readonly Cell[]): void {
  const wanted = new Map(shown.map((cell) => [cell.key, cell]));
  const spare: SVGGElement[] = [];
  for (const element of layer.querySelectorAll<SVGGElement>(':scope > g.k-cell')) {
    if (!wanted.delete(select<SVGGElement, Cell>(element).datum().key)) spare.push(element);
  }
  for (const cell of wanted.values()) {
    const place = spare.findIndex((element) => looksLike(element, cell));
    const [element] = place < 0 ? [] : spare.splice(place, 1);
    if (element) select(element).datum(cell);
  }
}

/** All visible cells; those of tanks only while they move when the canvas draws the rest. */
function shownCells({ scene, visible, mode, motion }: Picture): readonly Cell[] {
  if (mode === 'svg') return [...scene.lane.cells, ...visible.tanks.flatMap((tank) => tank.cells)];
  return [...scene.lane.cells, ...[...motion.flying.values()].filter((cell) => cell.node !== null)];
}

function drawTrails(layer: SVGGElement, trails: readonly Trail[]): void {
  select(layer).selectAll<SVGPathElement, Trail>('path').data(trails, (trail) => trail.key).join('path').attr('class', 'k-trail')
    .attr('data-ink', (trail) => `hue-${trail.hue}`).attr('d', (trail) => trail.path).attr('opacity', (trail) => trail.alpha);
}

/** The ring around what is selected. */
function drawRing(layer: SVGGElement, { scene, emphasis, motion, camera }: Picture): void {
  const shapes = ringOf(scene, emphasis.selected, motion.cells, camera.k);
  select(layer).selectAll<SVGPathElement, string>('path').data(shapes ? [shapes] : []).join('path').attr('class', 'k-ring')
    .attr('d', (shape) => shape);
}

function ringOf(scene: Scene, selected: string, poses: Picture['motion']['cells'], k: number): string | null {
  const [kind, name = ''] = [selected.slice(0, selected.indexOf(':')), selected.slice(selected.indexOf(':') + 1)];
  switch (kind) {
    case 'pod': {
      const cell = cellNamed(scene, name);
      if (!cell) return null;
      const pose = poses.get(name) ?? cell;
      const r = pose.r + RING_SPACE / k;
      return RING.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x: string, y: string) => `${Number(x) * r + pose.x} ${Number(y) * r + pose.y}`);
    }
    case 'node': {
      const tank = scene.tanks.get(name);
      return tank ? roundRect(tank.rect, 4 * tank.unit, 19 * tank.unit) : null;
    }
    case 'station': {
      const station = scene.stations.find((candidate) => candidate.name === name);
      return station ? roundRect(station, 4 * scene.size.scale, 13 * scene.size.scale) : null;
    }
    default: return null;
  }
}

export function cellNamed(scene: Scene, key: string): Cell | undefined {
  const inLane = scene.lane.cells.find((cell) => cell.key === key);
  if (inLane) return inLane;
  for (const tank of scene.tanks.values()) {
    if (!tank.slots.slotOf.has(key)) continue;
    return tank.cells.find((cell) => cell.key === key);
  }
  return undefined;
}

function roundRect({ x, y, width, height }: { x: number; y: number; width: number; height: number }, space: number, radius: number): string {
  const left = x - space;
  const top = y - space;
  const w = width + 2 * space;
  const h = height + 2 * space;
  const r = Math.min(radius, w / 4, h / 4);
  return `M${left + r} ${top}h${w - 2 * r}q${r} 0 ${r} ${r}v${h - 2 * r}q0 ${r} ${-r} ${r}h${2 * r - w}q${-r} 0 ${-r} ${-r}v${2 * r - h}q0 ${-r} ${r} ${-r}Z`;
}
