import type { KubeObject } from '../../engine/api/object.ts';
import { objectKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Change } from '../../engine/api/store.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Decision } from '../../engine/scheduler/decision.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { ObjectDetail } from '../protocol.ts';
import { chainOf, type ChainSources } from './chain.ts';
import { keyOf, ownersOf, referenceTo } from './cluster-mirror.ts';
import { decisionView } from './decision-view.ts';
import { oneLine } from './pod-shape.ts';
import { summaryOf } from './summary.ts';

/** Everything of the one object the page has selected, whenever it changed. */
export interface DetailFeed {
  select(reference: ObjectReference | null): void;
  observe(change: Change): void;
  take(everything: boolean): ObjectDetail | null | undefined;
}

export function createDetailFeed(sources: ChainSources): DetailFeed {
  const { simulation, mirror } = sources;
  let selected: ObjectReference | null = null;
  /** the uid of what is selected, kept when it is gone. */
  let uid: string | undefined;
  let stale = false;
  let actionsTold = 0;

  function concerns({ type, kind, object, previous }: Change): boolean {
    if (selected === null) return false;
    if (kind === selected.kind && keyOf(object) === objectKey(selected.namespace, selected.name)) return true;
    if (uid === undefined) return false;
    if (kind === 'Event') return (object as Change<'Event'>['object']).involvedObject.uid === uid;
    if (type === 'MODIFIED' && object.metadata.ownerReferences === previous?.metadata.ownerReferences) return false;
    return [object, previous].some((each) => each?.metadata.ownerReferences?.some((owner) => owner.uid === uid));
  }

  return {
    select(reference) {
      selected = reference;
      uid = reference?.uid;
      stale = true;
    },
    observe(change) {
      if (!stale && concerns(change)) stale = true;
    },
    take(everything) {
      const isDue = stale || (selected !== null && simulation.actions.length !== actionsTold);
      if (!isDue && !(everything && selected)) return undefined;
      stale = false;
      actionsTold = simulation.actions.length;
      if (selected === null) return null;
      const object = mirror.find(selected);
      uid = object?.metadata.uid ?? uid;
      // A new decision on a pod shows in its status, or in an Event about it.
      const decision = selected.kind === 'Pod' && uid !== undefined ? simulation.decisionFor(uid) : undefined;
      return detailOf(sources, uid === undefined ? selected : { ...selected, uid }, object, decision);
    },
  };
}

function detailOf(sources: ChainSources, reference: ObjectReference, object: KubeObject | undefined, decision: Decision | undefined): ObjectDetail {
  const { mirror } = sources;
  return {
    reference,
    // Wire objects are plain JSON; their generated types only say more.
    object: (object as JsonObject | undefined) ?? null,
    summary: object ? summaryOf(object, mirror) : [],
    conditions: object ? conditionsOf(object) : [],
    owners: object ? ownersOf(mirror, object) : [],
    dependents: object?.metadata.uid === undefined ? [] : Array.from(mirror.dependentsOf(object.metadata.uid), referenceTo),
    chain: chainOf(sources, reference),
    decision: decision ? decisionView(decision) : null,
  };
}

interface WireCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

function conditionsOf({ status, metadata }: KubeObject): ObjectDetail['conditions'] {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly WireCondition[] };
  return conditions.map(({ type, status: value, reason = '', message = '', lastTransitionTime }) => ({
    type, status: value, reason, message: oneLine(message), sinceMs: parseTime(lastTransitionTime ?? metadata.creationTimestamp ?? ''),
  }));
}
