import { defaultFieldSelector, pullPolicyOf } from './container-defaults.ts';
import type { DownwardFile, Projection, Volume } from './pod-types.ts';
import { ifPresent, mapShared, withFields } from './sharing.ts';

/** 0644, readable by all. */
const DEFAULT_MODE = 0o644;
const TOKEN_LIFETIME_SECONDS = 3600;

/** What a volume gets (pkg/apis/core/v1/defaults.go SetDefaults_Volume and those of its sources); one without any source is an empty directory. */
export function defaultVolume(volume: Volume): Volume {
  if (Object.keys(volume).every((field) => field === 'name')) return { ...volume, emptyDir: {} };
  return withFields(volume, {
    configMap: ifPresent(volume.configMap, withDefaultMode),
    secret: ifPresent(volume.secret, withDefaultMode),
    downwardAPI: ifPresent(volume.downwardAPI, (source) => withFields(withDefaultMode(source), { items: mapShared(source.items, defaultDownwardFile) })),
    projected: ifPresent(volume.projected, (source) => withFields(withDefaultMode(source), { sources: mapShared(source.sources, defaultProjection) })),
    hostPath: ifPresent(volume.hostPath, (source) => withFields(source, { type: source.type ?? '' })),
    image: ifPresent(volume.image, (source) => withFields(source, { pullPolicy: source.pullPolicy || pullPolicyOf(source.reference ?? '') })),
    ephemeral: ifPresent(volume.ephemeral, defaultEphemeral),
    iscsi: ifPresent(volume.iscsi, (source) => withFields(source, { iscsiInterface: source.iscsiInterface || 'default' })),
    rbd: ifPresent(volume.rbd, (source) => withFields(source, {
      pool: source.pool || 'rbd', user: source.user || 'admin', keyring: source.keyring || '/etc/ceph/keyring',
    })),
    scaleIO: ifPresent(volume.scaleIO, (source) => withFields(source, { storageMode: source.storageMode || 'ThinProvisioned', fsType: source.fsType || 'xfs' })),
    azureDisk: ifPresent(volume.azureDisk, (source) => withFields(source, {
      cachingMode: source.cachingMode ?? 'ReadWrite', kind: source.kind ?? 'Shared', fsType: source.fsType ?? 'ext4', readOnly: source.readOnly ?? false,
    })),
  });
}

function withDefaultMode<T extends { readonly defaultMode?: number }>(source: T): T {
  return source.defaultMode === undefined ? { ...source, defaultMode: DEFAULT_MODE } : source;
}

function defaultDownwardFile(file: DownwardFile): DownwardFile {
  return withFields(file, { fieldRef: ifPresent(file.fieldRef, defaultFieldSelector) });
}

function defaultProjection(projection: Projection): Projection {
  return withFields(projection, {
    downwardAPI: ifPresent(projection.downwardAPI, (source) => withFields(source, { items: mapShared(source.items, defaultDownwardFile) })),
    serviceAccountToken: ifPresent(projection.serviceAccountToken, (token) => withFields(token, {
      expirationSeconds: token.expirationSeconds ?? TOKEN_LIFETIME_SECONDS,
    })),
  });
}

function defaultEphemeral(source: NonNullable<Volume['ephemeral']>): NonNullable<Volume['ephemeral']> {
  return withFields(source, {
    volumeClaimTemplate: ifPresent(source.volumeClaimTemplate, (claim) => withFields(claim, {
      spec: withFields(claim.spec, { volumeMode: claim.spec.volumeMode ?? 'Filesystem' }),
    })),
  });
}
