import type { ResourceName } from './errors.ts';
import type { KindDefinition } from './kind-definition.ts';
import type { KindMap, KindName, KubeObject, ObjectMeta } from './object.ts';
import type { UserInfo } from './user.ts';

/** What stands between a decoded request and the store at all times (plugin/pkg/admission and the registries' allocators). */
export interface Admission {
  /** NamespaceLifecycle: 404 when the namespace is not there, 403 when it is being terminated. */
  checkNamespace(resource: ResourceName, metadata: ObjectMeta): void;
  /** NamespaceLifecycle: 403 for a namespace that the cluster cannot do without. */
  checkDeletion(resource: ResourceName, name: string): void;
  /** Mutating admission for new objects: ServiceAccount, DefaultTolerationSeconds and what every pod has. Pure; after the plugins'. */
  mutateCreate<K extends KindName>(object: KindMap[K], expected?: ExpectedObjects): KindMap[K];
  /** Whether what the object itself asks for (an address, a port) can be had; throws the 422 when it cannot. Writes nothing. */
  checkAllocation<K extends KindName>(resource: ResourceName, next: KindMap[K], previous: KindMap[K] | undefined): void;
  /** Hands out what must be unique in the cluster: service addresses, node ports. Not called for dry runs. */
  allocate<K extends KindName>(object: KindMap[K]): KindMap[K];
}

/** Objects that the same caller is about to make before this one, by `referenceKey`. */
export type ExpectedObjects = ReadonlyMap<string, KubeObject>;

/** A write that admission plugins decide on. */
export interface AdmissionRequest {
  readonly operation: 'create' | 'update' | 'delete';
  readonly subresource?: 'status' | 'ephemeralcontainers';
  readonly resource: KindDefinition;
  /** As it is to be; for a deletion as it is. Name and namespace are there, uid and resourceVersion of a new object are not. */
  readonly object: KubeObject;
  /** As it was, for an update. */
  readonly previous?: KubeObject;
  /** Absent for the cluster's own components. */
  readonly user?: UserInfo;
  /** The actor that the write is logged under. */
  readonly actor: string;
  readonly dryRun: boolean;
  /** Count as there for what a new object refers to. */
  readonly expected?: ExpectedObjects;
}

/**
 * An admission plugin, as upstream's in plugin/pkg/admission. Every write runs through all of them, those of controllers too; so that a
 * plugin must see at once (kind, {@link Store.count}) when it has nothing to say.
 */
export interface AdmissionPlugin {
  readonly name: string;
  /** Whether it may refuse such writes: always the same answer, and `true` when absent. Heartbeats by the million are not asked about one by one. */
  concerns?(kind: KindName, operation: AdmissionRequest['operation'], subresource: AdmissionRequest['subresource']): boolean;
  /** Mutating admission of a new object, before it is validated. Pure: pods that share their spec must share it afterwards. */
  mutate?(object: KubeObject, request: Omit<AdmissionRequest, 'object'>): KubeObject;
  /**
   * Validating admission, the last step before the write; throws the 403 (or what upstream throws). May write what admission itself keeps
   * (a quota's use), but for dry runs.
   */
  check?(request: AdmissionRequest): void;
}

/** Decides on evictions (pkg/registry/core/pod/storage/eviction.go). */
export interface EvictionPolicy {
  /** Counts the disruption and returns, or throws the 429. A dry run counts nothing. */
  admit(pod: KindMap['Pod'], dryRun: boolean): void;
}
