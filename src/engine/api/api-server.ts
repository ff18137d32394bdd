import type { Kernel } from '../kernel.ts';
import { formatTime } from '../time-format.ts';
import type { PropagationPolicy } from '../actions.ts';
import type { Admission, AdmissionPlugin, AdmissionRequest, EvictionPolicy, ExpectedObjects } from './admission.ts';
import { isHeldNamespace, planDeletion } from './deletion.ts';
import { isSame } from './equality.ts';
import { alreadyExists, badRequest, conflict, invalid, notFound, StatusError, unexplained, UnreachableError } from './errors.ts';
import type { KindDefinition } from './kind-definition.ts';
import { kindNameOf } from './kind-name.ts';
import type { KindValidation, KindValidations } from './kind-validation.ts';
import type { KindMap, KindName, KubeObject } from './object.ts';
import { countGeneration, keepSystemFields, withName, withoutNamespace } from './object-metadata.ts';
import { replaceEphemeralContainers } from './pod-spec/ephemeral-containers.ts';
import { checkPreconditions, uidMismatch } from './preconditions.ts';
import { objectKey } from './reference.ts';
import type { Store, StoreQuery, WriteContext } from './store.ts';
import type { Authorizer, UserInfo, Verb } from './user.ts';

export interface CreateOptions {
  /** Everything is checked and nothing written. */
  readonly dryRun?: boolean;
  /** namespaces that count as there, because the same caller is about to make them. */
  readonly expectedNamespaces?: ReadonlySet<string>;
  /** objects that the same caller is about to make before this one, by `referenceKey`: they count as there for admission. */
  readonly expected?: ExpectedObjects;
}
export interface UpdateOptions {
  /** Everything is checked and nothing written. */
  readonly dryRun?: boolean;
  /** a few words on what changes, kept with the cause. */
  readonly note?: string;
  /** What the change counts as for authorization: `update` unless it is sent as a patch. */
  readonly verb?: 'update' | 'patch';
  /** The subresource that it counts as a change of, for authorization. */
  readonly subresource?: 'scale';
}
export interface EvictOptions {
  /** Everything is checked and nothing written. */
  readonly dryRun?: boolean;
}
export interface DeleteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: PropagationPolicy;
  /** pods only; the pod's own `terminationGracePeriodSeconds` when absent. */
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: boolean;
  readonly note?: string;
}

/**
 * The API as one actor sees it. Every component has its own; each write is logged under the actor's name with the cause at work.
 * All calls throw {@link StatusError} when refused and {@link UnreachableError} when the API cannot be reached.
 */
export interface Client {
  readonly actor: string;
  /** Absent for the cluster's own components. */
  readonly user?: UserInfo;
  /** Every kind that is served, by its name: discovery. */
  readonly kinds: ReadonlyMap<KindName, KindDefinition>;
  get<K extends KindName>(kind: K, namespace: string, name: string): KindMap[K] | undefined;
  /** Matches by index, in no promised order. */
  select<K extends KindName>(kind: K, query?: StoreQuery): KindMap[K][];
  /** The same sorted by namespace and name. */
  list<K extends KindName>(kind: K, query?: StoreQuery): KindMap[K][];
  create<K extends KindName>(object: KindMap[K], options?: CreateOptions): KindMap[K];
  /** Replaces all but status. 409 when `metadata.resourceVersion` is given and stale. */
  update<K extends KindName>(object: KindMap[K], options?: UpdateOptions): KindMap[K];
  /**
   * What {@link update} comes to for a heartbeat, many a second: a component writes an object of its own again with another time. What is
   * given to the result is given away: it and its metadata are fresh copies of what is stored, and nothing of them but the spec has changed.
   * It throws the 404, and the 409 as {@link update} does; nothing of it is kept with the causes.
   */
  renewer<K extends KindName>(kind: K, namespace: string, name: string): (object: KindMap[K]) => KindMap[K];
  /** Replaces `status` of the live object, of a Deployment its annotations too. 409 as in {@link update}. */
  updateStatus<K extends KindName>(object: KindMap[K], options?: UpdateOptions): KindMap[K];
  /**
   * The ephemeralcontainers subresource: replaces the pod's list of them, to which containers may only be added. Takes nothing else of what is
   * sent. 409 as in {@link update}.
   */
  updateEphemeralContainers(pod: KindMap['Pod'], options?: UpdateOptions): KindMap['Pod'];
  /** Deletes, or marks for deletion when grace or finalizers hold it. Returns what is left, or the last state. */
  delete(kind: KindName, namespace: string, name: string, options?: DeleteOptions): KubeObject;
  /** The binding subresource: puts a pod on a node. 409 when it has one. */
  bind(namespace: string, pod: string, node: string): void;
  /** The eviction subresource: marks the pod as disrupted and deletes it with its own grace. 429 when a PodDisruptionBudget forbids it. */
  evict(namespace: string, pod: string, options?: EvictOptions): void;
  /** false when calls would throw {@link UnreachableError}. */
  reachable(): boolean;
}

