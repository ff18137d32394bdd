import type { PodView } from '../../worker/protocol.ts';
import type { Arrangement, Cell, LaneGroup, LaneShape, Point, Rect, TextPart } from './scene-model.ts';
import { fitText, textWidth } from './text-width.ts';
import { NOTHING_RUNS, shortReason } from './words.ts';

/* Lengths in units of the type scale. */
const TYPE = { label: 13, title: 13, reason: 12 };
const LABEL_WIDTH = 148;
const RADIUS = 17;
const PITCH = 38;
const SMALLEST_PITCH = 17;
/** of the pitch; neighbours stay apart. */
const RADIUS_SHARE = 0.5;
const TEXT_ROOM = 150;
const GROUP_GAP = 20;
const MOST_CELLS_A_GROUP = 24;
/** of what is said of groups that have no room. */
const REST_WIDTH = 92;

/**
 * The lane of pods that wait for a node: those that wait for the same reason stand together beside it. `standstill` is the reason of those without one;
 * `nothingRuns`: there is no pod anywhere.
 */
export function laneScene(plan: Arrangement, pods: readonly PodView[], hueOf: (pod: PodView) => number, standstill = '', nothingRuns = false): LaneShape {
  const u = plan.size.scale;
  const rect = plan.lane;
  const label = plan.narrow
    ? { x: rect.x + 12 * u, y: rect.y + 18 * u, text: 'Waiting for a node', anchor: 'start' as const }
    : { x: rect.x + 18 * u, y: rect.y + rect.height / 2 + 4.5 * u, text: 'Waiting for a node', anchor: 'start' as const };
  const room: Rect = plan.narrow
    ? { x: rect.x + 12 * u, y: rect.y + 22 * u, width: rect.width - 24 * u, height: rect.height - 26 * u }
    : { x: rect.x + (18 + LABEL_WIDTH) * u, y: rect.y, width: rect.width - (36 + LABEL_WIDTH) * u, height: rect.height };
  const groups = byReason(pods, standstill);
  const fitting = (width: number): number => Math.max(1, Math.floor((width + GROUP_GAP * u) / ((TEXT_ROOM + PITCH + GROUP_GAP) * u)));
  const isCut = fitting(room.width) < groups.length;
  const groupsWidth = room.width - (isCut ? (REST_WIDTH + GROUP_GAP) * u : 0);
  const shown = groups.slice(0, fitting(groupsWidth));
  const width = (groupsWidth - (shown.length - 1) * GROUP_GAP * u) / Math.max(1, shown.length);
  const laid = shown.map((group, index) => groupScene(group, { ...room, x: room.x + index * (width + GROUP_GAP * u), width }, u, hueOf));
  const rest = isCut ? [restScene(groups.slice(shown.length), { ...room, x: room.x + room.width - REST_WIDTH * u, width: REST_WIDTH * u }, u)] : [];
  return {
    rect, label, note: nothingRuns ? noteIn(room, u) : null, groups: [...laid, ...rest], cells: laid.flatMap((group) => group.cells), waiting: pods.length, pods,
    overflow: { x: room.x + room.width - RADIUS * u, y: room.y + room.height / 2 },
  };
}

function noteIn(room: Rect, u: number): TextPart {
  const text = NOTHING_RUNS.find((words) => textWidth(words, TYPE.label * u) <= room.width) ?? fitText(NOTHING_RUNS[1], room.width, TYPE.label * u);
  return { x: room.x, y: room.y + room.height / 2 + 4.5 * u, text, anchor: 'start' };
}

/** How many wait besides, and for how many reasons. */
function restScene(groups: readonly ReasonGroup[], room: Rect, u: number): LaneGroup {
  const count = groups.reduce((sum, { pods }) => sum + pods.length, 0);
  const middle = room.y + room.height / 2;
  const text = (y: number, words: string, size: number): TextPart => ({ x: room.x, y, text: fitText(words, room.width, size), anchor: 'start' });
  return {
    key: 'rest', cells: [],
    title: text(middle - 4 * u, `+${count} ${count === 1 ? 'pod' : 'pods'}`, TYPE.title * u),
    reason: text(middle + 12 * u, groups.length === 1 ? '1 more reason' : `${groups.length} more reasons`, TYPE.reason * u),
  };
}

interface ReasonGroup {
  readonly reason: string;
  readonly pods: readonly PodView[];
}

/** Stands for all pods for which some node keeps a place. */
const PLACED = 'placed';

function placeWords(pods: readonly PodView[]): string {
  const [first] = pods;
  return pods.length === 1 && first ? `waits for its place on ${first.place}` : 'wait for their places';
}

/** In order of the first pod's arrival, so that groups do not change places. */
function byReason(pods: readonly PodView[], standstill: string): readonly ReasonGroup[] {
  const groups = new Map<string, PodView[]>();
  // Thousands wait for a handful of reasons.
  const short = new Map<string, string>();
  const shortened = (reason: string): string => {
    const known = short.get(reason) ?? shortReason(reason);
    short.set(reason, known);
    return known;
  };
  for (const pod of pods) {
    const reason = pod.place === null ? shortened(pod.reason) || standstill : PLACED;
    const group = groups.get(reason);
    if (group) group.push(pod);
    else groups.set(reason, [pod]);
  }
  return [...groups].map(([reason, members]) => ({ reason: reason === PLACED ? placeWords(members) : reason, pods: members }));
}

function groupScene({ reason, pods }: ReasonGroup, room: Rect, u: number, hueOf: (pod: PodView) => number): LaneGroup {
  const most = Math.min(RADIUS * u, room.height / 2 - 2 * u);
  const textRoom = reason === '' && pods.length > 1 ? 96 * u : Math.min(TEXT_ROOM * u, room.width * 0.55);
  const cellsRoom = room.width - textRoom - 2 * most;
  const shown = Math.max(1, Math.min(pods.length, MOST_CELLS_A_GROUP, Math.floor(cellsRoom / (SMALLEST_PITCH * u)) + 1));
  const pitch = shown < 2 ? 0 : Math.max(SMALLEST_PITCH * u, Math.min(PITCH * u, cellsRoom / (shown - 1)));
  const r = shown < 2 ? most : Math.min(most, pitch * RADIUS_SHARE);
  const centre = (index: number): Point => ({ x: room.x + r + index * pitch, y: room.y + room.height / 2 });
  const cells = pods.slice(0, shown).map((pod, index): Cell => ({
    key: pod.key, pod, ...centre(index), r, hue: hueOf(pod), newest: false, caption: '', captionSize: 12 * u, node: null,
  }));
  const textX = centre(shown - 1).x + r + 12 * u;
  const width = room.x + room.width - textX;
  const [first] = pods;
  const title = pods.length === 1 && first ? first.name : `${pods.length} pods`;
  const middle = room.y + room.height / 2;
  const alone = reason === '';
  return {
    key: first?.key ?? reason, cells,
    title: { x: textX, y: alone ? middle + 4.5 * u : middle - 4 * u, text: fitText(title, width, TYPE.title * u), anchor: 'start' },
    reason: { x: textX, y: middle + 12 * u, text: alone ? '' : fitText(reason, width, TYPE.reason * u, (text, size) => textWidth(text, size) * 0.97), anchor: 'start' },
  };
}
