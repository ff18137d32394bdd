import type { Client } from './api/api-server.ts';
import { isStatus, UnreachableError } from './api/errors.ts';
import type { KindMap, KubeObject } from './api/object.ts';
import { objectKey } from './api/reference.ts';
import type { Store } from './api/store.ts';
import { invariant } from './invariant.ts';
import type { Kernel } from './kernel.ts';
import type { Mutable } from './mutable.ts';
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
/** So many messages of one source about one object with one reason are told apart within ten minutes; further ones share an event (EventAggregator). */
const TOLD_APART = 9;
const SIMILAR_WITHIN_MS = 600_000;
const COMBINED = '(combined from similar events): ';
const EXPIRE_HANDLER = 'events.expire';

interface SpamBucket {
  readonly source: string;
  tokens: number;
  atMs: number;
}

/** What is remembered of an object that events are about. */
interface Subject {
  /** keys of its events. */
  readonly events: string[];
  readonly buckets: SpamBucket[];
}

export interface EventServiceState {
  /** uid, source, tokens and their time of buckets that are not full. */
  readonly spam: readonly (readonly [string, string, number, number])[];
  readonly expireEvent: number;
}

/**
 * Aggregation as client-go's EventCorrelator does: the same event (source, object, type, reason, message, field) raises `count`
 * and `lastTimestamp` of the one that is there, and many that differ in their message alone come to share one.
 */
export function createEventService(kernel: Kernel, store: Store, clientFor: (actor: string) => Client, saved?: EventServiceState): EventService & { save(): EventServiceState } {
  const subjects = new Map<string, Subject>();
  /** keys of all events in the order in which they expire: that of their last write. */
  const expiring = new Set<string>();
  let expireEvent = saved?.expireEvent ?? 0;

  const byVersion = (a: KubeEvent, b: KubeEvent): number => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);
  for (const event of store.select('Event').sort(byVersion)) note(event);
  for (const [uid, source, tokens, atMs] of saved?.spam ?? []) subjectOf(uid).buckets.push({ source, tokens, atMs });

  function subjectOf(uid: string): Subject {
    let subject = subjects.get(uid);
    if (!subject) subjects.set(uid, (subject = { events: [], buckets: [] }));
    return subject;
  }
  function note(event: KubeEvent): void {
    const key = keyOf(event);
    const isNew = !expiring.delete(key);
    expiring.add(key);
    if (isNew) subjectOf(subjectUid(event)).events.push(key);
  }
  function forget(event: KubeEvent): void {
    const key = keyOf(event);
    const uid = subjectUid(event);
    const subject = subjects.get(uid);
    expiring.delete(key);
    subject?.events.splice(subject.events.indexOf(key), 1);
    if (subject?.events.length === 0 && subject.buckets.every(isFull)) subjects.delete(uid);
  }
  store.watch(['Event'], (change) => {
    if (change.type === 'DELETED') forget(change.object);
    else note(change.object);
    if (expireEvent === 0 && expiring.size > 0) expireLater(kernel.timings.eventTtlMs);
  });

  function expireLater(delayMs: number): void {
    expireEvent = kernel.schedule(delayMs, EXPIRE_HANDLER, null, { routine: true, cause: 0 });
  }
  /** The store itself lets them go when their time is over, whether the API server runs or not; then looks at the next. */
  kernel.on(EXPIRE_HANDLER, () => {
    expireEvent = 0;
    const context = { atMs: kernel.now(), actor: 'kube-apiserver', cause: 0 };
    for (const key of expiring) {
      const event = store.get('Event', key);
      if (!event) invariant(false, `event ${key} expires but is not there`);
      const leftMs = expiryOf(event, kernel.timings.eventTtlMs) - context.atMs;
      if (leftMs > 0) {
        expireLater(leftMs);
        return;
      }
      store.remove('Event', key, context);
    }
  });

  function isFull({ tokens, atMs }: SpamBucket): boolean {
    return tokens + (kernel.now() - atMs) / SPAM_REFILL_MS >= SPAM_BURST;
  }
  function passesSpamFilter({ buckets }: Subject, source: string): boolean {
    const nowMs = kernel.now();
    let bucket = buckets.find((candidate) => candidate.source === source);
    if (!bucket) buckets.push((bucket = { source, tokens: SPAM_BURST, atMs: nowMs }));
    bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.atMs) / SPAM_REFILL_MS);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
  /** The event that says the same, if it is still there. */
  function sameEvent({ events }: Subject, content: EventContent): KubeEvent | undefined {
    for (const key of events) {
      const event = store.get('Event', key);
      if (event && saysTheSame(event, content)) return event;
    }
    return undefined;
  }

  /** What is told instead when too many similar messages have been told, and the event that tells it already. */
  function combine({ events }: Subject, content: EventContent): { readonly told: EventContent; readonly existing?: KubeEvent } {
    if (events.length < TOLD_APART) return { told: content };
    let apart = 0;
    let existing: KubeEvent | undefined;
    for (const key of events) {
      const event = store.get('Event', key);
      if (!event || !isSimilar(event, content) || parseTime(event.lastTimestamp ?? '') <= content.nowMs - SIMILAR_WITHIN_MS) continue;
      if (event.message?.startsWith(COMBINED)) existing = event;
      else apart++;
    }
    if (apart < TOLD_APART) return { told: content };
    const told = { ...content, message: COMBINED + content.message };
    return existing ? { told, existing } : { told };
  }

  /**
   * client-go names an event after its object and the time in nanoseconds, in hexadecimal. Those of one millisecond are a few
   * microseconds apart here, so that they are in order by name as well.
   */
  function freeName({ metadata: { name = '', namespace = 'default' } }: KubeObject, { events }: Subject): string {
    for (;;) {
      const nanoseconds = BigInt(kernel.now()) * 1_000_000n + BigInt((events.length % 1_000) * 1_000 + kernel.random.below(1_000));
      const found = `${name}.${nanoseconds.toString(16)}`;
      if (!store.get('Event', objectKey(namespace, found))) return found;
    }
  }

  return {
    recorderFor(component, host) {
      const teller = host ? `${component}/${host}` : component;
      const source: EventSource = host ? { component, host } : { component };
      const client = clientFor(teller);
      return {
        event(object, type, reason, message, fieldPath) {
          const subject = subjectOf(object.metadata.uid ?? object.metadata.name ?? '');
          if (!passesSpamFilter(subject, teller)) return;
          const content: EventContent = { type, reason, message, fieldPath, source, nowMs: kernel.now() };
          try {
            const same = sameEvent(subject, content);
            const { told, existing } = same ? { told: content, existing: same } : combine(subject, content);
            if (existing) client.update<'Event'>({ ...existing, message: told.message, count: (existing.count ?? 1) + 1, lastTimestamp: formatTime(content.nowMs) });
            else client.create<'Event'>(compose(object, told, freeName(object, subject)));
          } catch (error) {
            const lost = error instanceof UnreachableError || isStatus(error, 'Forbidden') || isStatus(error, 'NotFound');
            if (!lost) throw error;
          }
        },
      };
    },
    save: () => {
      const spam = [...subjects].flatMap(([uid, { buckets }]) => buckets.filter((bucket) => !isFull(bucket)).map(({ source, tokens, atMs }) => [uid, source, tokens, atMs] as const));
      // A restored session remembers them in another order.
      spam.sort((a, b) => (a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? -1 : 1));
      return { spam, expireEvent };
    },
  };
}

