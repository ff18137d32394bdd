import { isSame } from './equality.ts';
import type { KindDefinition } from './kind-definition.ts';
import type { KindMap, KindName, KubeObject, ObjectMeta } from './object.ts';

/** The object as it is to be called: a name is made where only its beginning is given. */
export function withName<K extends KindName>(object: KindMap[K], definition: KindDefinition<K>, suffix: (length: number) => string): KindMap[K] {
  const { name, generateName, namespace } = object.metadata;
  const metadata: ObjectMeta = {
    ...(definition.namespaced ? object : withoutNamespace(object)).metadata,
    // 63 characters at most: simpleNameGenerator cuts the base to leave room for the suffix.
    name: name ?? (generateName ? `${generateName.slice(0, 58)}${suffix(5)}` : undefined),
    ...(definition.namespaced ? { namespace: namespace ?? 'default' } : {}),
  };
  return { ...object, metadata } as KindMap[K];
}

/** What belongs to no namespace is taken without the one that it names (rest.EnsureObjectNamespaceMatchesRequestNamespace). */
export function withoutNamespace<K extends KindName>(object: KindMap[K]): KindMap[K] {
  if (object.metadata.namespace === undefined) return object;
  const { namespace: _ignored, ...metadata } = object.metadata;
  return { ...object, metadata } as KindMap[K];
}

/** Metadata that belongs to the server and survives whatever a client sends. */
export function keepSystemFields<K extends KindName>(next: KindMap[K], previous: KindMap[K]): KindMap[K] {
  // Who changes nothing of the metadata sends back what it read: a heartbeat, above all.
  if (next.metadata === previous.metadata) return next;
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds } = previous.metadata;
  const kept = { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion: previous.metadata.resourceVersion };
  const metadata: Record<string, unknown> = { ...next.metadata };
  for (const [field, value] of Object.entries(kept)) {
    if (value === undefined) delete metadata[field];
    else metadata[field] = value;
  }
  return { ...next, metadata } as KindMap[K];
}

/** metadata.generation counts changes of anything but metadata and status. */
export function countGeneration<K extends KindName>(next: KindMap[K], previous: KindMap[K], { generationCountsAnnotations = false, custom }: KindDefinition<K>): KindMap[K] {
  const isSpecSame = custom ? custom.isGenerationSame(next, previous) : isSame((next as KubeObject).spec, (previous as KubeObject).spec);
  if (isSpecSame && (!generationCountsAnnotations || isSame(next.metadata.annotations ?? {}, previous.metadata.annotations ?? {}))) return next;
  return { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } } as KindMap[K];
}
