import { select } from 'd3';
import type { ContainerView } from '../../worker/protocol.ts';
import type { CameraView } from './camera.ts';
import { ICON_WIDTH, lookOf } from './cell-look.ts';
import { hexagonPath } from './hexagon.ts';
import { detailsShown } from './lod.ts';
import type { MotionSample } from './motion.ts';
import type { Cell, Scene } from './scene-model.ts';
import { fitText } from './text-width.ts';
import { memoryWords } from './words.ts';

/* Lengths in the details' own units: the cell's radius is 60. */
const RADIUS = 60;
const PLATE = hexagonPath(54);
const SEAL = hexagonPath(9);
const BOX = { width: 84, height: 19, gap: 2.5, top: -20 };
const MOST_BOXES = 2;
/** A container alone has the room of two. */
const ALONE = 1.3;
const BAR = { width: 34, height: 3.4, y: 27.5 };
const NAME = { y: -23.5, size: 6, width: 72 };
/** of what stands beside the seal, from the middle. */
const SIDE = 12;
const MOST_PIPS = 3;
const PROBE_LETTERS = { startup: 'S', readiness: 'R', liveness: 'L' } as const;

/** Containers with their probes and resource bars, inside cells that are large on the screen. */
export function drawDetails(layer: SVGGElement, cells: readonly Cell[], scene: Scene, camera: CameraView, motion: MotionSample): void {
  const shown = cells.filter((cell) => detailsShown(cell.r * camera.k) > 0 && !motion.cells.has(cell.key) && onScreen(cell, scene, camera));
  select(layer).selectAll<SVGGElement, Cell>('g.k-details').data(shown, (cell) => cell.key)
    .join((enter) => enter.append('g').attr('class', 'k-details'))
    .attr('transform', (cell) => `translate(${cell.x},${cell.y})scale(${cell.r / RADIUS})`)
    .attr('opacity', (cell) => detailsShown(cell.r * camera.k))
    .each(function draw(cell) {
      // Drawn anew only when the pod's view is another object.
      const known = drawnFrom.get(this);
      if (known === cell.pod) return;
      drawnFrom.set(this, cell.pod);
      fill(this, cell, scene);
    });
}

const drawnFrom = new WeakMap<SVGGElement, Cell['pod']>();

function onScreen(cell: Cell, scene: Scene, { k, x, y }: CameraView): boolean {
  const [left, top, r] = [cell.x * k + x, cell.y * k + y, cell.r * k];
  return left + r > 0 && top + r > 0 && left - r < scene.size.width && top - r < scene.size.height;
}

function fill(element: SVGGElement, cell: Cell, scene: Scene): void {
  const { pod } = cell;
  const look = lookOf(pod.shape);
  element.dataset['ink'] = look.ink === 'hue' ? `hue-${cell.hue}` : look.ink;
  const root = select(element);
  root.selectChildren().remove();
  root.append('path').attr('class', 'k-details-plate').attr('d', PLATE);
  const seal = root.append('g').attr('transform', 'translate(0,-41)');
  seal.append('path').attr('class', `k-cell-ground k-cell-ground--${look.fill}`).attr('d', SEAL);
  if (look.outline !== 'none') seal.append('path').attr('class', 'k-cell-outline').attr('d', SEAL).attr('stroke-width', 1.3);
  seal.append('path').attr('d', look.icon).attr('transform', 'scale(9)').attr('stroke-width', look.iconFilled ? 0 : ICON_WIDTH)
    .attr('class', `k-cell-icon k-cell-icon--${look.iconFilled ? 'filled' : 'drawn'} k-cell-icon--${look.iconOn}`);
  root.append('text').attr('class', 'k-details-name').attr('y', NAME.y).attr('text-anchor', 'middle').attr('font-size', NAME.size).text(fitText(pod.name, NAME.width, NAME.size));
  const running = pod.containers.filter(({ part }) => part === 'main' || part === 'sidecar');
  const size = running.length === 1 ? ALONE : 1;
  running.slice(0, MOST_BOXES).forEach((container, index) => drawContainer(element, container, BOX.top + (size > 1 ? 3 : 0) + index * (BOX.height + BOX.gap), size));
  const left = running.length - MOST_BOXES;
  if (left > 0) root.append('text').attr('class', 'k-details-small').attr('y', BOX.top + MOST_BOXES * (BOX.height + BOX.gap) + 3.4).attr('text-anchor', 'middle').attr('font-size', 5.5).text(`and ${left} more`);
  drawInits(element, pod.containers.filter(({ part }) => part === 'init'));
  drawEphemeral(element, pod.containers.filter(({ part }) => part === 'ephemeral'));
  const node = cell.node === null ? undefined : scene.tanks.get(cell.node)?.node;
  drawBar(element, -BAR.width - 3, `cpu ${pod.cpuMillis}m`, pod.cpuMillis / (node?.allocatableCpuMillis || Infinity), 'cpu');
  drawBar(element, 3, `mem ${memoryWords(pod.memoryBytes)}`, pod.memoryBytes / (node?.allocatableMemoryBytes || Infinity), 'memory');
}

