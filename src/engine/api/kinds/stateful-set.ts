import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['StatefulSet']['spec'];
type Strategy = NonNullable<Spec['updateStrategy']>;
type ClaimTemplate = NonNullable<Spec['volumeClaimTemplates']>[number];

const DEFAULT_HISTORY = 10;

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/registry/apps/statefulset/strategy.go. */
export const statefulSetDefinition: KindDefinition<'StatefulSet'> = {
  kind: 'StatefulSet', group: 'apps', version: 'v1', plural: 'statefulsets', singular: 'statefulset', shortNames: ['sts'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: { availableReplicas: 0, replicas: 0 } }),
  prepareForUpdate: keepStatus,
};

const defaultSpec = memoizeDefaults<Spec>((spec) =>
  withFields(spec, {
    podManagementPolicy: spec.podManagementPolicy || 'OrderedReady',
    updateStrategy: defaultStrategy(spec.updateStrategy ?? {}),
    persistentVolumeClaimRetentionPolicy: withFields(spec.persistentVolumeClaimRetentionPolicy ?? {}, {
      whenDeleted: spec.persistentVolumeClaimRetentionPolicy?.whenDeleted || 'Retain',
      whenScaled: spec.persistentVolumeClaimRetentionPolicy?.whenScaled || 'Retain',
    }),
    replicas: spec.replicas ?? 1,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? DEFAULT_HISTORY,
    template: defaultPodTemplate(spec.template),
    ...(spec.volumeClaimTemplates ? { volumeClaimTemplates: mapShared(spec.volumeClaimTemplates, defaultClaim) ?? [] } : {}),
  }),
);

/** Only a strategy without a type gets a `rollingUpdate` of its own: one that says `RollingUpdate` and no more stays without. */
function defaultStrategy(strategy: Strategy): Strategy {
  const rollingUpdate = strategy.type ? strategy.rollingUpdate : (strategy.rollingUpdate ?? {});
  const type = strategy.type || 'RollingUpdate';
  if (type !== 'RollingUpdate' || !rollingUpdate) return withFields(strategy, { type });
  return withFields(strategy, { type, rollingUpdate: withFields(rollingUpdate, { partition: rollingUpdate.partition ?? 0 }) });
}

/** SetDefaults_PersistentVolumeClaim, and the type that the server writes into it (Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec). */
function defaultClaim(claim: ClaimTemplate): ClaimTemplate {
  return withFields(claim, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    spec: withFields(claim.spec ?? {}, { volumeMode: claim.spec?.volumeMode ?? 'Filesystem' }),
    status: withFields(claim.status ?? {}, { phase: claim.status?.phase || 'Pending' }),
  });
}
