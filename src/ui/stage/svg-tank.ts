import { select } from 'd3';
import type { TankLevels } from './motion-pose.ts';
import type { Rect, Tank, TextPart } from './scene-model.ts';
import { HEART_PATH, heartOf, silenceWords } from './heartbeat.ts';
import { TANK_TYPE } from './tank-head.ts';
import { TANK_RADIUS } from './tank-scene.ts';
import { textWidth } from './text-width.ts';
import { surfacePath, waterPath } from './water.ts';

/** Elements of one tank, made once. */
interface TankElements {
  readonly glass: SVGRectElement;
  readonly water: SVGPathElement;
  readonly surface: SVGPathElement;
  readonly track: SVGRectElement;
  readonly gauge: SVGRectElement;
  readonly floor: SVGPathElement;
  readonly lid: SVGPathElement;
  readonly rim: SVGRectElement;
  readonly head: SVGGElement;
  readonly heart: SVGGElement;
  readonly texts: Readonly<Record<TextName, SVGTextElement>>;
  drawnTank: Tank | null;
  drawnLevels: TankLevels | null;
  place: string;
  notice: string;
  bodied: boolean;
}

type TextName = 'name' | 'state' | 'spec' | 'cordoned' | 'taint' | 'keeps' | 'notice' | 'cut' | 'cpu' | 'memory';
const TEXT_SIZES: Readonly<Record<TextName, number>> = {
  name: TANK_TYPE.name, state: TANK_TYPE.state, spec: TANK_TYPE.small, cordoned: TANK_TYPE.small, taint: TANK_TYPE.small, keeps: TANK_TYPE.small, notice: TANK_TYPE.state, cut: TANK_TYPE.small,
  cpu: TANK_TYPE.small, memory: TANK_TYPE.small,
};
const SURFACE_SWELL = 1;
const elementsOf = new WeakMap<SVGGElement, TankElements>();

export interface TankFrame {
  readonly levels: TankLevels | undefined;
  readonly nowMs: number;
  /** false: only the words; glass and water are the canvas's. */
  readonly body: boolean;
  /** where the tank is while it slides to its place. */
  readonly at: Rect;
}

/** Draws what of a tank changed since it was last drawn. Cells are drawn elsewhere. */
export function drawTank(group: SVGGElement, tank: Tank, { levels, nowMs, body, at }: TankFrame): void {
  const elements = elementsOf.get(group) ?? makeTank(group);
  const place = `translate(${round(at.x)},${round(at.y)})scale(${fine(at.width / tank.parts.width)},${fine(at.height / tank.parts.height)})`;
  if (elements.place !== place) {
    elements.place = place;
    group.setAttribute('transform', place);
  }
  if (elements.bodied !== body) {
    elements.bodied = body;
    group.classList.toggle('is-bodiless', !body);
  }
  const changed = elements.drawnTank !== tank;
  if (changed) drawHead(group, elements, tank);
  if (changed || elements.drawnLevels !== (levels ?? null)) drawLevels(elements, tank, levels ?? null);
  elements.drawnTank = tank;
  elements.drawnLevels = levels ?? null;
  drawNotice(elements, tank, nowMs);
}

/** The heart's element, for its beat. */
export function heartIn(group: SVGGElement): SVGGElement | undefined {
  return elementsOf.get(group)?.heart;
}

function makeTank(group: SVGGElement): TankElements {
  const root = select(group);
  const rect = (name: string): SVGRectElement => root.append('rect').attr('class', `k-tank-${name}`).node() as SVGRectElement;
  const path = (name: string): SVGPathElement => root.append('path').attr('class', `k-tank-${name}`).node() as SVGPathElement;
  const glass = rect('glass');
  const water = path('water');
  const surface = path('surface');
  const floor = path('floor');
  const track = rect('track');
  const gauge = rect('gauge');
  const rim = rect('rim');
  const lid = path('lid');
  const head = root.append('g').attr('class', 'k-tank-head');
  const heart = head.append('g').attr('class', 'k-heart');
  const beating = heart.append('g').attr('class', 'k-heart-beat');
  beating.append('path').attr('class', 'k-heart-shape').attr('d', HEART_PATH);
  beating.append('path').attr('class', 'k-heart-cross').attr('d', 'M-8 7L8 -8');
  const text = (name: TextName): SVGTextElement => head.append('text').attr('class', `k-tank-${name}-text`).attr('font-size', TEXT_SIZES[name]).node() as SVGTextElement;
  const elements: TankElements = {
    glass, water, surface, floor, track, gauge, lid, rim, head: head.node() as SVGGElement, heart: beating.node() as SVGGElement,
    texts: { name: text('name'), state: text('state'), spec: text('spec'), cordoned: text('cordoned'), taint: text('taint'), keeps: text('keeps'), notice: text('notice'), cut: text('cut'), cpu: text('cpu'), memory: text('memory') },
    drawnTank: null, drawnLevels: null, place: '', notice: '', bodied: true,
  };
  elementsOf.set(group, elements);
  return elements;
}

