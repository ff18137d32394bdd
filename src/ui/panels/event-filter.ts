import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { EventView } from '../../worker/protocol.ts';

/** Which events a person wants to read. */
export interface EventFilter {
  /** words that must all occur somewhere in the event. */
  readonly text: string;
  readonly type: 'All' | EventView['type'];
  /** only events of this object. */
  readonly only: ObjectReference | null;
}

/** The events that pass `filter`, newest first; `events` has the newest last. */
export function newestEvents(events: Iterable<EventView>, filter: EventFilter): EventView[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const only = filter.only && referenceKey(filter.only);
  const passing: EventView[] = [];
  for (const event of events) {
    if (filter.type !== 'All' && event.type !== filter.type) continue;
    if (only !== null && referenceKey(event.object) !== only) continue;
    if (words.length > 0 && !words.every((word) => textOf(event).includes(word))) continue;
    passing.push(event);
  }
  return passing.reverse();
}

/** An object as kubectl's event table names it: `pod/web-6d4f-x9k2p`. */
export function objectName(reference: ObjectReference): string {
  return `${reference.kind.toLowerCase()}/${reference.name}`;
}

function textOf(event: EventView): string {
  return `${event.type} ${event.reason} ${objectName(event.object)} ${event.from} ${event.message}`.toLowerCase();
}
