import { select } from 'd3';
import type { MessageSample } from './messages.ts';
import { roundedPath } from './polyline.ts';
import type { LaneGroup, LaneShape, LinkShape, Scene, StationShape, TextPart, ZoneShape } from './scene-model.ts';
import { put, say } from './written.ts';

type Layer = SVGGElement;

export function drawZones(layer: Layer, zones: readonly ZoneShape[], scale: number): void {
  const groups = select(layer).selectAll<SVGGElement, ZoneShape>('g').data(zones, (zone) => zone.name).join((enter) => {
    const group = enter.append('g').attr('class', 'k-zone');
    group.append('rect').attr('rx', 12 * scale);
    group.append('text');
    return group;
  });
  groups.select('rect').attr('x', (zone) => zone.x).attr('y', (zone) => zone.y).attr('width', (zone) => zone.width).attr('height', (zone) => zone.height);
  groups.select('text').attr('x', (zone) => zone.caption.x).attr('y', (zone) => zone.caption.y).attr('font-size', (zone) => zone.captionSize).text((zone) => zone.caption.text);
}

const CORNER = 9;
/** So many lines step back together. */
const MANY_LINES = 9;

export function drawLinks(layer: Layer, links: readonly LinkShape[], scale: number): void {
  const groups = select(layer).selectAll<SVGGElement, LinkShape>('g').data(links, (link) => link.id).join((enter) => {
    const group = enter.append('g').attr('class', 'k-link');
    group.append('path').attr('class', 'k-link-line');
    group.append('path').attr('class', 'k-link-cut');
    return group;
  });
  select(layer).classed('is-many', links.length > MANY_LINES);
  groups.attr('data-state', (link) => link.state);
  groups.select('.k-link-line').attr('d', (link) => roundedPath(link.state === 'cut' ? shortened(link, 12 * scale) : link.points, CORNER * scale));
  groups.select('.k-link-cut').attr('d', (link) => (link.state === 'cut' ? cutMark(link, scale) : null));
}

/** A cut line ends before the tank. */
function shortened({ points }: LinkShape, by: number) {
  const last = points.at(-1);
  return last ? [...points.slice(0, -1), { x: last.x, y: last.y - by }] : points;
}

/** Two strokes across the gap. */
function cutMark({ points }: LinkShape, scale: number): string {
  const end = points.at(-1);
  if (!end) return '';
  const y = end.y - 8 * scale;
  const a = 6 * scale;
  return `M${end.x - a} ${y + a * 0.5}L${end.x + a} ${y - a * 0.5}M${end.x - a} ${y + a * 0.5 + 4 * scale}L${end.x + a} ${y - a * 0.5 + 4 * scale}`;
}

const TITLE = 14;
const DETAIL = 12;
/** A drum, 12 units wide: the store in the API server's middle. */
const STORE = 'M-5 -4.2V4.2C-5 6.6 5 6.6 5 4.2V-4.2M-5 -4.2C-5 -6.6 5 -6.6 5 -4.2C5 -1.8 -5 -1.8 -5 -4.2M-5 0C-5 2.4 5 2.4 5 0';
const CROSS = 'M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5';

export function drawStations(layer: Layer, stations: readonly StationShape[], scale: number): void {
  const groups = select(layer).selectAll<SVGGElement, StationShape>('g.k-station').data(stations, (station) => station.name).join((enter) => {
    const group = enter.append('g').attr('class', (station) => `k-station k-station--${station.name}`);
    group.append('rect');
    group.append('text').attr('class', 'k-station-title').attr('text-anchor', 'middle');
    group.append('text').attr('class', 'k-station-detail').attr('text-anchor', 'middle');
    group.append('path').attr('class', 'k-station-mark');
    return group;
  });
  groups.call(put, 'data-state', (station) => station.state).call(put, 'transform', (station) => `translate(${station.x},${station.y})`);
  groups.select('rect').call(put, 'width', (station) => station.width).call(put, 'height', (station) => station.height).call(put, 'rx', 10 * scale);
  groups.select('.k-station-title').call(put, 'x', (station) => station.width / 2).call(put, 'y', (station) => station.height / 2 - 3 * scale)
    .call(put, 'font-size', (station) => Math.min(TITLE * scale, station.width / 6.4)).call(say, (station) => station.title);
  const marked = (station: StationShape): boolean => station.name === 'api' || station.state !== 'running';
  groups.select('.k-station-detail').call(put, 'x', (station) => station.width / 2 + (marked(station) ? 8 * scale : 0)).call(put, 'y', (station) => station.height / 2 + 15 * scale)
    .call(put, 'font-size', DETAIL * scale).call(say, (station) => station.detail);
  groups.select('.k-station-mark').call(put, 'd', (station) => (station.state === 'stopped' ? CROSS : station.name === 'api' ? STORE : station.state === 'partly' ? 'M0 -4V1M0 4V4.2' : null))
    .call(put, 'transform', (station) => `translate(${station.width / 2 + 8 * scale - station.detail.length * 3.1 * scale - 9 * scale},${station.height / 2 + 11 * scale})scale(${scale})`);
}

