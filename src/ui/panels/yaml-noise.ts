import type { JsonObject } from '../../engine/json.ts';

/** Fields of the metadata that the cluster keeps for itself. */
const MANAGED_FIELDS = ['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp', 'selfLink'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** `object` without what the cluster manages for itself in its metadata. */
export function withoutNoise(object: JsonObject): JsonObject {
  const metadata = object['metadata'];
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return object;
  const kept = without(metadata as JsonObject, MANAGED_FIELDS);
  const annotations = kept['annotations'];
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) return { ...object, metadata: kept };
  const own = without(annotations as JsonObject, [LAST_APPLIED]);
  const hasOwn = Object.keys(own).length > 0;
  return { ...object, metadata: hasOwn ? { ...kept, annotations: own } : without(kept, ['annotations']) };
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
