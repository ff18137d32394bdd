import { preconditionFailed, type ResourceName } from './errors.ts';
import type { KindDefinition } from './kind-definition.ts';
import type { KubeObject } from './object.ts';

interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** Resources that the storage keeps under other names. */
const STORED_AS: Readonly<Record<string, string>> = { nodes: 'minions', services: 'services/specs', endpoints: 'services/endpoints', replicationcontrollers: 'controllers' };

/** Another UID than that of the object: the storage's own words, with the place where it keeps the object. */
export function uidMismatch({ group, plural, custom }: KindDefinition, found: KubeObject, given: string): string {
  const { namespace, name = '', uid = '' } = found.metadata;
  const place = custom ? `${group}/${plural}` : (STORED_AS[plural] ?? plural);
  const key = ['/registry', place, ...(namespace ? [namespace] : []), name].join('/');
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given}, UID in object meta: ${uid}`;
}

/** Throws when what a deletion presupposes of the object is not so. */
export function checkPreconditions(resource: ResourceName, found: KubeObject, options: Preconditions): void {
  const { uid, resourceVersion, name = '' } = found.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    throw preconditionFailed(resource, name, `the UID in the precondition (${options.uid}) does not match the UID in record (${uid ?? ''}). The object might have been deleted and then recreated`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw preconditionFailed(resource, name, `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion ?? ''}). The object might have been modified`);
  }
}
