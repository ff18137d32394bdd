import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap, ObjectMeta } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
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
  namespaced: true, hasStatus: true, hasGeneration: true, generationCountsAnnotations: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: {} }),
  prepareForUpdate: keepStatus,
  // The controller writes the revision together with the status, so that it does not count as a change of what is wanted.
  prepareForStatusUpdate: (next, previous) => ({ ...previous, metadata: withAnnotations(previous.metadata, next.metadata.annotations), status: next.status }),
};

function withAnnotations({ annotations: _before, ...metadata }: ObjectMeta, annotations: ObjectMeta['annotations']): ObjectMeta {
  return annotations ? { ...metadata, annotations } : metadata;
}

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
