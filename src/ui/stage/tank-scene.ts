import type { NodeView, PodView } from '../../worker/protocol.ts';
import { CAPTION_SPACE, CELL_STEPS, cellCentre, cellsThatFit, chooseStep } from './cell-grid.ts';
import type { Cell, Rect, Tank, TankParts, TextPart } from './scene-model.ts';
import { assignSlots, NO_SLOTS, type TankSlots } from './slots.ts';
import { fitText, monoWidth, textWidth } from './text-width.ts';
import { cpuWords, machineMemoryWords, percentWords } from './words.ts';

/* Lengths in the tank's own units. Type sizes are those of the tokens. */
export const TANK_TYPE = { name: 15, state: 13, small: 12 } as const;
export const TANK_RADIUS = 16;
const MARGIN = 18;
const TIGHT_MARGIN = 10;
const ROOMY = { width: 176, height: 220 };
const HEART = 16;
const BUTTON = { width: 74, height: 26, tightHeight: 22 };
const LABEL_ROW = 20;
const GAUGE_WIDTH = 4;
const FLOOR = { roomy: 16, tight: 9 };

export interface TankRequest {
  readonly node: NodeView;
  readonly pods: readonly PodView[];
  readonly rect: Rect;
  /** pixels that one of the tank's own units takes. */
  readonly unit: number;
  /** whether a zone's block around the tank already says which zone it is. */
  readonly zoneTold: boolean;
  readonly hueOf: (pod: PodView) => number;
  readonly before?: Tank;
}

/** The shapes of one node. Cells that did not change are the same objects as before. */
export function tankScene({ node, pods, rect, unit, zoneTold, hueOf, before }: TankRequest): Tank {
  const width = rect.width / unit;
  const height = rect.height / unit;
  const head = headOf(node, width, height, zoneTold);
  const floor = head.roomy ? FLOOR.roomy : FLOOR.tight;
  const box: Rect = {
    x: head.margin - 4, y: head.bottom + LABEL_ROW,
    width: width - 2 * (head.margin - 4) - GAUGE_WIDTH - 4, height: Math.max(8, height - head.bottom - LABEL_ROW - floor),
  };
  const slots = placesIn(box, pods, before?.slots ?? NO_SLOTS);
  const cells = cellsOf(pods, slots, box, rect, unit, hueOf, before);
  const cellsTop = topOf(cells, rect, unit, height);
  return {
    name: node.name, node, pods, rect, unit, slots, cells,
    parts: partsOf(node, head, width, height, cellsTop),
    trouble: node.ready === 'NotReady' ? 'lost' : node.powered && !node.partitioned ? 'none' : 'silent',
  };
}

function placesIn(box: Rect, pods: readonly PodView[], before: TankSlots): TankSlots {
  const slots = assignSlots(before, pods.map((pod) => pod.key));
  return { ...slots, step: chooseStep(slots.capacity, box.width, box.height, before.step) };
}

