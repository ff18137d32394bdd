import type { KindMap } from '../../engine/api/object.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { EventView } from '../protocol.ts';
import { keyOf } from './cluster-mirror.ts';
import { oneLine } from './pod-shape.ts';

type KubeEvent = KindMap['Event'];

/** When an event happened last, to the second. */
export function eventTimeOf({ lastTimestamp, firstTimestamp, metadata }: KubeEvent): number {
  return parseTime(lastTimestamp ?? firstTimestamp ?? metadata.creationTimestamp ?? '');
}

/** `atMs`: when it was seen to happen, which is finer than what it says of itself. */
export function eventView(event: KubeEvent, atMs: number): EventView {
  const { involvedObject, source, type, reason = '', message = '', count = 1 } = event;
  const component = source?.component ?? event.reportingComponent ?? '';
  const { kind = '', namespace = '', name = '', uid } = involvedObject;
  return {
    key: keyOf(event),
    atMs,
    type: type === 'Warning' ? 'Warning' : 'Normal',
    reason,
    message: oneLine(message),
    count,
    from: source?.host ? `${component}, ${source.host}` : component,
    // Events about Nodes carry the node's name for a uid; they mean the Node of that name.
    object: uid === undefined || kind === 'Node' ? { kind, namespace, name } : { kind, namespace, name, uid },
  };
}
