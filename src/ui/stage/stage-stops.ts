import type { Scene } from './scene-model.ts';
import type { Stop } from './spatial.ts';
import { killKey } from './twin-words.ts';

/** Everything the arrow keys can reach, each at the place where it shows. */
export function stageStops(scene: Scene): readonly Stop[] {
  const stops: Stop[] = scene.stations.map((station) => ({ key: `station:${station.name}`, x: station.x + station.width / 2, y: station.y + station.height / 2 }));
  for (const cell of scene.lane.cells) stops.push({ key: `pod:${cell.key}`, x: cell.x, y: cell.y });
  for (const { name, rect, unit, parts, cells } of scene.tanks.values()) {
    // A node is reached at its head, so that its button and pods lie below it.
    stops.push({ key: `node:${name}`, x: rect.x + rect.width / 2, y: rect.y + parts.name.y * unit });
    stops.push({ key: killKey(name), x: rect.x + (parts.button.x + parts.button.width / 2) * unit, y: rect.y + (parts.button.y + parts.button.height / 2) * unit });
    for (const cell of cells) stops.push({ key: `pod:${cell.key}`, x: cell.x, y: cell.y });
  }
  return stops;
}
