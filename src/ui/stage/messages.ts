import { easeSinInOut } from 'd3';
import type { MessageView } from '../../worker/protocol.ts';
import { messageRoute, nodeNamed } from './control-plane-scene.ts';
import { pointAlong } from './polyline.ts';
import type { Arrangement, Point } from './scene-model.ts';
import { fitText, textWidth } from './text-width.ts';

/** A message under way. */
export interface Dot extends Point {
  readonly id: number;
  readonly alpha: number;
}

/** What was said on a line lately. */
export interface LineCaption extends Point {
  readonly route: string;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly size: number;
  readonly alpha: number;
}

export interface MessageSample {
  readonly dots: readonly Dot[];
  readonly captions: readonly LineCaption[];
  readonly busy: boolean;
}

/* Milliseconds of wall time. */
export const HOP_MS = 350;
const SPACING_MS = 130;
const READABLE_MS = 420;
const LINGERS_MS = 1_400;
const FADES_MS = 260;
const STALE_MS = 900;
const MOST_DOTS = 24;
const MOST_NODE_CAPTIONS = 6;
/** Over a narrower tank nothing is said; all are equally wide. */
const NODE_CAPTION_FROM = 110;
const TYPE = 12;

interface RouteState {
  readonly from: string;
  readonly to: string;
  caption: string;
  count: number;
  captionSinceMs: number;
  lastMs: number;
  lastLaunchMs: number;
  /** messages that go with the next dot. */
  pending: number;
  next: { caption: string; count: number } | null;
}

interface FlyingDot {
  readonly id: number;
  readonly route: RouteState;
  readonly startMs: number;
  readonly durationMs: number;
}

export interface Messages {
  /** `travels` false: captions only. `stretch` multiplies the duration of a hop. */
  add(messages: readonly MessageView[], nowMs: number, travels: boolean, stretch: number): void;
  sample(nowMs: number, plan: Arrangement): MessageSample;
  stop(): void;
}

/** Keeps the messages on the lines: few dots at a time; what follows too closely on the same line travels together, counted. */
export function createMessages(): Messages {
  const routes = new Map<string, RouteState>();
  let dots: readonly FlyingDot[] = [];
  let lastId = 0;
  let hopMs = HOP_MS;
  let travelling = true;

  const launch = (route: RouteState, nowMs: number): void => {
    route.lastLaunchMs = nowMs;
    route.pending = 0;
    dots = [...dots, { id: ++lastId, route, startMs: nowMs, durationMs: hopMs }];
  };
  const launchDue = (nowMs: number): void => {
    for (const route of routes.values()) {
      if (route.pending === 0 || nowMs - route.lastLaunchMs < SPACING_MS) continue;
      if (nowMs - route.lastMs > STALE_MS) route.pending = 0;
      else if (dots.length < MOST_DOTS) launch(route, nowMs);
    }
  };

  return {
    add(messages, nowMs, travels, stretch) {
      hopMs = HOP_MS * stretch;
      travelling = travels;
      for (const message of messages) {
        const key = `${message.from}>${message.to}`;
        let route = routes.get(key);
        if (!route) {
          route = { from: message.from, to: message.to, caption: '', count: 0, captionSinceMs: -Infinity, lastMs: -Infinity, lastLaunchMs: -Infinity, pending: 0, next: null };
          routes.set(key, route);
        }
        say(route, message.caption, nowMs);
        route.lastMs = nowMs;
        if (travels) route.pending++;
      }
      launchDue(nowMs);
    },
    sample(nowMs, plan) {
      launchDue(nowMs);
      dots = dots.filter((dot) => nowMs < dot.startMs + dot.durationMs);
      const shown: Dot[] = [];
      for (const dot of dots) {
        const points = messageRoute(plan, dot.route.from, dot.route.to);
        if (!points) continue;
        const share = (nowMs - dot.startMs) / dot.durationMs;
        shown.push({ id: dot.id, ...pointAlong(points, easeSinInOut(share)), alpha: Math.min(1, share * 8, (1 - share) * 8) });
      }
      const captions = captionsAt(routes, nowMs, plan);
      const waiting = travelling && [...routes.values()].some((route) => route.pending > 0);
      return { dots: shown, captions, busy: dots.length > 0 || captions.length > 0 || waiting };
    },
    stop() {
      routes.clear();
      dots = [];
    },
  };
}

