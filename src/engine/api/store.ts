import { invariant } from '../invariant.ts';
import { controllerOf, type KindMap, type KindName, type KubeObject } from './object.ts';
import { objectKey } from './reference.ts';
import { Write } from './write.ts';

/** One write, as watchers see it. */
export interface Change<K extends KindName = KindName> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: K;
  /** for DELETED the last state, with the resourceVersion of the deletion. */
  readonly object: KindMap[K];
  readonly previous: KindMap[K] | undefined;
  readonly resourceVersion: number;
  readonly atMs: number;
  readonly actor: string;
  /** id of this write in the cause log; 0 for heartbeats, which are not logged. */
  readonly cause: number;
  /** true for a heartbeat: an object written again with another time. */
  readonly isRenewal?: boolean;
}

export interface WriteContext {
  readonly atMs: number;
  readonly actor: string;
  readonly cause: number;
}

/** Any one of the index look-ups; without a selector the whole kind. */
export interface StoreQuery {
  readonly namespace?: string;
  /** pairs that must all match; answered from the label index. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly controllerUid?: string;
  readonly ownerUid?: string;
  readonly nodeName?: string;
}

/** Result of reading the history: the changes after a version, or `expired` when they are no longer kept (410 Gone). */
export type HistoryRead = { readonly expired: true } | { readonly expired: false; readonly changes: readonly Change[] };

/**
 * All objects by kind, with a monotonic resourceVersion, a bounded history, and indexes kept up to date on write. It knows
 * nothing of validation, defaults or permissions: {@link ./api-server.ts} is the way in.
 */
export interface Store {
  readonly resourceVersion: number;
  get<K extends KindName>(kind: K, key: string): KindMap[K] | undefined;
  count(kind: KindName): number;
  /** Objects that match, in no promised order: sort before order matters. Fresh array. */
  select<K extends KindName>(kind: K, query?: StoreQuery): KindMap[K][];
  /** Adds or replaces; the object gets its resourceVersion here. */
  put<K extends KindName>(kind: K, object: KindMap[K], context: WriteContext): KindMap[K];
  /** Replaces the object of a key that the caller knows. The object is given away, metadata and all: it is not copied. */
  renew<K extends KindName>(kind: K, key: string, object: KindMap[K], context: WriteContext): KindMap[K];
  remove<K extends KindName>(kind: K, key: string, context: WriteContext): KindMap[K] | undefined;
  /**
   * Adds objects that count as having been there before everything else, with versions below the first. Only who watches all kinds is told,
   * as of writes by {@link SEEDER}. Only once; what was seeded before the store was saved, and changed since, stays as it is.
   */
  seed(objects: readonly (readonly [KindName, KubeObject])[], atMs: number): void;
  /**
   * Calls back synchronously after every write of the kinds, in order of subscription: of `all`, or of all `lasting` ones, which leaves out
   * heartbeats and Events.
   */
  watch<K extends KindName>(kinds: readonly K[] | 'all' | 'lasting', listener: (change: Change<K>) => void): () => void;
  /** What became of a kind after a version. */
  since(kind: KindName, resourceVersion: number): HistoryRead;
  /** Everything there is, by kind. */
  all(): StoreState['objects'];
  /** Without what was seeded and has not changed since: it is seeded again. */
  save(): StoreState;
}
export interface StoreState {
  readonly resourceVersion: number;
  readonly objects: readonly (readonly [KindName, readonly KubeObject[]])[];
  /** what was seeded and has been changed or removed since, as `Kind/key`. */
  readonly unseeded: readonly string[];
}

/** Changes of each kind that are kept; heartbeats and Events, which nobody resumes for long, get a shorter history. */
const HISTORY_LENGTH = 1_000;
const SHORT_HISTORY_LENGTH = 100;
/** The actor of what was there before anybody wrote. */
export const SEEDER = 'bootstrap';
/** Lower versions belong to what is older than the cluster's story: {@link Store.seed}. */
const FIRST_VERSION = 400;
const UNLABELLED_KINDS: ReadonlySet<KindName> = new Set<KindName>(['Event', 'Lease']);

export function createStore(saved?: StoreState): Store {
  let resourceVersion = saved?.resourceVersion ?? FIRST_VERSION;
  const tables = new Map<KindName, Table>();
  const listeners = new Map<KindName, ((change: Change) => void)[]>();
  const forAll: ((change: Change) => void)[] = [];
  const forLasting: ((change: Change) => void)[] = [];
  const startVersion = resourceVersion;
  const unseeded = new Set(saved?.unseeded);

  /** The last table that was asked for: heartbeats come one after the other. */
  let lastKind: KindName | undefined;
  let lastTable: Table | undefined;

  function tableOf(kind: KindName): Table {
    if (kind === lastKind && lastTable) return lastTable;
    let table = tables.get(kind);
    if (!table) tables.set(kind, (table = createTable(kind, startVersion)));
    lastKind = kind;
    lastTable = table;
    return table;
  }
  for (const [kind, objects] of saved?.objects ?? []) {
    // An empty table is kept as well.
    const table = tableOf(kind);
    for (const object of objects) table.put(keyOf(object), object);
  }

  /** By kind: the order of the tables is that in which they were first needed, and says nothing. */
  function all(isWanted: (object: KubeObject) => boolean = () => true): StoreState['objects'] {
    return [...tables.keys()].sort().map((kind) => [kind, [...tableOf(kind).objects.values()].filter(isWanted)] as const);
  }
  function announce(table: Table, change: Change): void {
    if (change.previous && !isNoSeed(change.previous)) unseeded.add(`${change.kind}/${keyOf(change.previous)}`);
    table.history.add(change);
    table.listeners ??= listeners.get(change.kind) ?? addListenerList(listeners, change.kind);
    for (const listener of table.listeners) listener(change);
    if (table.isLasting) for (const listener of forLasting) listener(change);
    for (const listener of forAll) listener(change);
  }

  function putOwn<K extends KindName>(kind: K, key: string, object: KindMap[K], context: WriteContext, isRenewal: boolean): KindMap[K] {
    const table = tableOf(kind);
    (object.metadata as { resourceVersion: string }).resourceVersion = String(++resourceVersion);
    const previous = table.put(key, object) as KindMap[K] | undefined;
    announce(table, new Write(kind, object, previous, resourceVersion, context, isRenewal) as unknown as Change);
    return object;
  }

  return {
    get resourceVersion() {
      return resourceVersion;
    },
    get: <K extends KindName>(kind: K, key: string) => (kind === lastKind ? lastTable : tables.get(kind))?.get(key) as KindMap[K] | undefined,
    count: (kind) => tables.get(kind)?.objects.size ?? 0,
    select: <K extends KindName>(kind: K, query?: StoreQuery) => (tables.get(kind)?.select(query) ?? []) as KindMap[K][],
    put: (kind, object, context) => putOwn(kind, keyOf(object), { ...object, metadata: { ...object.metadata } }, context, false),
    renew: (kind, key, object, context) => putOwn(kind, key, object, context, true),
    remove<K extends KindName>(kind: K, key: string, context: WriteContext) {
      const table = tableOf(kind);
      const previous = table.remove(key) as KindMap[K] | undefined;
      if (!previous) return undefined;
      const { atMs, actor, cause } = context;
      const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(++resourceVersion) } } as KindMap[K];
      announce(table, { type: 'DELETED', kind, object, previous, resourceVersion, atMs, actor, cause });
      return object;
    },
    seed(objects, atMs) {
      if (objects.length > FIRST_VERSION) invariant(false, 'too many objects to seed');
      let version = 0;
      for (const [kind, object] of objects) {
        if (unseeded.has(`${kind}/${keyOf(object)}`)) {
          version++;
          continue;
        }
        const seeded = { ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } } as KindMap[KindName];
        tableOf(kind).put(keyOf(seeded), seeded);
        for (const listener of [...forLasting, ...forAll]) listener({ type: 'ADDED', kind, object: seeded, previous: undefined, resourceVersion: version, atMs, actor: SEEDER, cause: 0 });
      }
    },
    watch(kinds, listener) {
      const lists = kinds === 'all' ? [forAll] : kinds === 'lasting' ? [forLasting] : kinds.map((kind) => listeners.get(kind) ?? addListenerList(listeners, kind));
      for (const list of lists) list.push(listener as (change: Change) => void);
      return () => {
        for (const list of lists) list.splice(list.indexOf(listener as (change: Change) => void), 1);
      };
    },
    since: (kind, version) => tableOf(kind).history.since(version),
    all,
    save: () => ({ resourceVersion, objects: all(isNoSeed), unseeded: [...unseeded].sort() }),
  };
}