export function drawLane(layer: Layer, lane: LaneShape, scale: number): void {
  const root = select(layer);
  root.selectAll<SVGRectElement, LaneShape>('rect').data([lane]).join('rect').call(put, 'class', 'k-lane').call(put, 'rx', 12 * scale)
    .call(put, 'x', lane.rect.x).call(put, 'y', lane.rect.y).call(put, 'width', lane.rect.width).call(put, 'height', lane.rect.height);
  root.selectAll<SVGTextElement, LaneShape>('text.k-lane-label').data([lane]).join('text').call(put, 'class', 'k-lane-label')
    .call(put, 'x', lane.label.x).call(put, 'y', lane.label.y).call(put, 'font-size', 13 * scale).call(say, () => lane.label.text);
  root.selectAll<SVGTextElement, TextPart>('text.k-lane-note').data(lane.note ? [lane.note] : []).join('text').call(put, 'class', 'k-lane-note')
    .call(put, 'x', (note) => note.x).call(put, 'y', (note) => note.y).call(put, 'font-size', 13 * scale).call(say, (note) => note.text);
  const groups = root.selectAll<SVGGElement, LaneGroup>('g.k-lane-group').data(lane.groups).join((enter) => {
    const group = enter.append('g').attr('class', 'k-lane-group');
    group.append('text').attr('class', 'k-lane-title');
    group.append('text').attr('class', 'k-lane-reason');
    return group;
  });
  groups.select('.k-lane-title').call(put, 'x', (group) => group.title.x).call(put, 'y', (group) => group.title.y).call(put, 'font-size', 13 * scale).call(say, (group) => group.title.text);
  groups.select('.k-lane-reason').call(put, 'x', (group) => group.reason.x).call(put, 'y', (group) => group.reason.y).call(put, 'font-size', 12 * scale).call(say, (group) => group.reason.text);
}

export function drawCaptionRow(layer: Layer, { plan, registryDown, size }: Scene): void {
  const root = select(layer);
  root.selectAll('text.k-stage-caption').data([plan.caption]).join('text').attr('class', 'k-stage-caption')
    .attr('x', plan.caption.x).attr('y', plan.caption.y).attr('font-size', 12 * size.scale).text('Control plane');
  const notice = root.selectAll<SVGGElement, string>('g.k-registry').data(registryDown ? ['registry'] : []).join((enter) => {
    const group = enter.append('g').attr('class', 'k-registry');
    group.append('path').attr('d', CROSS);
    group.append('text').attr('x', 9).attr('y', 4).attr('font-size', 12);
    return group;
  });
  notice.attr('transform', `translate(${plan.caption.x + (plan.narrow ? 5 : 100) * size.scale},${plan.caption.y - 4 * size.scale + (plan.narrow ? -12 * size.scale : 0)})scale(${size.scale})`);
  notice.select('text').text(plan.narrow ? 'registry is down' : 'The image registry is down');
}

export function drawMessages(layer: Layer, { dots, captions }: MessageSample, scale: number): void {
  const root = select(layer);
  root.selectAll<SVGGElement, (typeof dots)[number]>('g.k-dot').data(dots, (dot) => dot.id).join((enter) => {
    const group = enter.append('g').attr('class', 'k-dot');
    group.append('circle').attr('class', 'k-dot-glow').attr('r', 8 * scale);
    group.append('circle').attr('r', 4.5 * scale);
    return group;
  }).call(put, 'transform', (dot) => `translate(${dot.x},${dot.y})`).call(put, 'opacity', (dot) => dot.alpha);
  root.selectAll<SVGTextElement, (typeof captions)[number]>('text').data(captions, (caption) => caption.route).join('text').call(put, 'class', 'k-message')
    .call(put, 'x', (caption) => caption.x).call(put, 'y', (caption) => caption.y).call(put, 'text-anchor', (caption) => caption.anchor)
    .call(put, 'font-size', (caption) => caption.size).call(put, 'opacity', (caption) => caption.alpha).call(say, (caption) => caption.text);
}
