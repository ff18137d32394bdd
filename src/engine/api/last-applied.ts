import type { JsonObject } from '../json.ts';
import type { KubeObject } from './object.ts';

/** What `kubectl apply` notes down: the object as it was sent. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** `object` with the note that `sent` was applied. */
export function withLastApplied(object: JsonObject, sent: JsonObject): JsonObject {
  const metadata = (object['metadata'] ?? {}) as JsonObject;
  const annotations = (metadata['annotations'] ?? {}) as JsonObject;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: `${sortedJson(withoutLastApplied(sent))}\n` } } };
}

export function withoutLastApplied(sent: JsonObject): JsonObject {
  const metadata = sent['metadata'] as JsonObject | undefined;
  const annotations = metadata?.['annotations'] as JsonObject | undefined;
  // kubectl writes the annotations of what it applied down even when there are none.
  const { [LAST_APPLIED]: _old, ...rest } = annotations ?? {};
  return { ...sent, metadata: { ...metadata, annotations: rest } };
}

export function lastApplied(live: KubeObject): JsonObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    // A person may have written anything there: then nothing counts as applied before.
    return undefined;
  }
}

/** As kubectl does before it sends anything. */
export function inNamespace(sent: JsonObject, namespace: string): JsonObject {
  return namespace === '' ? sent : { ...sent, metadata: { ...(sent['metadata'] as JsonObject), namespace } };
}

/** kubectl's words: `deployment.apps/web created`. */
export function verdictSentence({ singular, group }: { readonly singular: string; readonly group: string }, name: string, words: string): string {
  return `${singular}${group ? `.${group}` : ''}/${name} ${words}`;
}

/** JSON with the keys of all objects in order, as Go writes maps. */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`;
}