function drawHead(group: SVGGElement, elements: TankElements, tank: Tank): void {
  const { parts, node } = tank;
  group.dataset['trouble'] = tank.trouble;
  group.dataset['ready'] = node.ready;
  group.dataset['heart'] = heartOf(node);
  for (const box of [elements.glass, elements.rim]) {
    setAll(box, { width: parts.width, height: parts.height, rx: Math.min(TANK_RADIUS, parts.width / 6) });
  }
  group.classList.toggle('is-control-plane', node.controlPlane);
  elements.floor.setAttribute('d', parts.floorY === null ? '' : floorPath(parts.width, parts.height, parts.floorY));
  elements.lid.setAttribute('d', node.unschedulable ? `M6 -3.5H${round(parts.width - 6)}` : '');
  elements.heart.parentElement?.setAttribute('transform', `translate(${round(parts.heart.x)},${round(parts.heart.y)})`);
  const { texts } = elements;
  write(texts.name, parts.name);
  write(texts.state, parts.state);
  write(texts.spec, parts.spec);
  write(texts.cordoned, parts.cordoned);
  write(texts.taint, parts.taint);
  write(texts.keeps, parts.keeps);
  write(texts.cut, parts.cut);
  write(texts.cpu, parts.cpuLabel);
  write(texts.memory, parts.memoryLabel);
}

/** From the floor's edge down to the glass, inside its corners. */
function floorPath(width: number, height: number, y: number): string {
  const radius = Math.min(TANK_RADIUS, width / 6);
  return `M0 ${round(y)}H${round(width)}V${round(height - radius)}a${radius} ${radius} 0 0 1 ${-radius} ${radius}H${radius}a${radius} ${radius} 0 0 1 ${-radius} ${-radius}Z`;
}

function drawLevels(elements: TankElements, { parts, trouble }: Tank, levels: TankLevels | null): void {
  const cpu = levels?.cpu ?? parts.cpu;
  const memory = levels?.memory ?? parts.memory;
  const surfaceY = parts.water.emptyY - cpu * (parts.water.emptyY - parts.water.fullY);
  const shape = {
    width: parts.width, height: parts.height, radius: Math.min(TANK_RADIUS, parts.width / 6), surfaceY,
    phase: levels?.phase ?? 0, swell: levels?.swell ?? SURFACE_SWELL,
  };
  const dry = cpu === 0;
  elements.water.setAttribute('d', dry ? '' : waterPath(shape));
  elements.surface.setAttribute('d', dry ? '' : surfacePath(shape));
  const { gauge } = parts;
  const filled = trouble === 'lost' ? 0 : gauge.height * memory;
  setAll(elements.track, { x: gauge.x, y: gauge.y, width: gauge.width, height: gauge.height, rx: gauge.width / 2 });
  setAll(elements.gauge, { x: gauge.x, y: gauge.y + gauge.height - filled, width: gauge.width, height: filled, rx: gauge.width / 2 });
}

/** Counts on in simulated time, so it is looked at every frame and written when its words change. */
function drawNotice(elements: TankElements, { parts, node }: Tank, nowMs: number): void {
  const { notice } = parts;
  const text = notice ? silenceWords(node, nowMs, (words) => textWidth(words, TANK_TYPE.state) <= notice.width) : '';
  const key = notice ? `${text} ${notice.x} ${notice.y} ${notice.anchor}` : '';
  if (elements.notice === key) return;
  elements.notice = key;
  write(elements.texts.notice, notice ? { ...notice, text } : null);
}

function write(element: SVGTextElement, part: TextPart | null): void {
  element.textContent = part?.text ?? '';
  if (!part) return;
  setAll(element, { x: part.x, y: part.y });
  element.setAttribute('text-anchor', part.anchor);
}

function setAll(element: Element, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(round(Math.max(0, value))));
}

const fine = (value: number): number => Math.round(value * 10_000) / 10_000;
const round = (value: number): number => Math.round(value * 100) / 100;
