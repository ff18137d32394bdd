import type { NodeView, PodView } from '../../worker/protocol.ts';
import { CAPTION_SPACE, CELL_STEPS, cellCentre, cellsThatFit, chooseStep } from './cell-grid.ts';
import { isComing } from './heartbeat.ts';
import type { PodVersion } from './pod-versions.ts';
import type { Cell, Rect, Tank, TankParts, TankTag, TextPart } from './scene-model.ts';
import { assignSlots, NO_SLOTS, type TankSlots } from './slots.ts';
import { floorCentre, floorOf, type TankFloor } from './tank-floor.ts';
import { headOf, TANK_TYPE, type TankHead } from './tank-head.ts';
import { fitText, monoWidth, textWidth } from './text-width.ts';
import { percentWords } from './words.ts';

/* Lengths in the tank's own units. */
export const TANK_RADIUS = 16;
const LABEL_ROW = 20;
const GAUGE_WIDTH = 4;
const FLOOR = { roomy: 16, tight: 9 };

export interface TankRequest {
  readonly node: NodeView;
  readonly pods: readonly PodView[];
  /** pods that wait for a place here. */
  readonly expected: readonly PodView[];
  readonly rect: Rect;
  /** pixels that one of the tank's own units takes. */
  readonly unit: number;
  /** whether a zone's block around the tank already says which zone it is. */
  readonly zoneTold: boolean;
  readonly hueOf: (pod: PodView) => number;
  readonly versionOf: (pod: PodView) => PodVersion | null;
  readonly before?: Tank;
}

/** The shapes of one node. Cells that did not change are the same objects as before. */
export function tankScene({ node, pods, expected, rect, unit, zoneTold, hueOf, versionOf, before }: TankRequest): Tank {
  const width = rect.width / unit;
  const height = rect.height / unit;
  const head = headOf(node, expected, width, height, zoneTold);
  const ground = head.roomy ? FLOOR.roomy : FLOOR.tight;
  const box: Rect = {
    x: head.margin - 4, y: head.bottom + LABEL_ROW,
    width: width - 2 * (head.margin - 4) - GAUGE_WIDTH - 4, height: Math.max(8, height - head.bottom - LABEL_ROW - ground),
  };
  const { slots, floor } = placesIn(box, pods, expected, before?.slots ?? NO_SLOTS);
  const placing: Placing = { slots, floor, box, rect, unit, hueOf, versionOf };
  const cells = cellsOf(pods, placing, before);
  const kept = expected.length === 0 ? NO_CELLS : cellsOf(expected, placing, undefined);
  const cellsTop = topOf(cells, rect, unit, height);
  return {
    name: node.name, node, pods, rect, unit, slots, cells, kept, expected, tag: tagOf(cells, rect, unit),
    parts: partsOf(node, head, width, height, cellsTop, floor.height === 0 ? null : box.y + box.height - floor.height),
    trouble: isComing(node) ? 'none' : node.ready === 'NotReady' ? 'lost' : node.powered && !node.partitioned ? 'none' : 'silent',
  };
}

const NO_CELLS: readonly Cell[] = [];
const TAG = { height: 18, padding: 6, above: 5 };

/** Of pods that leave for others the first says for whom. */
function tagOf(cells: readonly Cell[], rect: Rect, unit: number): TankTag | null {
  const first = cells.find(({ pod: { mark } }) => mark === 'preempted');
  if (!first || first.caption === '') return null;
  const text = fitText(first.pod.reason, rect.width / unit - 4 * TAG.padding, TANK_TYPE.small);
  const width = (textWidth(text, TANK_TYPE.small) + 2 * TAG.padding) * unit;
  const edge = TAG.padding * unit;
  const x = Math.max(rect.x + edge, Math.min(first.x - width / 2, rect.x + rect.width - edge - width));
  return { x, y: first.y - first.r - (TAG.above + TAG.height) * unit, width, height: TAG.height * unit, text, size: TANK_TYPE.small * unit };
}

