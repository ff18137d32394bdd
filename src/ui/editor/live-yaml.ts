import { stringify } from 'yaml';
import type { JsonObject } from '../../engine/json.ts';
import { withoutNoise } from '../panels/yaml-noise.ts';

/** A live object as a manifest to be edited and applied: without its status and what the cluster manages in its metadata. */
export function liveYaml(object: JsonObject): string {
  const { status: _status, apiVersion, kind, metadata, ...rest } = withoutDeletion(withoutNoise(object));
  // Version 1.1 quotes what kubectl would read as a boolean, such as "yes".
  return stringify({ apiVersion, kind, metadata, ...rest }, { version: '1.1', indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false });
}

/** That an object was asked to go cannot be taken back, and nobody can ask for it in a manifest. */
function withoutDeletion(object: JsonObject): JsonObject {
  const { deletionTimestamp: _at, deletionGracePeriodSeconds: _grace, ...metadata } = (object['metadata'] ?? {}) as JsonObject;
  return { ...object, metadata };
}
