import type { KindMap } from '../../../src/engine/api/object.ts';
import { createRig, node, pod, START_MS, type NodeTraits, type PodTraits, type Rig } from './rig.ts';

/** A pod that runs on a node; `startedS` is in seconds after the others. */
export interface Running extends PodTraits {
  readonly startedS?: number;
}

/** Nodes of one CPU each unless they say otherwise, with pods by node and name. */
export function crowded(nodes: Readonly<Record<string, NodeTraits & { readonly running?: Readonly<Record<string, Running>> }>>, seed?: number): Rig {
  const rig = createRig(seed === undefined ? {} : { seed });
  for (const [name, { running = {}, ...traits }] of Object.entries(nodes)) {
    rig.you.create(node(name, { cpu: '1', ...traits }));
    for (const [podName, { startedS = 0, ...own }] of Object.entries(running)) {
      const made = pod(podName, { nodeName: name, ...own });
      rig.you.create({ ...made, status: { phase: 'Running', startTime: new Date(START_MS + startedS * 1000).toISOString() } });
    }
  }
  return rig;
}

export function budget(name: string, labels: Readonly<Record<string, string>>, disruptionsAllowed: number, disrupted: readonly string[] = []): KindMap['PodDisruptionBudget'] {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: 'default' }, spec: { selector: { matchLabels: labels } },
    status: { disruptionsAllowed, disruptedPods: Object.fromEntries(disrupted.map((pod_) => [pod_, '2026-01-05T10:00:00Z'])) },
  };
}

export function put(rig: Rig, made: KindMap['PodDisruptionBudget']): void {
  rig.store.put('PodDisruptionBudget', made, { atMs: rig.kernel.now(), actor: 'you', cause: 0 });
}

/** Names of pods that are leaving or have left, sorted. */
export function evicted(rig: Rig): string[] {
  return rig.store.select('Event').filter(({ reason }) => reason === 'Preempted').map(({ involvedObject }) => involvedObject.name ?? '').sort();
}

export function terminating(rig: Rig): string[] {
  return rig.store.select('Pod').filter(({ metadata }) => metadata.deletionTimestamp).map(({ metadata }) => metadata.name ?? '').sort();
}

/** What kubelets do when the grace of pods is over. */
export function endGrace(rig: Rig): void {
  for (const name of terminating(rig)) rig.you.delete('Pod', 'default', name, { gracePeriodSeconds: 0 });
}

export function nominated(rig: Rig, name: string): string | undefined {
  return rig.pod(name).status?.nominatedNodeName;
}

/** Goes on until every grace is over and forgotten pods have been tried again. */
export function comeToRest(rig: Rig): void {
  for (let round = 0; round < 12; round++) {
    rig.advance(round === 4 ? 400_000 : 20_000);
    endGrace(rig);
  }
  if (terminating(rig).length > 0) throw new Error('pods are told to leave again and again');
}
