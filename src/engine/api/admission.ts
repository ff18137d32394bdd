import type { ResourceName } from './errors.ts';
import type { KindMap, KindName, ObjectMeta } from './object.ts';

/** What stands between a decoded request and the store (plugin/pkg/admission and the registries' allocators). */
export interface Admission {
  /** NamespaceLifecycle: 404 when the namespace is not there, 403 when it is being terminated. */
  checkNamespace(resource: ResourceName, metadata: ObjectMeta): void;
  /** NamespaceLifecycle: 403 for a namespace that the cluster cannot do without. */
  checkDeletion(resource: ResourceName, name: string): void;
  /** Mutating admission for new objects: DefaultTolerationSeconds, ServiceAccount, Priority and the like. Pure. */
  mutateCreate<K extends KindName>(object: KindMap[K]): KindMap[K];
  /** Whether what the object itself asks for (an address, a port) can be had; throws the 422 when it cannot. Writes nothing. */
  checkAllocation<K extends KindName>(resource: ResourceName, next: KindMap[K], previous: KindMap[K] | undefined): void;
  /** Hands out what must be unique in the cluster: service addresses, node ports. Not called for dry runs. */
  allocate<K extends KindName>(object: KindMap[K]): KindMap[K];
}