/** Daemon pods stand at the floor, the others in the water over them. */
function placesIn(box: Rect, pods: readonly PodView[], expected: readonly PodView[], before: TankSlots): { readonly slots: TankSlots; readonly floor: TankFloor } {
  const daemons = pods.filter(({ daemon }) => daemon);
  const others = daemons.length === 0 ? pods : pods.filter(({ daemon }) => !daemon);
  const assigned = assignSlots(before, [...others, ...expected].map((pod) => pod.key));
  const stepOver = (floor: TankFloor): number => chooseStep(assigned.capacity, box.width, box.height - floor.height, before.step);
  let floor = floorOf(daemons, box.width, true, 0);
  let step = stepOver(floor);
  const chosen = CELL_STEPS[step];
  if (daemons.length > 0 && chosen && !chosen.captioned) {
    floor = floorOf(daemons, box.width, false, chosen.r);
    step = stepOver(floor);
  }
  if (daemons.length === 0) return { slots: { ...assigned, step }, floor };
  // The floor is read first, from the left to the right.
  const slotOf = new Map([...floor.pods.map((pod, index): [string, number] => [pod.key, index - floor.pods.length]), ...assigned.slotOf]);
  return { slots: { ...assigned, slotOf, step }, floor };
}

interface Placing {
  readonly slots: TankSlots;
  readonly floor: TankFloor;
  readonly box: Rect;
  readonly rect: Rect;
  readonly unit: number;
  readonly hueOf: (pod: PodView) => number;
  readonly versionOf: (pod: PodView) => PodVersion | null;
}

function cellsOf(pods: readonly PodView[], { slots, floor, box, rect, unit, hueOf, versionOf }: Placing, before: Tank | undefined): readonly Cell[] {
  const step = CELL_STEPS[slots.step];
  if (!step) return [];
  const old = before ? new Map(before.cells.map((cell) => [cell.key, cell])) : null;
  const water = { ...box, height: box.height - floor.height };
  // Beyond the smallest step everything shrinks together, so that any number still fits.
  const crowd = crowding(slots, water);
  return pods.map((pod) => {
    const slot = slots.slotOf.get(pod.key) ?? 0;
    const grounded = slot < 0;
    const centre = grounded ? floorCentre(floor, slot + floor.pods.length, box) : cellCentre(step, slot, crowd.box);
    const shrink = grounded ? 1 : crowd.shrink;
    const kind = grounded ? floor.step : step;
    const x = rect.x + (box.x + (centre.x - box.x) * shrink) * unit;
    const y = rect.y + (box.y + (centre.y - box.y) * shrink) * unit;
    const r = kind.r * unit * shrink;
    const hue = hueOf(pod);
    const version = versionOf(pod);
    const newest = version?.newest === true;
    const known = old?.get(pod.key);
    const caption = kind.captioned ? fitText(version?.label ?? pod.caption, kind.pitchX - CAPTION_SPACE, TANK_TYPE.small, monoWidth) : '';
    if (known && known.pod === pod && known.x === x && known.y === y && known.r === r && known.hue === hue && known.newest === newest && known.caption === caption) return known;
    return { key: pod.key, pod, x, y, r, hue, newest, caption, captionSize: TANK_TYPE.small * unit, node: pod.node };
  });
}

/** The box in which the last step would hold them all, and how much smaller than that the real one is. */
function crowding({ capacity, step }: TankSlots, box: Rect): { readonly box: Rect; readonly shrink: number } {
  const last = CELL_STEPS[step];
  let shrink = 1;
  if (last) while (cellsThatFit(last, box.width / shrink, box.height / shrink) < capacity) shrink *= 0.9;
  return { box: { ...box, width: box.width / shrink, height: box.height / shrink }, shrink };
}

/** Where the highest row of cells begins, in the tank's own units. */
function topOf(cells: readonly Cell[], rect: Rect, unit: number, height: number): number {
  let top = height;
  for (const cell of cells) top = Math.min(top, (cell.y - cell.r - rect.y) / unit);
  return top;
}

