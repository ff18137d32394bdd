import type { ObjectReference } from '../../engine/api/reference.ts';
import { targetKey, type Target } from './hit-test.ts';
import type { Rect, Scene } from './scene-model.ts';
import { cellNamed } from './svg-painter.ts';
import { nodeLabel, podLabel, stationLabel } from './twin-words.ts';

/** The target of a twin's key; `null` when it has gone. */
export function targetOfKey(scene: Scene, key: string): Target | null {
  const name = key.slice(key.indexOf(':') + 1);
  switch (key.slice(0, key.indexOf(':'))) {
    case 'pod': {
      const cell = cellNamed(scene, name);
      return cell ? { kind: 'pod', cell } : null;
    }
    case 'node':
    case 'kill': {
      const tank = scene.tanks.get(name);
      return tank ? { kind: 'node', tank } : null;
    }
    case 'station': {
      const station = scene.stations.find((candidate) => candidate.name === name);
      return station ? { kind: 'station', station } : null;
    }
    default: return null;
  }
}

export function referenceOf(target: Target): ObjectReference {
  switch (target.kind) {
    case 'pod': return { kind: 'Pod', namespace: target.cell.pod.namespace, name: target.cell.pod.name, uid: target.cell.pod.uid };
    case 'node': return { kind: 'Node', namespace: '', name: target.tank.name, uid: target.tank.node.uid };
    case 'station': return { kind: 'ControlPlane', namespace: '', name: target.station.component };
  }
}

export function labelOf(target: Target): string {
  switch (target.kind) {
    case 'pod': return podLabel(target.cell.pod);
    case 'node': return nodeLabel(target.tank.node);
    case 'station': return stationLabel(target.station);
  }
}

/** Where a target is in the scene. */
export function placeOf(target: Target): Rect {
  switch (target.kind) {
    case 'pod': {
      const { x, y, r } = target.cell;
      return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
    }
    case 'node': return target.tank.rect;
    case 'station': return target.station;
  }
}

/** The key of what a reference names, when the stage shows such things; else empty. */
export function keyOfReference(reference: ObjectReference | null, scene: Scene): string {
  if (!reference) return '';
  if (reference.kind === 'Pod') return `pod:${reference.namespace}/${reference.name}`;
  if (reference.kind === 'Node') return `node:${reference.name}`;
  const station = reference.kind === 'ControlPlane' ? scene.stations.find((candidate) => candidate.component === reference.name) : undefined;
  return station ? targetKey({ kind: 'station', station }) : '';
}
