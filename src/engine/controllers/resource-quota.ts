import { isSame } from '../api/equality.ts';
import { kindNameOf } from '../api/kind-name.ts';
import type { KindMap, KubeObject } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import { compareQuantities, formatQuantity, parseQuantity, quantityOf } from '../api/schema/quantity.ts';
import type { Change } from '../api/store.ts';
import { addTo, type Amounts } from '../policy/pod-amounts.ts';
import { isInScope } from '../policy/quota/scopes.ts';
import { concerns, isPod, usageOf } from '../policy/quota/usage.ts';
import { parseTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';

type ResourceQuota = KindMap['ResourceQuota'];

/** Takes note of what quotas allow, and counts anew what is used when something has gone (pkg/controller/resourcequota). */
export const resourceQuotaController: ControllerDefinition = {
  name: 'resourcequota-controller',
  watches: 'lasting',
  create: createResourceQuotaController,
};

/** kube-controller-manager `--resource-quota-sync-period`: when use is noticed that has gone without anything being written. */
const RESYNC_MS = 300_000;

/** What the objects in a quota's scope use. */
interface Tally {
  readonly key: string;
  quota: ResourceQuota;
  /** objects by what each uses: one entry for all that are alike. */
  readonly counts: Map<Amounts, number>;
  /** pods on their way out by name, with what they use until their time is over, milliseconds. */
  readonly leaving: Map<string, { readonly usage: Amounts; readonly untilMs: number }>;
}

/** What an object counts as. */
type Standing = { readonly usage: Amounts; readonly untilMs: number | undefined } | undefined;

function createResourceQuotaController(context: ControllerContext): Controller {
  const { client } = context;
  const byNamespace = new Map<string, Map<string, Tally>>();

  function standingOf(object: KubeObject | undefined, quota: ResourceQuota): Standing {
    const definition = object && client.kinds.get(kindNameOf(object));
    if (!object || !definition?.namespaced || definition.kind === 'Event' || !isInScope(quota, object)) return undefined;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
    // A pod that is stuck in its end is not charged for (pods.go QuotaV1Pod).
    const untilMs = isPod(object) && deletionTimestamp !== undefined ? parseTime(deletionTimestamp) + deletionGracePeriodSeconds * 1000 : undefined;
    return { usage: usageOf(object, definition), untilMs };
  }
  function count(tally: Tally, name: string, standing: Standing, by: 1 | -1): void {
    if (!standing) return;
    if (standing.untilMs !== undefined) {
      if (by === 1) tally.leaving.set(name, { usage: standing.usage, untilMs: standing.untilMs });
      else tally.leaving.delete(name);
      return;
    }
    const left = (tally.counts.get(standing.usage) ?? 0) + by;
    if (left === 0) tally.counts.delete(standing.usage);
    else tally.counts.set(standing.usage, left);
  }
  function track(quota: ResourceQuota): void {
    const { namespace = '', name = '' } = quota.metadata;
    const tally: Tally = { key: objectKey(namespace, name), quota, counts: new Map(), leaving: new Map() };
    for (const { kind, namespaced } of client.kinds.values()) {
      if (!namespaced || kind === 'Event') continue;
      for (const object of client.select(kind, { namespace })) count(tally, object.metadata.name ?? '', standingOf(object, quota), 1);
    }
    const tallies = byNamespace.get(namespace);
    if (tallies) tallies.set(name, tally);
    else byNamespace.set(namespace, new Map([[name, tally]]));
  }
  function forget({ metadata: { namespace = '', name = '' } }: ResourceQuota): void {
    const tallies = byNamespace.get(namespace);
    tallies?.delete(name);
    if (tallies?.size === 0) byNamespace.delete(namespace);
    context.cancelDelayed(objectKey(namespace, name));
  }
  function rebuild(): void {
    byNamespace.clear();
    for (const quota of client.select('ResourceQuota')) track(quota);
  }

  function observe({ type, object, previous }: Change): void {
    const tallies = byNamespace.get((object as KubeObject).metadata.namespace ?? '');
    if (!tallies) return;
    const name = (object as KubeObject).metadata.name ?? '';
    for (const tally of tallies.values()) {
      const before = standingOf(previous, tally.quota);
      const after = type === 'DELETED' ? undefined : standingOf(object, tally.quota);
      if (before?.usage === after?.usage && before?.untilMs === after?.untilMs) continue;
      count(tally, name, before, -1);
      count(tally, name, after, 1);
      // What is new has been charged when it was let in.
      if (previous) context.enqueue(tally.key);
    }
  }
  function observeQuota(change: Change<'ResourceQuota'>): void {
    observe(change as unknown as Change);
    const { type, object, previous } = change;
    const { namespace = '', name = '' } = object.metadata;
    if (type === 'DELETED') {
      forget(object);
      return;
    }
    const tally = byNamespace.get(namespace)?.get(name);
    const isAsBefore = tally && isSame(scopesOf(tally.quota), scopesOf(object));
    if (isAsBefore) tally.quota = object;
    else track(object);
    if (!isSame(object.spec, previous?.spec)) context.enqueue(objectKey(namespace, name));
  }

  function usageIn({ counts, leaving }: Tally): Amounts {
    const sum: Map<string, ReturnType<typeof quantityOf>> = new Map();
    for (const [usage, objects] of counts) addTo(sum, usage, objects);
    for (const { usage, untilMs } of leaving.values()) if (context.now() <= untilMs) addTo(sum, usage);
    return sum;
  }
  function lookWhenOverdue({ key, leaving }: Tally): void {
    const nowMs = context.now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const { untilMs } of leaving.values()) if (untilMs >= nowMs) soonest = Math.min(soonest, untilMs);
    if (soonest === Number.POSITIVE_INFINITY) context.cancelDelayed(key);
    else context.enqueueAfter(key, soonest - nowMs + RESYNC_MS, undefined, true);
  }

  if (client.reachable()) rebuild();

  return {
    watches: { lasting: observe, ResourceQuota: observeQuota },
    resync() {
      if (!client.reachable()) return;
      rebuild();
      for (const { metadata } of client.list('ResourceQuota')) context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const quota = client.get('ResourceQuota', namespace, name);
      const tally = byNamespace.get(namespace)?.get(name);
      if (!quota || !tally) return;
      const hard = quota.spec.hard ?? {};
      const used = usedOf(quota, usageIn(tally), (resource) => [...client.kinds.values()].some((definition) => concerns(definition, resource)));
      if (!quota.status?.hard || !isSame(hard, quota.status.hard) || !isSameAmounts(used, quota.status.used ?? {})) {
        client.updateStatus<'ResourceQuota'>({ ...quota, status: { hard, used } });
      }
      lookWhenOverdue(tally);
    },
  };
}

function scopesOf({ spec }: ResourceQuota): unknown {
  return [spec.scopes ?? [], spec.scopeSelector ?? null];
}

/** Of every resource that is limited: what is used; what nobody can use keeps what is said of it. */
function usedOf({ spec, status }: ResourceQuota, usage: Amounts, isKnown: (resource: string) => boolean): Readonly<Record<string, string>> {
  const used: Record<string, string> = {};
  for (const resource of Object.keys(spec.hard ?? {})) {
    const text = isKnown(resource) ? formatQuantity(usage.get(resource) ?? quantityOf(0)) : status?.used?.[resource];
    if (text !== undefined) used[resource] = text;
  }
  return used;
}

function isSameAmounts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => {
    const [a, b] = [parseQuantity(left[name] ?? ''), parseQuantity(right[name] ?? '')];
    return a.ok && b.ok && compareQuantities(a.quantity, b.quantity) === 0;
  });
}
