import type { NodeView, PodView } from '../../worker/protocol.ts';
import type { Cell, StationShape, Tank } from './scene-model.ts';
import { taintsPut } from './tank-head.ts';
import { percentWords } from './words.ts';

/** "node-1, Ready", "node-2, NotReady, cordoned", "gpu-1, Ready, taint dedicated=training:NoSchedule" */
export function nodeLabel(node: Pick<NodeView, 'name' | 'ready' | 'unschedulable' | 'pressures' | 'controlPlane' | 'taints'>): string {
  return `${node.name}, ${node.ready}${node.controlPlane ? ', control plane' : ''}${node.unschedulable ? ', cordoned' : ''}${node.pressures.map((resource) => `, low on ${resource}`).join('')}${taintsPut(node).map((taint) => `, taint ${taint}`).join('')}`;
}

/** "Pod web-7d9f, Running", "Pod db-0, Running, primary" */
export function podLabel({ name, spokenState, traits, mark, reason }: Pick<PodView, 'name' | 'spokenState' | 'traits' | 'mark' | 'reason'>): string {
  return ['Pod ' + name, spokenState, ...(traits === '' ? [] : [traits]), ...(mark === 'preempted' ? [reason] : [])].join(', ');
}

/** "scheduler, stopped" */
export function stationLabel({ title, state, detail }: Pick<StationShape, 'title' | 'state' | 'detail'>): string {
  return state === 'stopped' ? `${title}, stopped` : `${title}, ${state === 'partly' ? detail : 'running'}`;
}

/** "5 pods, cpu 62 % and memory 50 % requested, a place kept for urgent-1" */
export function nodeSummary({ cells, parts, expected }: Tank): string {
  const kept = expected.map(({ name }) => `, a place kept for ${name}`).join('');
  return `${cells.length} ${cells.length === 1 ? 'pod' : 'pods'}, cpu ${percentWords(parts.cpu)} and memory ${percentWords(parts.memory)} requested${kept}`;
}

export function killKey(node: string): string {
  return `kill:${node}`;
}

/** A tank's cells from the bottom left to the right and up, as they are read. */
export function cellsInOrder({ cells, slots }: Tank): readonly Cell[] {
  return [...cells].sort((a, b) => (slots.slotOf.get(a.key) ?? 0) - (slots.slotOf.get(b.key) ?? 0));
}