export interface ApiServerOptions {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly kinds: ReadonlyMap<KindName, KindDefinition>;
  /** `undefined` while it is still being loaded: until then what untrusted actors send is taken as valid too. */
  readonly validation: () => KindValidations | undefined;
  readonly admission: Admission;
  /** In upstream's order. More may be added to the same array. */
  readonly plugins?: readonly AdmissionPlugin[];
  /** Without it every eviction is let through. */
  readonly eviction?: () => EvictionPolicy | undefined;
  /** Without it everybody may do everything. Components, which are no users, are never asked about. */
  readonly authorizer?: () => Authorizer | undefined;
  readonly connectionOf: (actor: string) => Connection;
}

/** Between an actor and the API server. */
export interface Connection {
  /** whether requests arrive: the server runs and the network between is whole. */
  isOpen(): boolean;
}

export interface ActorIdentity {
  /** Trusted actors make their objects from objects that had been validated already; theirs are not validated a second time. */
  readonly trusted: boolean;
  /** Whose permissions are asked for. Absent for the cluster's own components. */
  readonly user?: UserInfo;
}

/** Who makes a request. What is done for them is shared by all: thousands of kubelets would each have functions of their own. */
interface Requester {
  readonly actor: string;
  readonly trusted: boolean;
  readonly user: UserInfo | undefined;
  readonly connection: Connection;
}

const NO_PLUGINS: readonly AdmissionPlugin[] = [];
const NO_OPTIONS: UpdateOptions = {};

const GENERATED_NAME_TRIES = 8;
/** What stands for the uid of an object that is only tried out. */
const DRY_RUN_UID = '00000000-0000-4000-8000-000000000000';