/** A caption stays long enough to be read before another takes its place; the same words again are counted. */
function say(route: RouteState, caption: string, nowMs: number): void {
  const spoken = nowMs - route.lastMs < LINGERS_MS;
  if (spoken && caption === route.caption && !route.next) route.count++;
  else if (spoken && nowMs - route.captionSinceMs < READABLE_MS) {
    route.next = route.next?.caption === caption ? { caption, count: route.next.count + 1 } : { caption, count: 1 };
  } else {
    route.caption = caption;
    route.count = 1;
    route.captionSinceMs = nowMs;
    route.next = null;
  }
}

function captionsAt(routes: Map<string, RouteState>, nowMs: number, plan: Arrangement): readonly LineCaption[] {
  const captions: LineCaption[] = [];
  const taken = new Set<string>();
  const [tank] = plan.tanks.values();
  const mostOfNodes = tank && tank.width >= NODE_CAPTION_FROM * plan.size.scale ? MOST_NODE_CAPTIONS : 0;
  let ofNodes = 0;
  for (const [key, route] of [...routes].reverse()) {
    if (route.next && nowMs - route.captionSinceMs >= READABLE_MS) {
      route.caption = route.next.caption;
      route.count = route.next.count;
      route.captionSinceMs = nowMs;
      route.next = null;
    }
    const since = nowMs - Math.max(route.lastMs, route.captionSinceMs);
    if (since > LINGERS_MS) {
      if (route.pending === 0) routes.delete(key);
      continue;
    }
    const ofNode = route.from.startsWith('node/') || route.to.startsWith('node/');
    if (ofNode && ofNodes >= mostOfNodes) continue;
    const place = captionPlace(plan, route);
    if (!place || taken.has(`${place.x} ${place.y}`)) continue;
    taken.add(`${place.x} ${place.y}`);
    if (ofNode) ofNodes++;
    const words = route.count > 1 ? `${route.caption} ×${route.count}` : route.caption;
    const size = TYPE * plan.size.scale;
    const text = fitText(textWidth(words, size) <= place.room ? words : route.caption, place.room, size);
    if (text) captions.push({ route: key, x: place.x, y: place.y, anchor: place.anchor, text, size, alpha: Math.min(1, (LINGERS_MS - since) / FADES_MS) });
  }
  return captions;
}

interface CaptionPlace extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
  readonly room: number;
}

/** Messages to the API server are said above their line, those from it below; at a node to the right of its line and to the left, where it is wide enough. */
function captionPlace(plan: Arrangement, { from, to }: RouteState): CaptionPlace | null {
  const u = plan.size.scale;
  const other = from === 'api' ? to : from;
  const outwards = from === 'api';
  const { api } = plan.stations;
  if (other === 'you') {
    const x = api.x + api.width / 2;
    return plan.narrow ? { x: x - 8 * u, y: 24 * u, anchor: 'end', room: 84 * u } : { x: x + 10 * u, y: 24 * u, anchor: 'start', room: 140 * u };
  }
  if (other === 'controllers' || other === 'scheduler') {
    const station = plan.stations[other];
    const left = other === 'controllers' ? station.x + station.width : api.x + api.width;
    const right = other === 'controllers' ? api.x : station.x;
    const line = api.y + api.height / 2;
    const y = plan.narrow ? (outwards ? api.y + api.height + 15 * u : api.y - 6 * u) : outwards ? line + 22 * u : line - 12 * u;
    return { x: (left + right) / 2, y, anchor: 'middle', room: right - left + (plan.narrow ? 76 * u : -6 * u) };
  }
  const tank = plan.tanks.get(nodeNamed(other));
  if (!tank || tank.width < NODE_CAPTION_FROM * u) return null;
  const y = tank.y <= plan.firstRowY + 1 ? plan.busY + 4 * u : tank.y - plan.gap / 2 + 4 * u;
  const x = tank.x + tank.width / 2;
  if (tank.width < 190 * u) return { x, y, anchor: 'middle', room: tank.width - 8 * u };
  return { x: outwards ? x - 9 * u : x + 9 * u, y, anchor: outwards ? 'end' : 'start', room: tank.width / 2 - 13 * u };
}
