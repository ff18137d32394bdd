import type { CacheListener } from './cluster-cache.ts';
import type { ClusterEvent } from './cluster-events.ts';
import type { SchedulingCore } from './core.ts';
import type { Plugin } from './plugin.ts';
import type { Release, SchedulingQueue } from './queue.ts';
import type { KindMap } from '../api/object.ts';

type Pod = KindMap['Pod'];
type MayHelp = (plugin: Plugin, pod: Pod) => boolean | undefined;
/** Something that happened while a pod was being tried. */
type Happening = readonly [event: ClusterEvent, mayHelp: MayHelp];

/** Retries pods when something happens that may help them, as the plugins that refused them hint (pkg/scheduler/backend/queue: queueing hints). */
export interface Requeueing extends Pick<CacheListener, 'nodeChanged' | 'assignedPodChanged' | 'objectChanged' | 'waitingPodChanged'> {
  /** A pod is about to be tried: what happens from now on may help it, too. */
  begin(): void;
  end(): void;
  /** Puts the pod that was tried back, to be retried soon if it was helped meanwhile (the queue's in-flight events). */
  putBack(uid: string, refusedBy: readonly string[]): void;
}

export interface RequeueingSurroundings {
  core(): SchedulingCore;
  readonly queue: SchedulingQueue;
  now(): Release['nowMs'];
  /** of the change being observed. */
  cause(): Release['cause'];
}

export function createRequeueing({ core, queue, now, cause }: RequeueingSurroundings): Requeueing {
  let happenings: Happening[] | undefined;
  /** names of the core's plugins by the events that they have a hint for. */
  let hints: { readonly of: SchedulingCore; readonly names: ReadonlyMap<ClusterEvent, ReadonlySet<string>> } | undefined;

  function namesFor(event: ClusterEvent): ReadonlySet<string> | undefined {
    if (hints?.of !== core()) hints = { of: core(), names: hintsOf(core().plugins) };
    return hints.names.get(event);
  }
  function mayHelpPod(uid: string, name: string, mayHelp: MayHelp): boolean {
    const pod = core().cache.waiting.get(uid);
    const plugin = pod && core().profileOf(pod)?.plugins.get(name);
    return pod !== undefined && plugin !== undefined && (mayHelp(plugin, pod) ?? false);
  }
  function release(event: ClusterEvent, mayHelp: MayHelp): void {
    const names = namesFor(event);
    if (!names) return;
    happenings?.push([event, mayHelp]);
    for (const name of names) queue.releaseRefusedBy(name, (uid) => mayHelpPod(uid, name, mayHelp), { nowMs: now(), cause: cause() });
  }

  return {
    nodeChanged: (event, before, after) => release(event, (plugin, pod) => plugin.retryOn[event]?.(pod, before, after)),
    assignedPodChanged(event, before, after) {
      const nominated = before && !after && !before.spec.nodeName ? before : undefined;
      release(event, (plugin, pod) => (!nominated || isKeptAway(pod, nominated)) && plugin.retryOn[event]?.(pod, before, after));
    },
    objectChanged: (event, before, after) => release(event, (plugin, pod) => plugin.retryOn[event]?.(pod, before, after)),
    waitingPodChanged(event, before, after) {
      const plugins = core().profileOf(after)?.plugins;
      queue.releaseOne(after.metadata.uid ?? '', (name) => plugins?.get(name)?.retryOn[event]?.(after, before, after) ?? false, { nowMs: now(), cause: cause() });
    },
    begin() {
      happenings = [];
    },
    end() {
      happenings = undefined;
    },
    putBack(uid, refusedBy) {
      queue.fail(uid, now(), refusedBy);
      for (const [event, mayHelp] of happenings ?? []) {
        queue.releaseOne(uid, (name) => (namesFor(event)?.has(name) ?? false) && mayHelpPod(uid, name, mayHelp), { nowMs: now(), cause: 0 });
      }
    },
  };
}

/** A nomination keeps nodes from pods of the same and of lower priorities. */
function isKeptAway({ metadata, spec }: Pod, nominated: Pod): boolean {
  return metadata.uid !== nominated.metadata.uid && (spec.priority ?? 0) <= (nominated.spec.priority ?? 0);
}

function hintsOf(plugins: readonly Plugin[]): ReadonlyMap<ClusterEvent, ReadonlySet<string>> {
  const names = new Map<ClusterEvent, Set<string>>();
  for (const { name, retryOn } of plugins) {
    for (const event of Object.keys(retryOn) as ClusterEvent[]) names.set(event, (names.get(event) ?? new Set()).add(name));
  }
  return names;
}