/** Left of the seal: how far the init containers are, one after the other. */
function drawInits(parent: SVGGElement, inits: readonly ContainerView[]): void {
  if (inits.length === 0) return;
  const group = select(parent).append('g').attr('class', 'k-inits');
  const done = inits.filter(({ state, reason }) => state === 'terminated' && reason === 'Completed').length;
  group.append('text').attr('class', 'k-details-small').attr('x', -SIDE).attr('y', -35).attr('text-anchor', 'end').attr('font-size', 5.4).text(`init ${done}/${inits.length}`);
  if (inits.length > MOST_PIPS) return;
  inits.forEach(({ state, reason }, index) => {
    const health = state === 'terminated' ? (reason === 'Completed' ? 'done' : 'failed') : state;
    group.append('circle').attr('class', 'k-pip').attr('data-state', health).attr('r', 2).attr('cy', -42.5).attr('cx', -SIDE - 2.2 - (inits.length - 1 - index) * 5.4);
  });
}

/** Right of the seal: containers that were put into the pod to look around. */
function drawEphemeral(parent: SVGGElement, [first, ...others]: readonly ContainerView[]): void {
  if (!first) return;
  const more = others.length > 0 ? ` +${others.length}` : '';
  const group = select(parent).append('g').attr('class', 'k-ephemeral');
  group.append('text').attr('class', 'k-details-small').attr('x', SIDE).attr('y', -41).attr('font-size', 4.8).text('ephemeral');
  group.append('text').attr('class', 'k-details-name').attr('x', SIDE).attr('y', -35).attr('font-size', 5.4).text(fitText(first.name, 24, 5.4) + more);
}

function drawContainer(parent: SVGGElement, container: ContainerView, y: number, size: number): void {
  const group = select(parent).append('g').attr('class', 'k-container').attr('data-state', container.ready ? 'ready' : container.state).attr('transform', `translate(${-BOX.width / 2},${y})scale(${size})`);
  const width = BOX.width / size;
  group.append('rect').attr('width', width).attr('height', BOX.height).attr('rx', 3.5);
  const probes = container.probes.map((probe) => PROBE_LETTERS[probe]);
  const probesWidth = probes.length * 7.5 + 2;
  const words = `${container.part === 'sidecar' ? 'sidecar · ' : ''}${container.reason || (container.ready ? 'ready' : container.state)}`;
  group.append('text').attr('class', 'k-details-name').attr('x', 4).attr('y', 7.6).attr('font-size', 6.4).text(fitText(container.name, width - probesWidth - 6, 6.4));
  group.append('text').attr('class', 'k-details-small').attr('x', 4).attr('y', 15.2).attr('font-size', 5.2)
    .text(fitText(`${words} · ${container.image}`, width - 7, 5.2));
  probes.forEach((letter, index) => {
    const probe = group.append('g').attr('class', 'k-probe').attr('transform', `translate(${width - 5.5 - (probes.length - 1 - index) * 7.5},5.4)`);
    probe.append('circle').attr('r', 3.1);
    probe.append('text').attr('y', 1.6).attr('text-anchor', 'middle').attr('font-size', 4.4).text(letter);
  });
}

function drawBar(parent: SVGGElement, x: number, label: string, share: number, kind: 'cpu' | 'memory'): void {
  const group = select(parent).append('g').attr('class', `k-details-bar k-details-bar--${kind}`).attr('transform', `translate(${x},${BAR.y})`);
  group.append('text').attr('class', 'k-details-small').attr('y', -2.4).attr('x', BAR.width / 2).attr('text-anchor', 'middle').attr('font-size', 5.4).text(label);
  group.append('rect').attr('class', 'k-bar-track').attr('width', BAR.width).attr('height', BAR.height).attr('rx', BAR.height / 2);
  group.append('rect').attr('class', 'k-bar-fill').attr('width', BAR.width * Math.min(1, Math.max(0.03, share))).attr('height', BAR.height).attr('rx', BAR.height / 2);
}