function isNoSeed({ metadata: { resourceVersion = '' } }: KubeObject): boolean {
  // Most versions are longer: no number has to be made of them.
  return resourceVersion.length > 3 || Number(resourceVersion) > FIRST_VERSION;
}

function addListenerList(listeners: Map<KindName, ((change: Change) => void)[]>, kind: KindName): ((change: Change) => void)[] {
  const list: ((change: Change) => void)[] = [];
  listeners.set(kind, list);
  return list;
}

function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  if (!name) invariant(false, `${object.kind} without a name`);
  return objectKey(namespace, name);
}

interface Table {
  readonly isLasting: boolean;
  /** who watches the kind. */
  listeners?: readonly ((change: Change) => void)[];
  readonly history: History;
  readonly objects: ReadonlyMap<string, KubeObject>;
  get(key: string): KubeObject | undefined;
  put(key: string, object: KubeObject): KubeObject | undefined;
  remove(key: string): KubeObject | undefined;
  select(query: StoreQuery | undefined): KubeObject[];
}

/** Index terms of an object. Namespace is part of a label term, because selectors never reach across namespaces. */
function termsOf(object: KubeObject, labelled: boolean): string[] {
  const { namespace, labels, ownerReferences } = object.metadata;
  const terms: string[] = [];
  if (namespace) terms.push(`n/${namespace}`);
  if (labelled) for (const name in labels) terms.push(labelTerm(namespace, name, labels[name]));
  if (ownerReferences) for (const owner of ownerReferences) terms.push(`o/${owner.uid}`);
  const node = nodeOf(object);
  if (node) terms.push(nodeTerm(node));
  return terms;
}

