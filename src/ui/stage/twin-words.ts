import type { NodeView, PodView } from '../../worker/protocol.ts';
import type { Cell, StationShape, Tank } from './scene-model.ts';
import { percentWords } from './words.ts';

/** "node-1, Ready", "node-2, NotReady, cordoned" */
export function nodeLabel(node: Pick<NodeView, 'name' | 'ready' | 'unschedulable' | 'pressures'>): string {
  return `${node.name}, ${node.ready}${node.unschedulable ? ', cordoned' : ''}${node.pressures.map((resource) => `, low on ${resource}`).join('')}`;
}

/** "Pod web-7d9f, Running" */
export function podLabel(pod: Pick<PodView, 'name' | 'spokenState'>): string {
  return `Pod ${pod.name}, ${pod.spokenState}`;
}

/** "scheduler, stopped" */
export function stationLabel({ title, state, detail }: Pick<StationShape, 'title' | 'state' | 'detail'>): string {
  return state === 'stopped' ? `${title}, stopped` : `${title}, ${state === 'partly' ? detail : 'running'}`;
}

/** "5 pods, cpu 62 %, memory 50 %" */
export function nodeSummary({ cells, parts }: Tank): string {
  return `${cells.length} ${cells.length === 1 ? 'pod' : 'pods'}, cpu ${percentWords(parts.cpu)}, memory ${percentWords(parts.memory)}`;
}

export function killKey(node: string): string {
  return `kill:${node}`;
}

/** A tank's cells from the bottom left to the right and up, as they are read. */
export function cellsInOrder({ cells, slots }: Tank): readonly Cell[] {
  return [...cells].sort((a, b) => (slots.slotOf.get(a.key) ?? 0) - (slots.slotOf.get(b.key) ?? 0));
}
