import type { Cause } from '../../engine/causes.ts';
import type { Change } from '../../engine/api/store.ts';
import type { ClusterMirror } from './cluster-mirror.ts';
import { rememberedFact } from './remembered-fact.ts';
import { activeOwnerOf, factOf, type WriteFact } from './write-fact.ts';

/** What the writes of the session did, for as long as their causes are remembered. */
export interface WriteHistory {
  /** Notes a change before the mirror has it; returns what it did. */
  observe(change: Change): WriteFact | null;
  factOf(cause: number): WriteFact | undefined;
  /** causes of the writes to an object that told something, oldest first: the first ones and the last ones. */
  causesOf(uid: string): readonly number[];
}

const KEPT_FACTS = 60_000;
const FORGOTTEN_AT_ONCE = 10_000;
/** Of an object that changes without end, its beginnings and the newest of its life are kept. */
const KEPT_FIRST = 8;
const KEPT_OF_OBJECT = 24;

/** `before`: the causes of what was written before, as a checkpoint has them. */
export function createWriteHistory(mirror: ClusterMirror, before: readonly Cause[]): WriteHistory {
  const facts = new Map<number, { readonly uid: string; readonly fact: WriteFact }>();
  const causesByUid = new Map<string, number[]>();
  const active = new Map<string, number>();

  function count(owner: string | undefined, by: 1 | -1): void {
    if (owner === undefined) return;
    const pods = (active.get(owner) ?? 0) + by;
    if (pods === 0) active.delete(owner);
    else active.set(owner, pods);
  }
  function remember(cause: number, uid: string, fact: WriteFact): void {
    facts.set(cause, { uid, fact });
    const causes = causesByUid.get(uid);
    if (!causes) causesByUid.set(uid, [cause]);
    else {
      causes.push(cause);
      if (causes.length > KEPT_OF_OBJECT) causes.splice(KEPT_FIRST, 1);
    }
    if (facts.size > KEPT_FACTS + FORGOTTEN_AT_ONCE) forgetOldest();
  }
  function forgetOldest(): void {
    for (const [cause, { uid }] of facts) {
      if (facts.size <= KEPT_FACTS) return;
      facts.delete(cause);
      const kept = causesByUid.get(uid)?.filter((other) => other !== cause) ?? [];
      if (kept.length > 0) causesByUid.set(uid, kept);
      else causesByUid.delete(uid);
    }
  }
  for (const cause of before) {
    const fact = cause.reference?.uid === undefined ? null : rememberedFact(cause, mirror);
    if (fact && cause.reference?.uid !== undefined) remember(cause.id, cause.reference.uid, fact);
  }
  for (const pod of mirror.all('Pod')) count(activeOwnerOf(pod), 1);
  const sources = { mirror, activePods: (ownerUid: string) => active.get(ownerUid) ?? 0 };

  return {
    observe(change) {
      const fact = factOf(change, sources);
      if (change.kind === 'Pod') {
        const { type, object, previous } = change as Change<'Pod'>;
        const before = previous && activeOwnerOf(previous);
        const after = type === 'DELETED' ? undefined : activeOwnerOf(object);
        if (before !== after) {
          count(before, -1);
          count(after, 1);
        }
      }
      const { uid } = change.object.metadata;
      if (fact && uid !== undefined && change.cause !== 0) remember(change.cause, uid, fact);
      return fact;
    },
    factOf: (cause) => facts.get(cause)?.fact,
    causesOf: (uid) => causesByUid.get(uid) ?? [],
  };
}
