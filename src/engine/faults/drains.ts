import type { Client } from '../api/api-server.ts';
import { isStatus, StatusError, UnreachableError } from '../api/errors.ts';
import { controllerOf, type KindMap } from '../api/object.ts';
import { isMirrorPod } from '../api/pod-spec/mirror-pods.ts';
import type { Component } from '../component.ts';
import { invariant } from '../invariant.ts';
import type { Json } from '../json.ts';
import type { Kernel } from '../kernel.ts';

type Pod = KindMap['Pod'];

/** Empties nodes, and goes on trying where a disruption budget holds a pod back, as kubectl drain does (kubectl/pkg/drain/drain.go). */
export interface Drains extends Component {
  /** Evicts what is on the node. Returns what kubectl says of pods that did not go, `undefined` when all did. */
  begin(client: Client, node: string): string | undefined;
}

/** Between two tries to evict a pod that its budget held back. */
const RETRY_MS = 5_000;
const RETRY_HANDLER = 'drain.retry';

/** Pods that a drain goes on trying to evict. */
interface Drain {
  readonly pods: readonly Held[];
  readonly eventId: number;
  readonly dueAtMs: number;
  /** whether a budget has changed since the last try, so that the next may succeed. */
  hopeful: boolean;
}
type Held = Readonly<Record<'namespace' | 'name' | 'uid', string>>;

interface Saved {
  readonly drains: readonly (readonly [string, Drain])[];
}

/**
 * `you` is the person's client. A drain that is held back ends when its last pod has gone, or when it is called off: the node is uncordoned,
 * taken away, or drained anew. What it waits for nobody need bring about, so that a cluster in which it waits is at rest.
 */
export function createDrains(kernel: Kernel, you: Client): Drains {
  const drains = new Map<string, Drain>();

  /** Tries each pod once. */
  function evict(client: Client, pods: readonly Held[]): { readonly held: readonly Held[]; readonly said: readonly string[] } {
    const held: Held[] = [];
    const said: string[] = [];
    for (const pod of pods) {
      try {
        client.evict(pod.namespace, pod.name);
      } catch (error) {
        if (isStatus(error, 'NotFound')) continue;
        if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
        const willRetry = !(error instanceof StatusError) || error.status.reason === 'TooManyRequests';
        if (willRetry) held.push(pod);
        said.push(`error when evicting pods/"${pod.name}" -n "${pod.namespace}"${willRetry ? ` (will retry after ${RETRY_MS / 1000}s)` : ''}: ${error.message}`);
      }
    }
    return { held, said };
  }
  function retryLater(node: string, pods: readonly Held[]): void {
    const eventId = kernel.schedule(RETRY_MS, RETRY_HANDLER, node, { routine: true });
    drains.set(node, { pods, eventId, dueAtMs: kernel.now() + RETRY_MS, hopeful: false });
  }
  function isCalledOff(node: string): boolean {
    return you.reachable() && you.get('Node', '', node)?.spec?.unschedulable !== true;
  }
  function isStillThere({ namespace, name, uid }: Held): boolean {
    return !you.reachable() || you.get('Pod', namespace, name)?.metadata.uid === uid;
  }

  kernel.on(RETRY_HANDLER, (node) => {
    invariant(typeof node === 'string', `${RETRY_HANDLER} needs a node`);
    const drain = drains.get(node);
    drains.delete(node);
    if (!drain || isCalledOff(node)) return;
    const { held } = evict(you, drain.pods.filter(isStillThere));
    if (held.length > 0) retryLater(node, held);
  });

  return {
    name: 'kubectl drain',
    watches: ['PodDisruptionBudget'],
    running: true,
    begin(client, node) {
      const before = drains.get(node);
      if (before) kernel.cancel(before.eventId);
      drains.delete(node);
      const pods = client.list('Pod', { nodeName: node }).filter((pod) => pod.metadata.deletionTimestamp === undefined && !isMirrorPod(pod) && !isDaemon(client, pod));
      const { held, said } = evict(client, pods.map(({ metadata: { namespace = '', name = '', uid = '' } }) => ({ namespace, name, uid })));
      if (held.length > 0) retryLater(node, held);
      return said.length > 0 ? said.join('; ') : undefined;
    },
    start() {},
    stop() {},
    observe({ type, object }) {
      const allows = type === 'DELETED' || ((object as KindMap['PodDisruptionBudget']).status?.disruptionsAllowed ?? 0) > 0;
      if (allows) for (const drain of drains.values()) drain.hopeful = true;
    },
    relist() {},
    currentWait() {
      let soonest: { readonly node: string; readonly dueAtMs: number } | undefined;
      for (const [node, { dueAtMs, hopeful }] of drains) if (hopeful && dueAtMs < (soonest?.dueAtMs ?? Number.POSITIVE_INFINITY)) soonest = { node, dueAtMs };
      return soonest && { label: 'drain', subject: { kind: 'Node', namespace: '', name: soonest.node }, dueAtMs: soonest.dueAtMs };
    },
    save: () => ({ drains: [...drains] }) as unknown as Json,
    load(json) {
      for (const [node, drain] of (json as unknown as Saved | null)?.drains ?? []) drains.set(node, { ...drain });
    },
  };
}

/** Whether a DaemonSet would put the pod right back (--ignore-daemonsets). */
function isDaemon(client: Client, pod: Pod): boolean {
  const owner = controllerOf(pod);
  return owner?.kind === 'DaemonSet' && client.kinds.has('DaemonSet') && client.get('DaemonSet', pod.metadata.namespace ?? '', owner.name) !== undefined;
}
