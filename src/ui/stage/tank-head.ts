import type { NodeView, PodView } from '../../worker/protocol.ts';
import type { Rect, TextPart } from './scene-model.ts';
import { fitText, textWidth } from './text-width.ts';
import { cpuWords, machineMemoryWords } from './words.ts';

/* Lengths in the tank's own units. Type sizes are those of the tokens. */
export const TANK_TYPE = { name: 15, state: 13, small: 12 } as const;
const MARGIN = 18;
const TIGHT_MARGIN = 10;
const ROOMY = { width: 176, height: 220 };
const HEART = 16;
const BUTTON = { width: 74, height: 26, tightHeight: 22 };
/** of the lines under a tight head, which a low tank has no room for. */
const LINE = { height: 15, first: 67, tankHeight: 128 };

/** What stands at the top of a tank: who the node is, and what is special about it. */
export interface TankHead {
  readonly roomy: boolean;
  readonly margin: number;
  readonly bottom: number;
  readonly name: TextPart;
  readonly state: TextPart | null;
  readonly heart: { readonly x: number; readonly y: number };
  readonly spec: TextPart | null;
  readonly cordoned: TextPart | null;
  readonly taint: TextPart | null;
  readonly keeps: TextPart | null;
  readonly button: Rect;
}

/** `expected`: pods for which the node keeps a place. */
export function headOf(node: NodeView, expected: readonly PodView[], width: number, height: number, zoneTold: boolean): TankHead {
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
  const place: HeadPlace = { node, expected, width, height, margin };
  return { roomy, margin, name, state, heart, ...(roomy ? roomyPart(place, zoneTold) : tightPart(place)) };
}

interface HeadPlace {
  readonly node: NodeView;
  readonly expected: readonly PodView[];
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

type HeadPart = Pick<TankHead, 'bottom' | 'spec' | 'cordoned' | 'taint' | 'keeps' | 'button'>;

/** Under the name what the machine is, then its taints, then the button with what else there is to say beside it. */
function roomyPart({ node, expected, width, margin }: HeadPlace, zoneTold: boolean): HeadPart {
  const right = width - margin;
  const room = width - 2 * margin;
  const words = [
    ...(node.controlPlane ? ['control plane'] : []), ...(node.zone && !zoneTold ? [`zone ${node.zone}`] : []), cpuWords(node.allocatableCpuMillis), machineMemoryWords(node.allocatableMemoryBytes),
  ].join(' · ');
  const taint = taintText(node, margin, 65, room);
  const button = { x: margin - 2, y: taint ? 77 : 60, width: BUTTON.width, height: BUTTON.height };
  const beside = room - BUTTON.width - 6;
  const cordoned = cordonText(node, right, button.y + 17, beside);
  const keeps = keepText(expected, right, button.y + (cordoned ? 41 : 17), cordoned ? room : beside);
  return {
    bottom: button.y + (cordoned && keeps ? 48 : 30), cordoned, taint, keeps, button,
    spec: { x: margin, y: 47, text: fitText(words, room, TANK_TYPE.small), anchor: 'start' },
  };
}

/** One thing stands beside the button, the rest line by line under it, as far as there is room. */
function tightPart({ node, expected, width, height, margin }: HeadPlace): HeadPart {
  const right = width - margin;
  const room = width - 2 * margin;
  const button = { x: margin - 1, y: 29, width: BUTTON.width, height: BUTTON.tightHeight };
  const besideY = button.y + 15;
  const beside = room - BUTTON.width - 6;
  const most = Math.max(0, Math.floor((height - LINE.tankHeight) / LINE.height));
  let lines = 0;
  const below = <Text>(make: (y: number) => Text | null): Text | null => {
    const made = lines < most ? make(LINE.first + lines * LINE.height) : null;
    if (made) lines++;
    return made;
  };
  const small = (text: string, x: number, y: number, anchor: TextPart['anchor']): TextPart => ({ x, y, text, anchor });
  const size = `${cpuWords(node.allocatableCpuMillis)} · ${machineMemoryWords(node.allocatableMemoryBytes)}`;
  const cordonedBeside = cordonText(node, right, besideY, beside);
  const role = node.controlPlane ? below((y) => small(fitText('control plane', room, TANK_TYPE.small), margin, y, 'start')) : null;
  const spec = role ?? (!cordonedBeside && expected.length === 0 && textWidth(size, TANK_TYPE.small) <= beside ? small(size, right, besideY, 'end') : null);
  const cordoned = cordonedBeside ?? below((y) => cordonText(node, right, y, room));
  const isBesideFree = !cordonedBeside && (spec === null || spec === role);
  const keeps = (isBesideFree ? keepText(expected, right, besideY, beside) : null) ?? below((y) => keepText(expected, right, y, room));
  const taint = below((y) => taintText(node, margin, y, room));
  return { bottom: 54 + lines * LINE.height, spec, cordoned, taint, keeps, button };
}

/** Short of something, or taking no more pods. */
function cordonText(node: NodeView, x: number, y: number, room: number): TextPart | null {
  const words = [...(node.pressures.length > 0 ? [`low on ${node.pressures.join(' and ')}`] : []), ...(node.unschedulable ? ['cordoned'] : [])].join(' · ');
  return words !== '' && textWidth(words, TANK_TYPE.small) <= room ? { x, y, text: words, anchor: 'end' } : null;
}

/** Taints that Kubernetes puts by itself are seen by what they come from: no heartbeat, cordoned, low on memory, the control plane. */
const OWN_TAINT = /^(?:node\.kubernetes\.io\/|node-role\.kubernetes\.io\/control-plane\b)/;

export function taintsPut({ taints }: Pick<NodeView, 'taints'>): readonly string[] {
  return taints.filter((taint) => !OWN_TAINT.test(taint));
}

/** The taints that a person put: "taint dedicated=training:NoSchedule +1". */
function taintText(node: NodeView, x: number, y: number, room: number): TextPart | null {
  const [first, ...others] = taintsPut(node);
  if (first === undefined) return null;
  const more = others.length > 0 ? ` +${others.length}` : '';
  const words = [`taint ${first}${more}`, `${first}${more}`].find((line) => textWidth(line, TANK_TYPE.small) <= room);
  return { x, y, text: words ?? `${fitText(first, room - textWidth(more, TANK_TYPE.small), TANK_TYPE.small)}${more}`, anchor: 'start' };
}

/** For whom a place is kept. */
function keepText([first, ...others]: readonly PodView[], x: number, y: number, room: number): TextPart | null {
  if (!first) return null;
  const words = others.length > 0 ? [`reserved for ${others.length + 1} pods`] : [`reserved for ${first.name}`, `reserved for ${first.caption}`];
  const text = [...words, 'reserved'].find((line) => textWidth(line, TANK_TYPE.small) <= room);
  return text === undefined ? null : { x, y, text, anchor: 'end' };
}