function nodeTerm(node: string): string {
  return `w/${node}`;
}

function labelTerm(namespace: string | undefined, name: string, value: string | undefined): string {
  return `l/${namespace ?? ''}/${name}=${value}`;
}

function nodeOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as KindMap['Pod']).spec?.nodeName : undefined;
}

function hasSameMetadataTerms({ metadata: left }: KubeObject, { metadata: right }: KubeObject): boolean {
  return left.labels === right.labels && left.ownerReferences === right.ownerReferences;
}

function createTable(kind: KindName, startVersion: number): Table {
  const objects = new Map<string, KubeObject>();
  const index = new Map<string, Set<string>>();
  const labelled = !UNLABELLED_KINDS.has(kind);
  const history = createHistory(labelled ? HISTORY_LENGTH : SHORT_HISTORY_LENGTH, startVersion);

  /** What was asked for last: a write looks at what it replaces again. */
  let lastKey = '';
  let lastObject: KubeObject | undefined;

  function get(key: string): KubeObject | undefined {
    if (key === lastKey) return lastObject;
    lastKey = key;
    lastObject = objects.get(key);
    return lastObject;
  }
  function addTerm(key: string, term: string): void {
    const keys = index.get(term);
    if (keys) keys.add(key);
    else index.set(term, new Set([key]));
  }
  function dropTerm(key: string, term: string): void {
    const keys = index.get(term);
    keys?.delete(key);
    if (keys?.size === 0) index.delete(term);
  }
  function addTerms(key: string, object: KubeObject): void {
    for (const term of termsOf(object, labelled)) addTerm(key, term);
  }
  function dropTerms(key: string, object: KubeObject): void {
    for (const term of termsOf(object, labelled)) dropTerm(key, term);
  }
  /** Most writes touch no term; binding a pod touches that of its node alone. */
  function changeTerms(key: string, previous: KubeObject, object: KubeObject): void {
    if (!hasSameMetadataTerms(previous, object)) {
      dropTerms(key, previous);
      addTerms(key, object);
      return;
    }
    const before = nodeOf(previous);
    const node = nodeOf(object);
    if (before === node) return;
    if (before) dropTerm(key, nodeTerm(before));
    if (node) addTerm(key, nodeTerm(node));
  }
  function read(keys: Iterable<string>, query: StoreQuery): KubeObject[] {
    const found: KubeObject[] = [];
    for (const key of keys) {
      const object = objects.get(key);
      if (object && matches(object, query)) found.push(object);
    }
    return found;
  }

  return {
    isLasting: labelled,
    history,
    objects,
    get,
    put(key, object) {
      const previous = get(key);
      objects.set(key, object);
      lastObject = object;
      if (previous) changeTerms(key, previous, object);
      else addTerms(key, object);
      return previous;
    },
    remove(key) {
      const previous = get(key);
      if (!previous) return undefined;
      objects.delete(key);
      lastObject = undefined;
      dropTerms(key, previous);
      return previous;
    },
    select(query) {
      if (!query) return [...objects.values()];
      const smallest = smallestPosting(index, query, labelled);
      if (smallest === 'all') return read(objects.keys(), query);
      return smallest ? read(smallest, query) : [];
    },
  };
}