function cellsOf(pods: readonly PodView[], slots: TankSlots, box: Rect, rect: Rect, unit: number, hueOf: (pod: PodView) => number, before?: Tank): readonly Cell[] {
  const step = CELL_STEPS[slots.step];
  if (!step) return [];
  const old = before ? new Map(before.cells.map((cell) => [cell.key, cell])) : null;
  // Beyond the smallest step everything shrinks together, so that any number still fits.
  const crowd = crowding(slots, box);
  return pods.map((pod) => {
    const centre = cellCentre(step, slots.slotOf.get(pod.key) ?? 0, crowd.box);
    const x = rect.x + (box.x + (centre.x - box.x) * crowd.shrink) * unit;
    const y = rect.y + (box.y + (centre.y - box.y) * crowd.shrink) * unit;
    const r = step.r * unit * crowd.shrink;
    const hue = hueOf(pod);
    const known = old?.get(pod.key);
    if (known && known.pod === pod && known.x === x && known.y === y && known.r === r && known.hue === hue) return known;
    const caption = step.captioned ? fitText(pod.caption, step.pitchX - CAPTION_SPACE, TANK_TYPE.small, monoWidth) : '';
    return { key: pod.key, pod, x, y, r, hue, caption, captionSize: TANK_TYPE.small * unit, node: pod.node };
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

interface Head {
  readonly roomy: boolean;
  readonly margin: number;
  readonly bottom: number;
  readonly name: TextPart;
  readonly state: TextPart | null;
  readonly heart: { readonly x: number; readonly y: number };
  readonly spec: TextPart | null;
  readonly cordoned: TextPart | null;
  readonly button: Rect;
}

function headOf(node: NodeView, width: number, height: number, zoneTold: boolean): Head {
  const roomy = width >= ROOMY.width && height >= ROOMY.height;
  const margin = roomy ? MARGIN : TIGHT_MARGIN;
  const line = roomy ? 29 : 19;
  const heart = { x: width - margin - HEART / 2 - 1, y: line - 5 };
  const stateWidth = textWidth(node.ready, TANK_TYPE.state);
  const nameRoom = heart.x - HEART / 2 - 6 - margin;
  const nameWidth = Math.min(nameRoom, textWidth(node.name, TANK_TYPE.name));
  const state: TextPart | null = nameRoom - nameWidth > stateWidth + 8
    ? { x: heart.x - HEART / 2 - 5, y: line - 0.5, text: node.ready, anchor: 'end' } : null;
  const name: TextPart = { x: margin, y: line, text: fitText(node.name, nameRoom, TANK_TYPE.name), anchor: 'start' };
  const words = [
    ...(node.zone && !zoneTold ? [`zone ${node.zone}`] : []), cpuWords(node.allocatableCpuMillis), machineMemoryWords(node.allocatableMemoryBytes),
  ].join(' · ');
  if (roomy) {
    const spec: TextPart = { x: margin, y: 47, text: fitText(words, width - 2 * margin, TANK_TYPE.small), anchor: 'start' };
    const button = { x: margin - 2, y: 60, width: BUTTON.width, height: BUTTON.height };
    return { roomy, margin, bottom: 90, name, state, heart, spec, cordoned: cordonText(node, width - margin, button.y + 17, width - 2 * margin - BUTTON.width), button };
  }
  const button = { x: margin - 1, y: 29, width: BUTTON.width, height: BUTTON.tightHeight };
  const room = width - 2 * margin - BUTTON.width - 6;
  const cordoned = cordonText(node, width - margin, button.y + 15, room) ?? cordonText(node, width - margin, 67, width / 2 - margin);
  const short = `${cpuWords(node.allocatableCpuMillis)} · ${machineMemoryWords(node.allocatableMemoryBytes)}`;
  const spec: TextPart | null = !cordoned && textWidth(short, TANK_TYPE.small) <= room ? { x: width - margin, y: button.y + 15, text: short, anchor: 'end' } : null;
  return { roomy, margin, bottom: 54, name, state, heart, spec, cordoned, button };
}

function cordonText(node: NodeView, x: number, y: number, room: number): TextPart | null {
  const words = [...(node.pressures.length > 0 ? [`low on ${node.pressures.join(' and ')}`] : []), ...(node.unschedulable ? ['cordoned'] : [])].join(' · ');
  return words !== '' && textWidth(words, TANK_TYPE.small) <= room ? { x, y, text: words, anchor: 'end' } : null;
}

function partsOf(node: NodeView, head: Head, width: number, height: number, cellsTop: number): TankParts {
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
  const cpuLabel: TextPart | null = labels ? { x: head.margin, y: labelY(surface - 9, place), text: `cpu ${percentWords(cpu)}`, anchor: 'start' } : null;
  const memoryLabel: TextPart | null = labels && width >= 150 ? { x: width - 16, y: labelY(gaugeTop - 9, place), text: `mem ${percentWords(memory)}`, anchor: 'end' } : null;
  return {
    width, height, cpu, memory, water, gauge, cpuLabel, memoryLabel,
    name: head.name, state: head.state, heart: head.heart, spec: head.spec, cordoned: head.cordoned,
    button: { ...(notice?.button ?? head.button), text: node.powered ? 'Kill node' : 'Start node' },
    notice: notice?.line ?? null,
    cut: notice?.cut ?? null,
  };
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
function noticeOf(node: NodeView, head: Head, width: number, wantedY: number, cellsTop: number): Notice {
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
