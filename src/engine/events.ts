import type { Client } from './api/api-server.ts';
import { isStatus, UnreachableError } from './api/errors.ts';
import type { KindMap, KubeObject } from './api/object.ts';
import type { Store } from './api/store.ts';
import type { Json } from './json.ts';
import type { Kernel } from './kernel.ts';
import { formatTime, parseTime } from './time-format.ts';

type KubeEvent = KindMap['Event'];

/** Records Events about objects. Recording never fails: when the API cannot be reached the event is lost, as on a real cluster. */
export interface EventRecorder {
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void;
}

/** Hands out recorders, counts repeated events up, and removes events after their hour. */
export interface EventService {
  recorderFor(component: string, host?: string): EventRecorder;
}

/** Burst and refill of client-go's event spam filter, per source and object (client-go/tools/record/events_cache.go). */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;

interface SpamBucket {
  tokens: number;
  atMs: number;
}

export interface EventServiceState {
  readonly spam: readonly (readonly [string, number, number])[];
}

/**
 * Aggregation as client-go's EventCorrelator does: the same event (source, object, type, reason, message, field) raises `count`
 * and `lastTimestamp` of the one that is there.
 */
export function createEventService(kernel: Kernel, store: Store, clientFor: (actor: string) => Client, saved?: EventServiceState): EventService & { save(): EventServiceState } {
  const known = new Map<string, string>();
  const spam = new Map<string, SpamBucket>((saved?.spam ?? []).map(([key, tokens, atMs]) => [key, { tokens, atMs }]));
  for (const event of store.select('Event')) known.set(identityOf(event), event.metadata.name ?? '');

  store.watch(['Event'], (change) => {
    const identity = identityOf(change.object);
    if (change.type === 'DELETED') known.delete(identity);
    else known.set(identity, change.object.metadata.name ?? '');
  });

  const reaper = clientFor('kube-apiserver');
  kernel.on('events.expire', (data) => expire(data));
  function expire(data: Json): void {
    const [namespace, name] = data as readonly [string, string];
    const event = store.get('Event', `${namespace}/${name}`);
    if (!event) return;
    const leftMs = parseTime(event.lastTimestamp ?? event.firstTimestamp ?? '') + kernel.timings.eventTtlMs - kernel.now();
    if (leftMs > 0) kernel.schedule(leftMs, 'events.expire', data, { routine: true, cause: 0 });
    else if (!reaper.reachable()) kernel.schedule(60_000, 'events.expire', data, { routine: true, cause: 0 });
    else reaper.delete('Event', namespace, name);
  }

  function passesSpamFilter(key: string): boolean {
    const nowMs = kernel.now();
    const bucket = spam.get(key) ?? { tokens: SPAM_BURST, atMs: nowMs };
    bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.atMs) / SPAM_REFILL_MS);
    bucket.atMs = nowMs;
    spam.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  return {
    recorderFor(component, host) {
      const client = clientFor(host ? `${component}/${host}` : component);
      return {
        event(object, type, reason, message, fieldPath) {
          const event = compose(object, { type, reason, message, fieldPath, component, host, nowMs: kernel.now() });
          if (!passesSpamFilter(`${component}/${host ?? ''}/${object.metadata.uid ?? ''}`)) return;
          try {
            write(client, kernel, known.get(identityOf(event)), event);
          } catch (error) {
            const lost = error instanceof UnreachableError || isStatus(error, 'Forbidden') || isStatus(error, 'NotFound');
            if (!lost) throw error;
          }
        },
      };
    },
    save: () => {
      const nowMs = kernel.now();
      const kept = [...spam].filter(([, bucket]) => bucket.tokens + (nowMs - bucket.atMs) / SPAM_REFILL_MS < SPAM_BURST);
      // Sorted: a bucket that is full again is left out, and comes back later in another place.
      return { spam: kept.map(([key, bucket]) => [key, bucket.tokens, bucket.atMs] as const).sort(([a], [b]) => (a < b ? -1 : 1)) };
    },
  };
}

function write(client: Client, kernel: Kernel, existingName: string | undefined, event: KubeEvent): void {
  const namespace = event.metadata.namespace ?? 'default';
  const existing = existingName === undefined ? undefined : client.get('Event', namespace, existingName);
  if (existing) {
    client.update({ ...existing, count: (existing.count ?? 1) + 1, lastTimestamp: event.lastTimestamp });
    return;
  }
  const written = client.create(event);
  kernel.schedule(kernel.timings.eventTtlMs, 'events.expire', [namespace, written.metadata.name ?? ''], { routine: true, cause: 0 });
}

interface EventContent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string | undefined;
  readonly component: string;
  readonly host: string | undefined;
  readonly nowMs: number;
}

function compose(object: KubeObject, content: EventContent): KubeEvent {
  const { metadata } = object;
  const namespace = metadata.namespace ?? 'default';
  const time = formatTime(content.nowMs);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    // client-go names events after the object and the time in nanoseconds, in hexadecimal.
    metadata: { generateName: `${(metadata.name ?? '').slice(0, 40)}.${(content.nowMs * 1_000_000).toString(16).slice(0, 11)}`, namespace },
    involvedObject: {
      apiVersion: object.apiVersion, kind: object.kind, name: metadata.name, ...(metadata.namespace ? { namespace } : {}), uid: metadata.uid,
      resourceVersion: metadata.resourceVersion, ...(content.fieldPath ? { fieldPath: content.fieldPath } : {}),
    },
    reason: content.reason,
    message: content.message,
    type: content.type,
    source: { component: content.component, ...(content.host ? { host: content.host } : {}) },
    reportingComponent: content.component,
    reportingInstance: content.host ?? '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  } as KubeEvent;
}

function identityOf(event: KubeEvent): string {
  const { involvedObject, source } = event;
  return `${source?.component}/${source?.host ?? ''}/${involvedObject.uid ?? involvedObject.name}/${involvedObject.fieldPath ?? ''}/${event.type}/${event.reason}/${event.message}`;
}
