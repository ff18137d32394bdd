import { select } from 'd3';
import { hexagonPath } from './hexagon.ts';
import { wordsShown } from './lod.ts';
import type { Picture } from './paint-model.ts';
import type { Cell, Tank } from './scene-model.ts';

const OUTLINE = hexagonPath(0.94);
const CAPTION_DROP = 1.15;

/** Places that nodes keep for pods while others leave: an outline where each will stand. Where the canvas draws the cells, it draws these, too. */
export function drawPlaces(layer: SVGGElement, { mode, visible }: Picture): void {
  const shown = mode === 'svg' ? visible.tanks.flatMap(({ kept }) => kept) : [];
  if (shown.length === 0 && layer.childElementCount === 0) return;
  select(layer).selectAll<SVGGElement, Cell>('g').data(shown, (place) => place.key)
    .join((enter) => enter.append('g').attr('class', 'k-place').call((place) => {
      place.append('path').attr('d', OUTLINE).attr('pathLength', 60).attr('stroke-dasharray', '3 2').attr('stroke-width', 0.1);
      place.append('text').attr('class', 'k-cell-caption');
    }))
    .attr('data-ink', ({ hue }) => `hue-${hue}`)
    .attr('transform', ({ x, y }) => `translate(${x},${y})`)
    .each(function draw({ r, caption, captionSize }) {
      select(this).select('path').attr('transform', `scale(${r})`);
      select(this).select('text').attr('y', r * CAPTION_DROP + captionSize * 0.82).attr('font-size', captionSize).text(caption);
    });
}

/** What pods that leave for others say of it. */
export function drawTags(layer: SVGGElement, { visible, camera, scene }: Picture): void {
  const words = wordsShown((scene.plan.unit * camera.k) / scene.size.scale);
  const shown = words > 0 ? visible.tanks.filter(({ tag }) => tag !== null) : [];
  if (shown.length === 0 && layer.childElementCount === 0) return;
  select(layer).attr('opacity', words).selectAll<SVGGElement, Tank>('g').data(shown, (tank) => tank.name)
    .join((enter) => enter.append('g').attr('class', 'k-tag').call((tag) => {
      tag.append('rect');
      tag.append('text').attr('text-anchor', 'middle');
    }))
    .each(function draw({ tag }) {
      if (!tag) return;
      const { x, y, width, height, text, size } = tag;
      select(this).select('rect').attr('x', x).attr('y', y).attr('width', width).attr('height', height).attr('rx', height / 3);
      select(this).select('text').attr('x', x + width / 2).attr('y', y + height / 2 + size * 0.36).attr('font-size', size).text(text);
    });
}
