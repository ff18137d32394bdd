import type { KindDefinition } from '../api/kind-definition.ts';
import type { KindMap, KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { parseTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { namespaceConditions, type RemainingContent } from './namespace-conditions.ts';

type Namespace = KindMap['Namespace'];

/** The name under which this controller holds namespaces in `spec.finalizers`. */
const FINALIZER = 'kubernetes';
/** Time that finalizers of others are given before the next look. */
const FINALIZER_ESTIMATE_SECONDS = 15;
const RETRY_MAX_MS = 60_000;

/** Kinds whose objects are not counted as they go: Leases change too often, and Events are never held. The next look finds them gone. */
const UNCOUNTED: ReadonlySet<string> = new Set(['Lease', 'Event', 'Namespace']);

/** Empties namespaces that are being deleted, and then lets them go (pkg/controller/namespace/deletion). */
export const namespaceController: ControllerDefinition = {
  name: 'namespace-controller',
  watches: 'lasting',
  create: createNamespaceController,
};

interface Saved {
  readonly left: readonly (readonly [string, number])[];
  readonly retries: readonly (readonly [string, number])[];
}

function createNamespaceController(context: ControllerContext): Controller {
  const { client, timings, now } = context;
  /** how many objects were left in each namespace that waits for them to go. */
  const left = new Map<string, number>();
  const retries = new Map<string, number>();

  function observeNamespace({ type, object }: { readonly type: string; readonly object: Namespace }): void {
    const name = object.metadata.name ?? '';
    if (type === 'DELETED') {
      left.delete(name);
      retries.delete(name);
      context.cancelDelayed(name);
    } else if (!isOurs(object)) context.cancelDelayed(name);
    else if (!left.has(name)) lookLater(name, timings.namespaceDeletionGraceMs);
  }
  function observeContent({ type, object }: Change): void {
    if (type !== 'DELETED' || left.size === 0 || UNCOUNTED.has(object.kind)) return;
    const namespace = object.metadata.namespace ?? '';
    const count = left.get(namespace);
    if (count === undefined) return;
    left.set(namespace, count - 1);
    if (count === 1) context.enqueue(namespace);
  }
  function lookLater(name: string, delayMs: number, routine = false): void {
    context.enqueueAfter(name, delayMs, routine ? undefined : { label: 'namespace deletion', subject: { kind: 'Namespace', namespace: '', name } }, routine);
  }

  function empty(namespace: Namespace): void {
    const name = namespace.metadata.name ?? '';
    const deletedMs = parseTime(namespace.metadata.deletionTimestamp ?? '');
    // Pods go before everything else, while what they use is still there.
    const kinds = [...client.kinds.values()].filter(({ namespaced }) => namespaced).sort(byResource);
    let remaining = deleteContents(name, kinds.filter(({ kind }) => kind === 'Pod'), deletedMs);
    if (remaining.objects === 0) remaining = deleteContents(name, kinds.filter(({ kind }) => kind !== 'Pod'), deletedMs);
    left.set(name, remaining.objects);
    writeConditions(namespace, remaining);
    if (remaining.objects === 0) finalize(name);
    else wait(name, remaining);
  }

  /** Asks for everything of these kinds to be deleted, and counts what is still there. */
  function deleteContents(name: string, kinds: readonly KindDefinition[], deletedMs: number): RemainingContent {
    const resources = new Map<string, number>();
    const finalizers = new Map<string, number>();
    const problems: string[] = [];
    let objects = 0;
    let estimateSeconds = 0;
    for (const { kind, plural, group, version } of kinds) {
      const graceSeconds = kind === 'Pod' ? longestGrace(client.select('Pod', { namespace: name })) : 0;
      const podsSeconds = now() - deletedMs >= graceSeconds * 1000 ? 0 : graceSeconds;
      for (const { metadata } of client.list(kind, { namespace: name })) {
        client.delete(kind, name, metadata.name ?? '', { propagationPolicy: 'Background', note: `namespace ${name} is being deleted` });
      }
      const rest: readonly KubeObject[] = client.select(kind, { namespace: name });
      if (rest.length === 0) continue;
      objects += rest.length;
      resources.set(`${plural}.${group}`, rest.length);
      const held = rest.flatMap(({ metadata }) => metadata.finalizers ?? []);
      for (const finalizer of held) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
      if (podsSeconds === 0 && held.length === 0) problems.push(`unexpected items still remain in namespace: ${name} for gvr: ${group}/${version}, Resource=${plural}`);
      estimateSeconds = Math.max(estimateSeconds, podsSeconds > 0 ? podsSeconds : held.length > 0 ? FINALIZER_ESTIMATE_SECONDS : 0);
    }
    return { objects, resources, finalizers, problems, estimateSeconds };
  }

  function writeConditions(namespace: Namespace, remaining: RemainingContent): void {
    const conditions = namespaceConditions(namespace.status?.conditions ?? [], remaining, now());
    const note = remaining.objects > 0 ? `${remaining.objects} objects remain` : 'all content deleted';
    client.updateStatus<'Namespace'>({ ...namespace, status: { ...namespace.status, conditions } }, { note });
  }

  function wait(name: string, { estimateSeconds, problems, finalizers }: RemainingContent): void {
    if (problems.length === 0) {
      retries.delete(name);
      // Time alone does not move the finalizers of others.
      const isHeld = finalizers.size > 0 && estimateSeconds <= FINALIZER_ESTIMATE_SECONDS;
      lookLater(name, (Math.floor(estimateSeconds / 2) + 1) * 1000, isHeld);
      return;
    }
    const count = retries.get(name) ?? 0;
    retries.set(name, count + 1);
    context.enqueueAfter(name, Math.min(timings.queueBackOffInitialMs * 2 ** count, RETRY_MAX_MS), undefined, true);
  }

  function finalize(name: string): void {
    left.delete(name);
    retries.delete(name);
    const namespace = client.get('Namespace', '', name);
    if (!namespace) return;
    const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    client.update<'Namespace'>({ ...namespace, spec: { ...namespace.spec, finalizers } }, { note: 'emptied' });
  }

  return {
    watches: { lasting: observeContent, Namespace: observeNamespace },
    resync() {
      if (!client.reachable()) return;
      for (const namespace of client.list('Namespace')) if (isOurs(namespace)) context.enqueue(namespace.metadata.name ?? '');
    },
    reconcile(name) {
      const namespace = client.get('Namespace', '', name);
      if (namespace && isOurs(namespace)) empty(namespace);
    },
    save: () => ({ left: [...left], retries: [...retries] }),
    load(json) {
      const saved = json as unknown as Saved;
      for (const [name, count] of saved.left) left.set(name, count);
      for (const [name, count] of saved.retries) retries.set(name, count);
    },
  };
}

function byResource(a: KindDefinition, b: KindDefinition): number {
  return `${a.group}/${a.plural}` < `${b.group}/${b.plural}` ? -1 : 1;
}

function isOurs({ metadata, spec }: Namespace): boolean {
  return metadata.deletionTimestamp !== undefined && (spec?.finalizers?.includes(FINALIZER) ?? false);
}

/** Seconds the slowest of the running pods may take to end. */
function longestGrace(pods: readonly KindMap['Pod'][]): number {
  return pods.reduce((longest, { spec, status }) => {
    const isFinished = status?.phase === 'Succeeded' || status?.phase === 'Failed';
    return isFinished ? longest : Math.max(longest, spec.terminationGracePeriodSeconds ?? 0);
  }, 0);
}
