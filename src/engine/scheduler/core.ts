import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName } from '../api/object.ts';
import type { EventRecorder } from '../events.ts';
import type { Random } from '../random.ts';
import { createClusterCache, type CacheListener, type ClusterCache } from './cluster-cache.ts';
import { DEFAULT_SCHEDULER_NAME, profilesOf, type SchedulerConfiguration } from './configuration.ts';
import { createSchedulingCycle, NOTHING_SEEN, type SchedulingCycle, type SearchPosition } from './cycle.ts';
import type { CycleRecord } from './decision-log.ts';
import type { Preemption } from './decision.ts';
import { createDefaultSelectors } from './default-selector.ts';
import { failureMessage, NO_NODES } from './message.ts';
import type { NodeInfo } from './node-info.ts';
import { createNodeSnapshot } from './node-snapshot.ts';
import { createNominations } from './nominations.ts';
import { demandOf } from './pod-demand.ts';
import { createPodTallies } from './pod-tallies.ts';
import type { Candidate, FailedSearch, Plugin, PluginHandle } from './plugin.ts';
import type { QueuedPod } from './queue.ts';
import { createProfile, type Profile } from './profile.ts';
import { createRefusals } from './refusals.ts';

type Pod = KindMap['Pod'];

/** What came of trying to find a node for a pod. */
export type Attempt = { readonly record: CycleRecord } & (
  | { readonly node: NodeInfo; readonly candidate: Candidate; readonly profile: Profile }
  | {
      readonly node: null;
      readonly message: string;
      readonly refusedBy: readonly string[];
      /** where the pod is to wait for room: null for nowhere, undefined for where it does. */
      readonly nominated: string | null | undefined;
      readonly preemption: Preemption | null;
    }
);

/** Everything about finding nodes for pods under a configuration; nothing of when it is done, or of what follows. */
export interface SchedulingCore {
  readonly handle: PluginHandle;
  readonly cache: ClusterCache;
  readonly position: SearchPosition;
  /** plugins of every profile. */
  readonly plugins: readonly Plugin[];
  /** kinds that the plugins depend on besides those of the cache. */
  readonly watches: readonly KindName[];
  profile(schedulerName: string): Profile | undefined;
  profileOf(pod: Pod): Profile | undefined;
  attempt(pod: Pod): Attempt;
  /** the order of the queue. */
  isTriedBefore(a: QueuedPod, b: QueuedPod): boolean;
}

export interface CoreOptions {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly random: Pick<Random, 'below'>;
  readonly now: () => number;
  readonly configuration: SchedulerConfiguration;
  readonly explain: boolean;
  readonly listener: CacheListener;
}

export function createSchedulingCore({ client, recorder, random, now, configuration, explain, listener }: CoreOptions): SchedulingCore {
  const snapshot = createNodeSnapshot();
  const handle: PluginHandle = {
    snapshot, refusals: createRefusals(), tallies: createPodTallies(snapshot), selectors: createDefaultSelectors(), nominations: createNominations(snapshot.touch),
    client, recorder, random, now,
  };
  const position: SearchPosition = { nextStart: 0 };
  const profiles = new Map<string, { readonly profile: Profile; readonly cycle: SchedulingCycle }>();
  for (const configured of profilesOf(configuration)) {
    const profile = createProfile(configured, handle, configuration.percentageOfNodesToScore ?? 0);
    profiles.set(configured.schedulerName, { profile, cycle: createSchedulingCycle(profile, handle, position, { explain }) });
  }
  const plugins = [...profiles.values()].flatMap(({ profile }) => [...profile.plugins.values()]);
  const [sorting] = plugins.filter(({ queueSort }) => queueSort);
  const nameOf = ({ spec }: Pod): string => spec.schedulerName || DEFAULT_SCHEDULER_NAME;
  const profileOf = (pod: Pod): Profile | undefined => profiles.get(nameOf(pod))?.profile;

  function isOurs(pod: Pod): boolean {
    const profile = profileOf(pod);
    if (!profile) return false;
    for (const plugin of profile.points.preEnqueue) if (plugin.preEnqueue?.(pod) !== undefined) return false;
    return true;
  }
  /** The first plugin that nominates a node ends the round; else all of them have their say (framework/runtime RunPostFilterPlugins). */
  function postFilter({ points }: Profile, candidate: Candidate, search: FailedSearch): Pick<Attempt & { readonly node: null }, 'nominated' | 'preemption'> {
    if (points.postFilter.length === 0) return { nominated: null, preemption: null };
    let nominated: string | null | undefined;
    const messages: string[] = [];
    for (const plugin of points.postFilter) {
      const { nominatedNode, victims = [], message } = plugin.postFilter?.(candidate, search) ?? {};
      if (nominatedNode) {
        const told = victims.map(({ metadata: { namespace = '', name = '', uid = '' } }) => ({ namespace, name, uid }));
        return { nominated: nominatedNode, preemption: { nominatedNode, victims: told, message: '' } };
      }
      if (nominatedNode === null) nominated = null;
      if (message) messages.push(message);
    }
    return { nominated, preemption: { nominatedNode: null, victims: [], message: messages.join(', ') } };
  }

  return {
    handle,
    cache: createClusterCache({ ...handle, isOurs, tracking: plugins.flatMap(({ tracking }) => tracking ?? []) }, listener),
    position,
    plugins,
    watches: [...new Set([...profiles.values()].flatMap(({ profile }) => profile.watches))],
    profile: (schedulerName) => profiles.get(schedulerName)?.profile,
    profileOf,
    isTriedBefore: (a, b) => sorting?.queueSort?.(a, b) ?? a.sequence < b.sequence,
    attempt(pod) {
      const found = profiles.get(nameOf(pod));
      if (!found || snapshot.nodes.length === 0) return { node: null, message: NO_NODES, refusedBy: [], nominated: null, preemption: null, record: NOTHING_SEEN };
      const candidate = { pod, demand: demandOf(pod.spec) };
      const result = found.cycle.run(candidate);
      if (result.node !== null) return { node: result.node, candidate, profile: found.profile, record: result.record };
      const after = postFilter(found.profile, candidate, result.search);
      const message = failureMessage(result.failure, handle.refusals, after.preemption?.message);
      return { node: null, message, refusedBy: result.refusedBy, record: result.record, ...after };
    },
  };
}