/** The shortest list of keys that holds every match: `undefined` when there can be none, `'all'` when no index applies. */
function smallestPosting(index: ReadonlyMap<string, ReadonlySet<string>>, query: StoreQuery, labelled: boolean): ReadonlySet<string> | 'all' | undefined {
  const terms: string[] = [];
  const owner = query.controllerUid ?? query.ownerUid;
  if (owner !== undefined) terms.push(`o/${owner}`);
  if (query.nodeName !== undefined) terms.push(nodeTerm(query.nodeName));
  if (query.namespace) terms.push(`n/${query.namespace}`);
  if (labelled && query.namespace !== undefined) {
    for (const name in query.labels) terms.push(labelTerm(query.namespace || undefined, name, query.labels[name]));
  }
  let best: ReadonlySet<string> | 'all' = 'all';
  for (const term of terms) {
    const keys = index.get(term);
    if (!keys) return undefined;
    if (best === 'all' || keys.size < best.size) best = keys;
  }
  return best;
}

function matches(object: KubeObject, query: StoreQuery): boolean {
  const { metadata } = object;
  if (query.namespace && metadata.namespace !== query.namespace) return false;
  for (const name in query.labels) if (metadata.labels?.[name] !== query.labels[name]) return false;
  if (query.controllerUid !== undefined && controllerOf(object)?.uid !== query.controllerUid) return false;
  if (query.ownerUid !== undefined && !metadata.ownerReferences?.some((owner) => owner.uid === query.ownerUid)) return false;
  return query.nodeName === undefined || nodeOf(object) === query.nodeName;
}

interface History {
  add(change: Change): void;
  since(version: number): HistoryRead;
}

/** The last `length` changes in a ring. */
function createHistory(length: number, startVersion: number): History {
  const ring: Change[] = [];
  let start = 0;
  let oldestUnkept = startVersion;

  return {
    add(change) {
      if (ring.length < length) {
        ring.push(change);
        return;
      }
      oldestUnkept = ring[start]?.resourceVersion ?? oldestUnkept;
      ring[start] = change;
      start = (start + 1) % length;
    },
    since(version) {
      if (version < oldestUnkept) return { expired: true };
      const ordered = [...ring.slice(start), ...ring.slice(0, start)];
      let low = 0;
      let high = ordered.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ordered[middle]?.resourceVersion ?? 0) > version) high = middle;
        else low = middle + 1;
      }
      return { expired: false, changes: ordered.slice(low) };
    },
  };
}
