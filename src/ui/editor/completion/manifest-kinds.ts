import '../../../engine/api/schema/late-structure-table.ts';
import { knownKinds, modelForKind } from '../../../engine/api/schema/lookup.ts';

/** Roots of the API that nobody writes as a manifest. */
const NO_MANIFESTS = new Set(['Binding', 'DeleteOptions', 'EndpointSlice', 'Event', 'Eviction', 'Lease', 'Scale', 'Status']);
/** Most used first; kinds that are not listed come last. */
const KIND_ORDER = ['Deployment', 'Service', 'Pod', 'ConfigMap', 'Secret', 'ReplicaSet', 'Namespace', 'Node'];

export interface ManifestKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly model: string;
}

/** The kinds a manifest can have, most used first. */
export function manifestKinds(): readonly ManifestKind[] {
  const place = (kind: string): number => (KIND_ORDER.indexOf(kind) + KIND_ORDER.length + 1) % (KIND_ORDER.length + 1);
  return roots().filter(({ kind }) => !NO_MANIFESTS.has(kind)).toSorted((a, b) => place(a.kind) - place(b.kind));
}

/** The kind named so; without a version, or with one it does not have, the version it has. */
export function manifestKind(kind: string | undefined, apiVersion?: string): ManifestKind | undefined {
  const named = roots().filter((root) => root.kind === kind);
  return named.find((root) => root.apiVersion === apiVersion) ?? named[0];
}

function roots(): readonly ManifestKind[] {
  return knownKinds().map(({ apiVersion, kind }) => ({ apiVersion, kind, model: modelForKind(apiVersion, kind) ?? '' }));
}
