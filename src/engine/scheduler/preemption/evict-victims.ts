import { StatusError } from '../../api/errors.ts';
import type { KindMap } from '../../api/object.ts';
import { disruptionTarget, withPodCondition } from '../../controllers/pod-conditions.ts';
import type { PluginHandle } from '../plugin.ts';
import { withNomination } from '../scheduled-condition.ts';
import { priorityOf } from './importance.ts';

type Pod = KindMap['Pod'];
type Tools = Pick<PluginHandle, 'client' | 'recorder' | 'nominations' | 'now'>;

/**
 * Makes room for `preemptor` on a node (framework/preemption Executor): pods of lower priority that wait for the node wait for it no more, and
 * the victims are told to leave, each with its own grace. Pods that are leaving already, or have left, are let be.
 */
export function evictVictims(preemptor: Pod, node: string, victims: readonly Pod[], { client, recorder, nominations, now }: Tools): void {
  const { uid = '', namespace = '', name = '' } = preemptor.metadata;
  const note = `preempted by ${namespace}/${name}`;
  const scheduler = preemptor.spec.schedulerName ?? 'default-scheduler';
  for (const waiting of nominations.on(node)) {
    if (priorityOf(waiting) < priorityOf(preemptor)) attempt(() => client.updateStatus<'Pod'>(withNomination(waiting, null), { note }));
  }
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp) continue;
    const status = withPodCondition(victim, disruptionTarget('PreemptionByScheduler', `${scheduler}: preempting to accommodate a higher priority pod`), now());
    attempt(() => {
      if (status) client.updateStatus<'Pod'>({ ...victim, status }, { note });
      client.delete('Pod', victim.metadata.namespace ?? '', victim.metadata.name ?? '', { note });
      recorder.event(victim, 'Normal', 'Preempted', `Preempted by pod ${uid} on node ${node}`);
    });
  }
}

/** Whom the API refuses stays. */
function attempt(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}
