/** Names one object. `namespace` is `''` for cluster-scoped kinds; `uid` is absent when any object of that name is meant. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
}

/** Keys made lately, by namespace and name: a text that is made anew each time has to be hashed anew for each look-up. */
const madeKeys = new Map<string, Map<string, string>>();
const MADE_KEYS = 50_000;

/** The store's key of an object within its kind: `namespace/name`, or `name` for cluster-scoped objects. */
export function objectKey(namespace: string | undefined, name: string): string {
  if (!namespace) return name;
  // An object is looked up, and then written: twice the same.
  if (name === lastName && namespace === lastNamespace) return lastKey;
  let keys = madeKeys.get(namespace);
  if (!keys || keys.size >= MADE_KEYS) madeKeys.set(namespace, (keys = new Map()));
  let key = keys.get(name);
  if (key === undefined) keys.set(name, (key = `${namespace}/${name}`));
  lastNamespace = namespace;
  lastName = name;
  lastKey = key;
  return key;
}
let lastNamespace = '';
let lastName = '';
let lastKey = '';

/** Splits what {@link objectKey} made. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** `Kind/namespace/name`: one string for an object across all kinds. */
export function referenceKey(reference: ObjectReference): string {
  return `${reference.kind}/${objectKey(reference.namespace, reference.name)}`;
}