function keyOf({ metadata }: KubeEvent): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}

function subjectUid({ involvedObject }: KubeEvent): string {
  return involvedObject.uid ?? involvedObject.name ?? '';
}

/** An hour after it was last seen; whoever wrote it without times had better written it now. */
function expiryOf({ lastTimestamp, firstTimestamp, metadata }: KubeEvent, ttlMs: number): number {
  return parseTime(lastTimestamp ?? firstTimestamp ?? metadata.creationTimestamp ?? '') + ttlMs;
}

function saysTheSame(event: KubeEvent, content: EventContent): boolean {
  return event.message === content.message && isSimilar(event, content) && event.involvedObject.fieldPath === content.fieldPath;
}
function isSimilar({ reason, type, source }: KubeEvent, content: EventContent): boolean {
  return reason === content.reason && type === content.type && source?.component === content.source.component && source.host === content.source.host;
}

/** Who tells: one object for all events of a recorder. */
interface EventSource {
  readonly component: string;
  readonly host?: string;
}

interface EventContent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string | undefined;
  readonly source: EventSource;
  readonly nowMs: number;
}

function compose(object: KubeObject, { type, reason, message, fieldPath, source, nowMs }: EventContent, name: string): KubeEvent {
  const { apiVersion, kind, metadata } = object;
  const time = formatTime(nowMs);
  const involvedObject: Mutable<KubeEvent['involvedObject']> = { apiVersion, kind };
  if (metadata.name !== undefined) involvedObject.name = metadata.name;
  if (metadata.namespace !== undefined) involvedObject.namespace = metadata.namespace;
  if (metadata.resourceVersion !== undefined) involvedObject.resourceVersion = metadata.resourceVersion;
  if (metadata.uid !== undefined) involvedObject.uid = metadata.uid;
  if (fieldPath !== undefined) involvedObject.fieldPath = fieldPath;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: metadata.namespace ?? 'default' },
    involvedObject,
    reason,
    message,
    type,
    source,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
