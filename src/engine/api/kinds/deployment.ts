import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['Deployment']['spec'];
type Strategy = NonNullable<Spec['strategy']>;

const DEFAULT_SHARE = '25%';
const DEFAULT_HISTORY = 10;
const DEFAULT_DEADLINE_SECONDS = 600;

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/registry/apps/deployment/strategy.go. */
export const deploymentDefinition: KindDefinition<'Deployment'> = {
  kind: 'Deployment', group: 'apps', version: 'v1', plural: 'deployments', singular: 'deployment', shortNames: ['deploy'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: {} }),
  prepareForUpdate: keepStatus,
  columns: [
    nameColumn,
    {
      name: 'Ready', type: 'string', priority: 0, description: 'How many pods are ready, of how many are wanted.',
      value: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`,
    },
    { name: 'Up-to-date', type: 'string', priority: 0, description: 'How many pods are of the newest template.', value: ({ status }) => status?.updatedReplicas ?? 0 },
    { name: 'Available', type: 'string', priority: 0, description: 'How many pods have been ready for minReadySeconds.', value: ({ status }) => status?.availableReplicas ?? 0 },
    ageColumn,
    ...templateColumns,
  ],
};

const defaultSpec = memoizeDefaults<Spec>((spec) =>
  withFields(spec, {
    replicas: spec.replicas ?? 1,
    strategy: defaultStrategy(spec.strategy ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? DEFAULT_HISTORY,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS,
    template: defaultPodTemplate(spec.template),
  }),
);

function defaultStrategy(strategy: Strategy): Strategy {
  const type = strategy.type || 'RollingUpdate';
  if (type !== 'RollingUpdate') return strategy;
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate ?? {};
  const rollingUpdate = withFields(strategy.rollingUpdate ?? {}, { maxSurge: maxSurge ?? DEFAULT_SHARE, maxUnavailable: maxUnavailable ?? DEFAULT_SHARE });
  return withFields(strategy, { type, rollingUpdate });
}
