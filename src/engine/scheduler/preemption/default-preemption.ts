import type { KindMap } from '../../api/object.ts';
import type { PluginArgs } from '../configuration.ts';
import { counted, unavailable } from '../message.ts';
import type { NodeInfo } from '../node-info.ts';
import type { FailedSearch, Plugin, PluginHandle } from '../plugin.ts';
import { PASS, type Refusals } from '../refusals.ts';
import { candidatesToFind, findCandidates } from './candidates.ts';
import { evictVictims } from './evict-victims.ts';
import { priorityOf } from './importance.ts';
import { createKnownVictims } from './known-victims.ts';
import { pickNode } from './pick-node.ts';
import { createPriorityTally } from './priority-tally.ts';

type Pod = KindMap['Pod'];

const NAME = 'DefaultPreemption';

/** Makes room for a pod that no node would take by telling pods of lower priority to leave (plugins/defaultpreemption, framework/preemption). */
export function createDefaultPreemption(handle: PluginHandle, args: PluginArgs['DefaultPreemption'] = {}): Plugin {
  const { snapshot, refusals, client, random } = handle;
  const priorities = createPriorityTally();
  const known = createKnownVictims(handle);

  /** Why the pod may not preempt others now; undefined when it may. */
  function ineligibility({ spec, status }: Pod, resolvable: readonly NodeInfo[]): string | undefined {
    if (spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
    const nominated = status?.nominatedNodeName ? snapshot.find(status.nominatedNodeName) : undefined;
    if (!nominated || !resolvable.includes(nominated)) return undefined;
    for (const pod of nominated.pods.values()) {
      if (priorityOf(pod) < (spec.priority ?? 0) && isLeavingForAnother(pod)) return 'not eligible due to a terminating pod on the nominated node.';
    }
    return undefined;
  }

  return {
    name: NAME,
    retryOn: {},
    tracking: priorities,
    postFilter({ pod }, search) {
      const nodes = search.resolvableNodes();
      const ineligible = ineligibility(pod, nodes);
      if (ineligible) return { message: `preemption: ${ineligible}` };
      if (nodes.length === 0 || priorities.lowest() >= priorityOf(pod)) {
        return { nominatedNode: null, message: messageOf(search, new Map([[PASS, nodes.length]]), refusals) };
      }
      const tryOut = known.searchFor(pod, search, client.select('PodDisruptionBudget'));
      const { candidates, nodesByRefusal } = findCandidates(nodes, random.below(nodes.length), candidatesToFind(nodes.length, args), tryOut);
      const best = pickNode(candidates);
      if (!best) return { nominatedNode: null, message: messageOf(search, nodesByRefusal, refusals) };
      const { info, victims } = best;
      // As they are now: a dry run may have been a while ago.
      const pods = victims.pods.flatMap(({ metadata }) => info.pods.get(metadata.uid ?? '') ?? []);
      evictVictims(pod, info.name, pods, handle);
      return { nominatedNode: info.name, victims: pods };
    },
  };
}

/** podTerminatingByPreemption. */
function isLeavingForAnother({ metadata, status }: Pod): boolean {
  if (!metadata.deletionTimestamp) return false;
  const disruption = status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return disruption?.status === 'True' && disruption.reason === 'PreemptionByScheduler';
}

function messageOf({ nodeCount }: FailedSearch, nodesByRefusal: ReadonlyMap<number, number>, refusals: Refusals): string {
  const reasons = new Map<string, number>();
  let unhelpful = nodeCount;
  for (const [code, count] of nodesByRefusal) {
    unhelpful -= count;
    const words = code === PASS ? ['No preemption victims found for incoming pod'] : refusals.get(code).reasons;
    for (const reason of words) if (count > 0) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  if (unhelpful > 0) reasons.set('Preemption is not helpful for scheduling', unhelpful);
  return `preemption: ${unavailable(nodeCount)} ${counted(reasons)}.`;
}