/** Returns the way to make a client for an actor. Source of the semantics: apiserver/pkg/registry/generic/registry/store.go. */
export function createApiServer(options: ApiServerOptions): (actor: string, identity?: ActorIdentity) => Client {
  const { kernel, store, kinds, admission, plugins = NO_PLUGINS } = options;
  const concernedByWrite = new Map<KindName, Map<string, readonly AdmissionPlugin[]>>();
  /** The last questions and their answers: a long row of heartbeats asks the same again and again. */
  let asked: { readonly kind: KindName | undefined; readonly write: string; readonly plugins: readonly AdmissionPlugin[] } = { kind: undefined, write: '', plugins: NO_PLUGINS };
  let found: KindDefinition | undefined;

  function concernedBy(kind: KindName, operation: AdmissionRequest['operation'], subresource: AdmissionRequest['subresource']): readonly AdmissionPlugin[] {
    if (plugins.length === 0) return NO_PLUGINS;
    const write = subresource ?? operation;
    if (kind === asked.kind && write === asked.write) return asked.plugins;
    let byWrite = concernedByWrite.get(kind);
    if (!byWrite) concernedByWrite.set(kind, (byWrite = new Map<string, readonly AdmissionPlugin[]>()));
    let concerned = byWrite.get(write);
    if (!concerned) byWrite.set(write, (concerned = plugins.filter((plugin) => plugin.check && plugin.concerns?.(kind, operation, subresource) !== false)));
    asked = { kind, write, plugins: concerned };
    return concerned;
  }

  /** Throws when the request does not arrive, or its user may not make it. */
  function check(by: Requester, verb: Verb, kind: KindName, namespace = '', name = '', subresource?: string): void {
    if (!by.connection.isOpen()) throw new UnreachableError();
    if (!by.user) return;
    const resource = definitionOf(kind);
    const place = resource.namespaced ? namespace : '';
    options.authorizer?.()?.authorize(by.user, { verb, resource, namespace: place, name, ...(subresource === undefined ? {} : { subresource }) });
  }
  function mutate<K extends KindName>(by: Requester, object: KindMap[K], resource: KindDefinition<K>, { dryRun = false, expected }: CreateOptions = {}): KindMap[K] {
    const request = { operation: 'create', resource: resource as unknown as KindDefinition, actor: by.actor, dryRun, ...(by.user ? { user: by.user } : {}), ...(expected ? { expected } : {}) } as const;
    let result: KubeObject = object;
    for (const plugin of plugins) if (plugin.mutate) result = plugin.mutate(result, request);
    return admission.mutateCreate(result as KindMap[K], expected);
  }
  function admit<K extends KindName>(by: Requester, resource: KindDefinition<K>, request: Pick<AdmissionRequest, 'operation' | 'object' | 'previous' | 'subresource' | 'dryRun' | 'expected'>): void {
    const concerned = concernedBy(resource.kind, request.operation, request.subresource);
    if (concerned.length === 0) return;
    const whole: AdmissionRequest = { ...request, resource: resource as unknown as KindDefinition, actor: by.actor, ...(by.user ? { user: by.user } : {}) };
    for (const plugin of concerned) plugin.check?.(whole);
  }
  function writeContext(by: Requester, verb: 'create' | 'update' | 'delete', object: KubeObject, note?: string): WriteContext {
    const atMs = kernel.now();
    if (object.kind === 'Lease' || object.kind === 'Event') return { atMs, actor: by.actor, cause: kernel.currentCause() };
    const { namespace = '', name = '', uid } = object.metadata;
    const kind = kindNameOf(object);
    const reference = uid === undefined ? { kind, namespace, name } : { kind, namespace, name, uid };
    const cause = kernel.causes.add({ parent: kernel.currentCause(), atMs, actor: by.actor, verb, reference, ...(note ? { note } : {}) });
    return { atMs, actor: by.actor, cause };
  }
  function definitionOf<K extends KindName>(kind: K): KindDefinition<K> {
    if (found?.kind === kind) return found as unknown as KindDefinition<K>;
    const definition = kinds.get(kind);
    if (!definition) throw badRequest(`no matches for kind "${kind}"`);
    // A custom kind may be another tomorrow.
    if (!definition.custom) found = definition;
    return definition as unknown as KindDefinition<K>;
  }
  function validationOf<K extends KindName>(by: Requester, { kind, custom }: KindDefinition<K>): KindValidation<K> | undefined {
    return by.trusted ? undefined : ((custom?.validation ?? options.validation()?.get(kind)) as KindValidation<K> | undefined);
  }
  function current<K extends KindName>(object: KindMap[K], definition: KindDefinition<K>): KindMap[K] {
    return expected(store.get(definition.kind, objectKey(object.metadata.namespace, object.metadata.name ?? '')), object, definition);
  }
  /** What is stored, if it is there and what the sender has read. */
  function expected<K extends KindName>(found: KindMap[K] | undefined, { metadata: { name = '', uid, resourceVersion } }: KindMap[K], definition: KindDefinition<K>): KindMap[K] {
    if (!found) throw notFound(definition, name);
    if (uid !== undefined && uid !== found.metadata.uid) throw conflict(definition, name, uidMismatch(definition, found, uid));
    if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion) throw conflict(definition, name);
    return found;
  }
  /** Writes an object, or removes it when it waits for nothing but its last finalizer. */
  function replace<K extends KindName>(by: Requester, definition: KindDefinition<K>, next: KindMap[K], previous: KindMap[K], { note }: UpdateOptions = NO_OPTIONS): KindMap[K] {
    const { kind } = definition;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers } = next.metadata;
    const released = deletionTimestamp !== undefined && !finalizers?.length && deletionGracePeriodSeconds === 0;
    if (released && !isHeldNamespace(next)) {
      store.remove(kind, objectKey(next.metadata.namespace, next.metadata.name ?? ''), writeContext(by, 'delete', next, note));
      return next;
    }
    if (isSame(next, previous)) return previous;
    return store.put(kind, next, writeContext(by, 'update', next, note));
  }

  /** The rest of a deletion that is permitted: the object is gone, or marked. */
  function remove(by: Requester, definition: KindDefinition, found: KubeObject, extra: DeleteOptions): KubeObject {
    const { kind } = definition;
    const { namespace, name = '' } = found.metadata;
    admission.checkDeletion(definition, name);
    checkPreconditions(definition, found, extra);
    admit(by, definition, { operation: 'delete', object: found, dryRun: extra.dryRun ?? false });
    const plan = planDeletion(found, extra, kernel.now(), definition.finalizersOnDelete);
    if (extra.dryRun) return found;
    if (plan.at === 'once') return store.remove(kind, objectKey(namespace, name), writeContext(by, 'delete', found, extra.note)) ?? found;
    if (isSame(plan.marked, found)) return found;
    return store.put(kind, plan.marked as KindMap[typeof kind], writeContext(by, 'update', found, extra.note ?? 'marked for deletion'));
  }
  function get<K extends KindName>(by: Requester, kind: K, namespace: string, name: string): KindMap[K] | undefined {
    check(by, 'get', kind, namespace, name);
    return store.get(kind, objectKey(namespace, name));
  }
  function select<K extends KindName>(by: Requester, kind: K, query?: StoreQuery): KindMap[K][] {
    check(by, 'list', kind, query?.namespace);
    return store.select(kind, query);
  }
  function create<K extends KindName>(by: Requester, object: KindMap[K], extra?: CreateOptions): KindMap[K] {
    const kind = kindNameOf(object) as K;
    check(by, 'create', kind, object.metadata.namespace ?? 'default');
    const definition = definitionOf(kind);
    if (object.metadata.resourceVersion !== undefined) throw unexplained('resourceVersion should not be set on objects to be created');
    // A dry run is no part of the session: it must not take from its randomness.
    const suffix = extra?.dryRun ? (length: number) => 'x'.repeat(length) : kernel.random.suffix;
    let named = withName(object, definition, suffix);
    // A generated name that is taken is drawn again (generic/registry/store.go: RetryGenerateName).
    for (let tries = 1; tries < GENERATED_NAME_TRIES && object.metadata.name === undefined && !extra?.dryRun; tries++) {
      if (!store.get(definition.kind, objectKey(named.metadata.namespace, named.metadata.name ?? ''))) break;
      named = withName(object, definition, suffix);
    }
    if (definition.namespaced && !extra?.expectedNamespaces?.has(named.metadata.namespace ?? '')) admission.checkNamespace(definition, named.metadata);
    let drawn: string | undefined;
    const uid = (): string => (drawn ??= extra?.dryRun ? DRY_RUN_UID : kernel.random.uuid());
    named = definition.prepareForCreate(mutate(by, definition.applyDefaults(named), definition, extra));
    if (definition.spellUid) named = definition.spellUid(named, uid());
    const errors = validationOf(by, definition)?.validateCreate(named) ?? [];
    if (errors.length > 0) throw invalid(definition, named.metadata.name ?? '', errors);
    const key = objectKey(named.metadata.namespace, named.metadata.name ?? '');
    if (store.get(definition.kind, key)) throw alreadyExists(definition, named.metadata.name ?? '');
    admission.checkAllocation(definition, named, undefined);
    admit(by, definition, { operation: 'create', object: named, dryRun: extra?.dryRun ?? false, ...(extra?.expected ? { expected: extra.expected } : {}) });
    if (extra?.dryRun) return named;
    const born = {
      ...named,
      metadata: {
        ...named.metadata,
        uid: uid(),
        creationTimestamp: formatTime(kernel.now()),
        ...(definition.hasGeneration ? { generation: 1 } : {}),
      },
    } as KindMap[K];
    return store.put(definition.kind, admission.allocate(born), writeContext(by, 'create', born));
  }
  function update<K extends KindName>(by: Requester, sent: KindMap[K], extra?: UpdateOptions): KindMap[K] {
    const kind = kindNameOf(sent) as K;
    check(by, extra?.verb ?? 'update', kind, sent.metadata.namespace, sent.metadata.name, extra?.subresource);
    const definition = definitionOf(kind);
    const object = definition.namespaced ? sent : withoutNamespace(sent);
    const previous = current(object, definition);
    const prepared = definition.applyDefaults(definition.prepareForUpdate(keepSystemFields(object, previous), previous));
    const next = definition.hasGeneration ? countGeneration(prepared, previous, definition) : prepared;
    const errors = validationOf(by, definition)?.validateUpdate(next, previous) ?? [];
    if (errors.length > 0) throw invalid(definition, next.metadata.name ?? '', errors);
    admission.checkAllocation(definition, next, previous);
    if (concernedBy(kind, 'update', undefined).length > 0) admit(by, definition, { operation: 'update', object: next, previous, dryRun: extra?.dryRun ?? false });
    if (extra?.dryRun) return next;
    return replace(by, definition, admission.allocate(next), previous, extra);
  }
  function renewer<K extends KindName>(by: Requester, kind: K, namespace: string, name: string): (object: KindMap[K]) => KindMap[K] {
    const definition = definitionOf(kind);
    const key = objectKey(namespace, name);
    return (object) => {
      check(by, 'update', kind, namespace, name);
      const previous = expected(store.get(kind, key), object, definition);
      if (concernedBy(kind, 'update', undefined).length > 0) admit(by, definition, { operation: 'update', object, previous, dryRun: false });
      return store.renew(kind, key, object, { atMs: kernel.now(), actor: by.actor, cause: kernel.currentCause() });
    };
  }
  function updateStatus<K extends KindName>(by: Requester, object: KindMap[K], extra?: UpdateOptions): KindMap[K] {
    const kind = kindNameOf(object) as K;
    check(by, extra?.verb ?? 'update', kind, object.metadata.namespace, object.metadata.name, 'status');
    const definition = definitionOf(kind);
    const previous = current(object, definition);
    const next = definition.prepareForStatusUpdate?.(object, previous) ?? ({ ...previous, status: (object as KubeObject).status } as KindMap[K]);
    if (isSame((next as KubeObject).status, (previous as KubeObject).status) && isSame(next.metadata, previous.metadata)) return previous;
    const errors = validationOf(by, definition)?.validateStatus?.(next, previous) ?? [];
    if (errors.length > 0) throw invalid(definition, next.metadata.name ?? '', errors);
    admit(by, definition, { operation: 'update', subresource: 'status', object: next, previous, dryRun: extra?.dryRun ?? false });
    return extra?.dryRun ? next : store.put(definition.kind, next, writeContext(by, 'update', next, extra?.note));
  }
  function updateEphemeralContainers(by: Requester, sent: KindMap['Pod'], extra?: UpdateOptions): KindMap['Pod'] {
    const { namespace = '', name = '' } = sent.metadata;
    check(by, extra?.verb ?? 'update', 'Pod', namespace, name, 'ephemeralcontainers');
    const definition = definitionOf('Pod');
    const previous = current(sent, definition);
    const next = countGeneration(replaceEphemeralContainers(sent, previous), previous, definition);
    const errors = validationOf(by, definition)?.validateEphemeralContainers?.(next, previous) ?? [];
    if (errors.length > 0) throw invalid(definition, name, errors);
    admit(by, definition, { operation: 'update', subresource: 'ephemeralcontainers', object: next, previous, dryRun: extra?.dryRun ?? false });
    return extra?.dryRun ? next : replace(by, definition, next, previous, extra);
  }
  function deleteNamed(by: Requester, kind: KindName, namespace: string, name: string, extra: DeleteOptions = {}): KubeObject {
    check(by, 'delete', kind, namespace, name);
    const definition = definitionOf(kind);
    const found = store.get(kind, objectKey(namespace, name));
    if (!found) throw notFound(definition, name);
    return remove(by, definition, found, extra);
  }
  function bind(by: Requester, namespace: string, name: string, node: string): void {
    check(by, 'create', 'Pod', namespace, name, 'binding');
    const pod = store.get('Pod', objectKey(namespace, name));
    const definition = definitionOf('Pod');
    if (!pod) throw notFound(definition, name);
    if (pod.metadata.deletionTimestamp) throw conflict(definition, name, `pod ${name} is being deleted, cannot be assigned to a host`);
    if (pod.spec?.nodeName) throw conflict(definition, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
    const bound = { ...pod, spec: { ...pod.spec, nodeName: node }, status: withScheduled(pod, kernel.now()) } as KindMap['Pod'];
    store.put('Pod', bound, writeContext(by, 'update', pod, `bound to ${node}`));
  }
  function evict(by: Requester, namespace: string, name: string, { dryRun = false }: EvictOptions = {}): void {
    check(by, 'create', 'Pod', namespace, name, 'eviction');
    const definition = definitionOf('Pod');
    const pod = store.get('Pod', objectKey(namespace, name));
    if (!pod) throw notFound(definition, name);
    options.eviction?.()?.admit(pod, dryRun);
    if (dryRun) return;
    const marked = pod.metadata.deletionTimestamp ? pod : store.put('Pod', withDisruption(pod, kernel.now()), writeContext(by, 'update', pod));
    remove(by, definition, marked, { note: 'evicted' });
  }

  return (actor, { trusted, user } = { trusted: true }) => {
    const by: Requester = { actor, trusted, user, connection: options.connectionOf(actor) };
    return {
      actor,
      ...(user ? { user } : {}),
      kinds,
      reachable: () => by.connection.isOpen(),
      get: (kind, namespace, name) => get(by, kind, namespace, name),
      select: (kind, query) => select(by, kind, query),
      list: (kind, query) => select(by, kind, query).sort(byKey),
      create: (object, extra) => create(by, object, extra),
      update: (object, extra) => update(by, object, extra),
      renewer: (kind, namespace, name) => renewer(by, kind, namespace, name),
      updateStatus: (object, extra) => updateStatus(by, object, extra),
      updateEphemeralContainers: (pod, extra) => updateEphemeralContainers(by, pod, extra),
      delete: (kind, namespace, name, extra) => deleteNamed(by, kind, namespace, name, extra),
      bind: (namespace, name, node) => bind(by, namespace, name, node),
      evict: (namespace, name, extra) => evict(by, namespace, name, extra),
    };
  };
}