function partsOf(node: NodeView, head: TankHead, width: number, height: number, cellsTop: number, floorY: number | null): TankParts {
  const cpu = share(node.requestedCpuMillis, node.allocatableCpuMillis);
  const memory = share(node.requestedMemoryBytes, node.allocatableMemoryBytes);
  // Where the head takes much of the tank, water stays under it, so that no surface runs through words.
  const water = { emptyY: height, fullY: head.roomy ? 62 : head.bottom + 14 };
  const surface = water.emptyY - cpu * (water.emptyY - water.fullY);
  const gauge: Rect = { x: width - 9, y: water.fullY, width: GAUGE_WIDTH, height: height - water.fullY - TANK_RADIUS * 0.8 };
  const gaugeTop = gauge.y + gauge.height * (1 - memory);
  const silent = !node.powered || node.partitioned || node.ready === 'NotReady';
  const notice = silent ? noticeOf(node, head, width, surface - 13, cellsTop) : null;
  const labels = notice === null;
  const place = { top: head.bottom + 13, bottom: Math.min(cellsTop - 8, height - 12), surface };
  const words = gaugeWords(width - head.margin - GAUGE_LABEL_MARGIN);
  const cpuLabel: TextPart | null = labels ? { x: head.margin, y: labelY(surface - 9, place), text: `${words.cpu} ${percentWords(cpu)}`, anchor: 'start' } : null;
  const memoryLabel: TextPart | null = labels && width >= 150 ? { x: width - GAUGE_LABEL_MARGIN, y: labelY(gaugeTop - 9, place), text: `${words.memory} ${percentWords(memory)}`, anchor: 'end' } : null;
  return {
    width, height, cpu, memory, water, gauge, cpuLabel, memoryLabel,
    name: head.name, state: head.state, heart: head.heart, spec: head.spec, cordoned: head.cordoned, taint: head.taint, keeps: head.keeps, floorY,
    button: { ...(notice?.button ?? head.button), text: node.powered ? 'Kill node' : 'Start node' },
    notice: notice?.line ?? null,
    cut: notice?.cut ?? null,
  };
}

const GAUGE_LABEL_MARGIN = 16;
const GAUGE_WORDS = [
  { cpu: 'cpu requested', memory: 'memory requested' }, { cpu: 'cpu requested', memory: 'mem requested' }, { cpu: 'cpu req.', memory: 'mem req.' }, { cpu: 'cpu', memory: 'mem' },
] as const;

/** What the two gauges say, so that both fit side by side whatever the percentage: what is requested, not what is used. */
function gaugeWords(room: number): { readonly cpu: string; readonly memory: string } {
  const width = (words: string): number => textWidth(`${words} 100 %`, TANK_TYPE.small);
  return GAUGE_WORDS.find(({ cpu, memory }) => width(cpu) + width(memory) + 10 <= room) ?? GAUGE_WORDS[3];
}

/** The baseline nearest to `wanted` between the head and the cells that keeps clear of the surface, if there is one. */
function labelY(wanted: number, { top, bottom, surface }: { readonly top: number; readonly bottom: number; readonly surface: number }): number {
  const inside = (y: number): number => Math.max(top, Math.min(y, bottom));
  const crosses = (y: number): boolean => y > surface - 6 && y < surface + 15;
  const tries = [wanted, surface - 9, surface + 17].map(inside).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return tries.find((y) => !crosses(y)) ?? inside(wanted);
}

interface Notice {
  readonly line: NonNullable<TankParts['notice']>;
  readonly button: Rect | null;
  readonly cut: TextPart | null;
}

/** The line about a silent node stands in its middle with the button, or under its head when cells need the room. */
function noticeOf(node: NodeView, head: TankHead, width: number, wantedY: number, cellsTop: number): Notice {
  const room = width - 2 * head.margin;
  const block = node.powered ? 36 : 52;
  const y = Math.max(head.bottom + 16, Math.min(wantedY, cellsTop - block));
  const roomy = cellsTop - head.bottom > block + 14;
  const cutWords = node.partitioned ? fitText('cut off from the control plane', room, TANK_TYPE.small) : '';
  if (!roomy) return { line: { x: head.margin, y: head.bottom + 13, anchor: 'start', width: room }, button: null, cut: null };
  return {
    line: { x: width / 2, y, anchor: 'middle', width: room },
    button: node.powered ? null : { x: width / 2 - 48, y: y + 12, width: 96, height: 30 },
    cut: cutWords ? { x: width / 2, y: y + 18, text: cutWords, anchor: 'middle' } : null,
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
