import '../../../../src/engine/api/schema/late-structure-table.ts';
import { podDefinition } from '../../../../src/engine/api/kinds/pod.ts';
import { podValidation } from '../../../../src/engine/api/kinds/pod-validation.ts';
import type { KindMap } from '../../../../src/engine/api/object.ts';
import { decodeObject } from '../../../../src/engine/api/schema/decode.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';

export type Pod = KindMap['Pod'];

/** A pod as the API server has it before validation: decoded, prepared and defaulted. */
export function pod(spec: JsonObject, metadata: JsonObject = {}): Pod {
  return podDefinition.applyDefaults(podDefinition.prepareForCreate(decoded(spec, metadata)));
}

/** A pod as a client sent it. */
export function decoded(spec: JsonObject, metadata: JsonObject = {}): Pod {
  const result = decodeObject('Pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', ...metadata }, spec });
  if (result.typeErrors.length + result.unknownFields.length > 0) throw new Error(JSON.stringify([...result.typeErrors, ...result.unknownFields]));
  return result.object as unknown as Pod;
}

/** A spec of one container. */
export function one(container: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...more };
}

/** What is wrong with a new pod. */
export function problems(spec: JsonObject, metadata: JsonObject = {}): string[] {
  return podValidation.validateCreate(pod(spec, metadata)).map(({ message }) => message);
}

/** What is wrong with changing a pod. */
export function updateProblems(before: JsonObject, after: JsonObject): string[] {
  const previous = withVersion(pod(before));
  const next = podDefinition.applyDefaults(podDefinition.prepareForUpdate(withVersion(decoded(after)), previous));
  return podValidation.validateUpdate(next, previous).map(({ message }) => message);
}

function withVersion(object: Pod): Pod {
  return { ...object, metadata: { ...object.metadata, resourceVersion: '1' } };
}
