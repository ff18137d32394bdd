import type { NodeView } from '../../worker/protocol.ts';
import type { Arrangement, Rect, StageSize, StationName, ZoneShape } from './scene-model.ts';
import { arrangeTanks, type ZoneOfNodes } from './tank-grid.ts';
import { fitText } from './text-width.ts';

/* Lengths in units of the type scale. */
const NARROW_BELOW = 540;
const SHORT_BELOW = 470;
const CONTROL_PLANE_MOST = 1_040;
/** A tank narrower or lower than this is drawn smaller as a whole. */
const FULL_SIZE_TANK = { width: 132, height: 112 };
/** One wider and higher than this is drawn larger as a whole, up to a limit: on a projector there is room. */
const LARGE_TANK = { width: 300, height: 340, most: 1.25 };

/** Natural order: node-2 before node-10; zones first. */
export function inStageOrder(nodes: readonly NodeView[]): readonly NodeView[] {
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return [...nodes].sort((a, b) => compare(a.zone, b.zone) || compare(a.name, b.name));
}

/** Where stations, lane, zones and tanks stand. `nodes` in {@link inStageOrder}. The same as `before` when nothing moved. */
export function arrange(nodes: readonly NodeView[], size: StageSize, before?: Arrangement): Arrangement {
  if (before && sameSize(before.size, size) && sameNodes(nodes, before)) return before;
  const u = size.scale;
  const narrow = size.width / u < NARROW_BELOW;
  const short = size.height / u < SHORT_BELOW;
  const padding = (narrow ? 12 : 24) * u;
  const stations = stationRects(size, padding, narrow, short);
  const stationsBottom = stations.api.y + stations.api.height;
  const lane: Rect = {
    x: padding, width: size.width - 2 * padding,
    y: stationsBottom + (short ? 22 : narrow ? 24 : 34) * u, height: (narrow ? 66 : short ? 46 : 54) * u,
  };
  const tanksTop = lane.y + lane.height + (short ? 20 : 28) * u;
  const area: Rect = { x: padding, y: tanksTop, width: lane.width, height: Math.max(40 * u, size.height - tanksTop - (narrow ? 14 : 22) * u) };
  const zoneGroups = groupByZone(nodes);
  const blocks = zoneGroups.length > 1 && zoneGroups.some((zone) => zone.nodes.length > 1);
  const grid = arrangeTanks(zoneGroups, area, u, blocks);
  const tank = grid.tanks.values().next().value;
  const unit = tank ? unitOf(tank, u) : u;
  return {
    size, narrow, stations, lane, unit, gap: grid.gap, tanks: grid.tanks,
    caption: { x: padding, y: (narrow ? 28 : 26) * u },
    firstRowY: tank?.y ?? area.y,
    busY: lane.y + lane.height + (tanksTop - lane.y - lane.height) / 2,
    zones: grid.zones.map((zone) => zoneShape(zone, grid.tanks, u)),
    names: nodes.map((node) => node.name), zoneOf: nodes.map((node) => node.zone),
  };
}

function unitOf({ width, height }: Rect, u: number): number {
  const growth = Math.min(LARGE_TANK.most, width / LARGE_TANK.width / u, height / LARGE_TANK.height / u);
  return growth > 1 ? u * growth : Math.min(u, width / FULL_SIZE_TANK.width, height / FULL_SIZE_TANK.height);
}

const sameSize = (a: StageSize, b: StageSize): boolean => a.width === b.width && a.height === b.height && a.scale === b.scale;

function sameNodes(nodes: readonly NodeView[], { names, zoneOf }: Arrangement): boolean {
  return nodes.length === names.length && nodes.every((node, index) => node.name === names[index] && node.zone === zoneOf[index]);
}

function stationRects(size: StageSize, padding: number, narrow: boolean, short: boolean): Readonly<Record<StationName, Rect>> {
  const u = size.scale;
  const inner = size.width - 2 * padding;
  const span = Math.min(inner - (narrow ? 0 : 40 * u), CONTROL_PLANE_MOST * u);
  const width = Math.min(144 * u, (span - 2 * (narrow ? 30 : 90) * u) / 3);
  const left = (size.width - span) / 2;
  const rect = (x: number): Rect => ({ x, y: (narrow ? 47 : 40) * u, width, height: (short || narrow ? 46 : 52) * u });
  return { controllers: rect(left), api: rect((size.width - width) / 2), scheduler: rect(left + span - width) };
}

function groupByZone(nodes: readonly NodeView[]): readonly ZoneOfNodes[] {
  const zones = new Map<string, string[]>();
  for (const node of nodes) {
    const names = zones.get(node.zone);
    if (names) names.push(node.name);
    else zones.set(node.zone, [node.name]);
  }
  return [...zones].map(([name, names]) => ({ name, nodes: names }));
}

function zoneShape(zone: Rect & { readonly name: string }, tanks: ReadonlyMap<string, Rect>, u: number): ZoneShape {
  const firstTank = [...tanks.values()].find((tank) => tank.x >= zone.x && tank.y >= zone.y && tank.x < zone.x + zone.width && tank.y < zone.y + zone.height);
  const captionHeight = firstTank ? firstTank.y - zone.y : 20 * u;
  const captionSize = Math.min(12 * u, captionHeight * 0.72);
  const inset = Math.min(10 * u, captionHeight * 0.5);
  const text = fitText(zone.name === '' ? 'no zone' : `zone ${zone.name}`, zone.width - 2 * inset, captionSize);
  return { ...zone, captionSize, caption: { x: zone.x + inset, y: zone.y + captionHeight / 2 + captionSize * 0.36, text, anchor: 'start' } };
}
