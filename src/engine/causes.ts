import type { ObjectReference } from './api/reference.ts';

/** Who did what because of what. A deed of a person has no parent; everything else leads back to one, or to a timer that just runs. */
export interface Cause {
  readonly id: number;
  /** the cause this one followed from; 0 when there is none that is known. */
  readonly parent: number;
  readonly atMs: number;
  /** component as upstream names it (`replicaset-controller`, `kubelet/node-1`), or `you`. */
  readonly actor: string;
  readonly verb: 'deed' | 'create' | 'update' | 'delete';
  readonly reference: ObjectReference | null;
  /** for deeds the index of the recorded action; for writes a few words on what changed, where the writer gave them. */
  readonly deed?: number;
  readonly note?: string;
}

/** The chain behind changes, newest kept: when the bound is reached the oldest writes are forgotten, never the deeds. */
export interface CauseLog {
  add(cause: Omit<Cause, 'id'>): number;
  get(id: number): Cause | undefined;
  /** from `id` back to a deed or to what is no longer known, newest first. */
  chain(id: number): Cause[];
  /** the newest write to an object that is still known. */
  latestFor(uid: string): Cause | undefined;
  save(): CauseLogState;
}
export interface CauseLogState {
  readonly nextId: number;
  readonly causes: readonly Cause[];
}

const KEPT_WRITES = 100_000;
/** Forgetting one at a time would walk a Map's holes again and again. */
const FORGOTTEN_AT_ONCE = 10_000;
const CHAIN_LIMIT = 200;

export function createCauseLog(saved?: CauseLogState): CauseLog {
  const deeds = new Map<number, Cause>();
  const writes = new Map<number, Cause>();
  const latest = new Map<string, number>();
  let nextId = saved?.nextId ?? 1;

  function keep(cause: Cause): void {
    if (cause.verb === 'deed') {
      deeds.set(cause.id, cause);
      return;
    }
    writes.set(cause.id, cause);
    if (cause.reference?.uid) latest.set(cause.reference.uid, cause.id);
    if (writes.size > KEPT_WRITES + FORGOTTEN_AT_ONCE) forgetOldest();
  }
  function forgetOldest(): void {
    for (const [id, cause] of writes) {
      if (writes.size <= KEPT_WRITES) return;
      writes.delete(id);
      const uid = cause.reference?.uid;
      if (uid && latest.get(uid) === id) latest.delete(uid);
    }
  }
  for (const cause of saved?.causes ?? []) keep(cause);

  const get = (id: number): Cause | undefined => writes.get(id) ?? deeds.get(id);
  return {
    add(cause) {
      const id = nextId++;
      keep({ id, ...cause });
      return id;
    },
    get,
    chain(id) {
      const links: Cause[] = [];
      for (let link = get(id); link && links.length < CHAIN_LIMIT; link = get(link.parent)) links.push(link);
      return links;
    },
    latestFor(uid) {
      const id = latest.get(uid);
      return id === undefined ? undefined : writes.get(id);
    },
    save: () => ({ nextId, causes: [...deeds.values(), ...writes.values()].sort((a, b) => a.id - b.id) }),
  };
}
