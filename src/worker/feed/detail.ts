import { objectKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Change } from '../../engine/api/store.ts';
import type { ObjectDetail } from '../protocol.ts';
import type { ChainSources } from './chain.ts';
import type { CloseLook } from './close-look.ts';
import { keyOf, ownersOf } from './cluster-mirror.ts';
import type { Choices } from './decision-view.ts';
import { wantedOf } from './wanted.ts';

/** Everything of the one object the page has selected, whenever it changed. */
export interface DetailFeed {
  select(reference: ObjectReference | null): void;
  observe(change: Change): void;
  take(everything: boolean): ObjectDetail | null | undefined;
}

/** While there is no close look yet, what is selected is not told of. */
export function createDetailFeed(sources: Omit<ChainSources, 'choices'>, closeLook: () => CloseLook | undefined): DetailFeed {
  const { simulation, mirror } = sources;
  let choices: Choices | undefined;
  let selected: ObjectReference | null = null;
  /** the uid of what is selected, kept when it is gone. */
  let uid: string | undefined;
  /** the uid of its topmost owner. */
  let topUid: string | undefined;
  let stale = false;
  let actionsTold = 0;

  function concerns({ type, kind, object, previous }: Change): boolean {
    if (selected === null) return false;
    if (kind === selected.kind && keyOf(object) === objectKey(selected.namespace, selected.name)) return true;
    if (uid === undefined) return false;
    if (kind === 'Event') return (object as Change<'Event'>['object']).involvedObject.uid === uid;
    if (type === 'MODIFIED' && previous && object.metadata.ownerReferences === previous.metadata.ownerReferences && wantedOf(object) === wantedOf(previous)) return false;
    // Relatives come and go, and are scaled.
    if (topUid !== undefined && ownersOf(mirror, object).some((owner) => owner.uid === topUid)) return true;
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
      const look = closeLook();
      if (!look && selected !== null) return undefined;
      stale = false;
      actionsTold = simulation.actions.length;
      if (!look || selected === null) return null;
      const object = mirror.find(selected);
      uid = object?.metadata.uid ?? uid;
      topUid = object ? (ownersOf(mirror, object).at(-1)?.uid ?? uid) : undefined;
      // A new decision on a pod shows in its status, or in an Event about it.
      const decision = selected.kind === 'Pod' && uid !== undefined ? simulation.decisionFor(uid) : undefined;
      choices ??= look.createChoices(simulation);
      return look.detailOf({ ...sources, choices }, uid === undefined ? selected : { ...selected, uid }, object, decision);
    },
  };
}
