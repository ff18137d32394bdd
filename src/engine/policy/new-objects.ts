import type { ExpectedObjects } from '../api/admission.ts';
import type { KindMap, KindName, KubeObject } from '../api/object.ts';
import { referenceKey } from '../api/reference.ts';

export const PODS = { group: '', plural: 'pods', kind: 'Pod' } as const;

/** What a refusal of mutating admission calls a new object: a name is not yet generated then (apiserver/pkg/admission/errors.go). */
export function requestedName({ metadata: { name = '', generateName } }: KubeObject): string {
  return generateName && name.startsWith(generateName) ? generateName : name;
}

/** An object that will have been made by the time that the request is, in what is only tried. */
export function expectedObject<K extends KindName>(kind: K, namespace: string, name: string, expected: ExpectedObjects | undefined): KindMap[K] | undefined {
  return expected?.get(referenceKey({ kind, namespace, name })) as KindMap[K] | undefined;
}
