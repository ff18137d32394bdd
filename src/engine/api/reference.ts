/** Names one object. `namespace` is `''` for cluster-scoped kinds; `uid` is absent when any object of that name is meant. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
}

/** The store's key of an object within its kind: `namespace/name`, or `name` for cluster-scoped objects. */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Splits what {@link objectKey} made. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** `Kind/namespace/name`: one string for an object across all kinds. */
export function referenceKey(reference: ObjectReference): string {
  return `${reference.kind}/${objectKey(reference.namespace, reference.name)}`;
}