function byKey(a: KubeObject, b: KubeObject): number {
  const left = a.metadata.namespace ?? '';
  const right = b.metadata.namespace ?? '';
  if (left !== right) return left < right ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}

/** The condition of a pod that the Eviction API deletes (pkg/registry/core/pod/storage/eviction.go). */
function withDisruption(pod: KindMap['Pod'], nowMs: number): KindMap['Pod'] {
  const others = pod.status?.conditions?.filter((condition) => condition.type !== 'DisruptionTarget') ?? [];
  const condition = {
    type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting', lastProbeTime: null, lastTransitionTime: formatTime(nowMs),
  };
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } } as KindMap['Pod'];
}

/** The PodScheduled condition that the binding storage sets (pkg/registry/core/pod/storage: setPodHostAndAnnotations). */
function withScheduled(pod: KindMap['Pod'], nowMs: number): KindMap['Pod']['status'] {
  // Once a pod is on a node, it waits for none (ClearingNominatedNodeNameAfterBinding).
  const { nominatedNodeName: _, ...status } = pod.status ?? {};
  const others = status.conditions?.filter((condition) => condition.type !== 'PodScheduled') ?? [];
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: formatTime(nowMs), observedGeneration: pod.metadata.generation };
  return { ...status, conditions: [...others, scheduled] } as KindMap['Pod']['status'];
}

export { StatusError, UnreachableError };
