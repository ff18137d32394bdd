import { isSame } from '../equality.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type DaemonSet = KindMap['DaemonSet'];
type Spec = DaemonSet['spec'];
type Strategy = NonNullable<Spec['updateStrategy']>;

/** How often the template has changed, as it is kept since DaemonSets had a field for it (apps/v1 DeprecatedTemplateGeneration). */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const DEFAULT_HISTORY = 10;

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/apis/apps/v1/conversion.go, pkg/registry/apps/daemonset/strategy.go. */
export const daemonSetDefinition: KindDefinition<'DaemonSet'> = {
  kind: 'DaemonSet', group: 'apps', version: 'v1', plural: 'daemonsets', singular: 'daemonset', shortNames: ['ds'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({
    ...withTemplateGeneration(object, Math.max(1, templateGenerationOf(object))),
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  }),
  prepareForUpdate(next, previous) {
    const isTemplateSame = isSame(defaultPodTemplate(next.spec.template), previous.spec.template);
    return keepStatus(withTemplateGeneration(next, templateGenerationOf(previous) + (isTemplateSame ? 0 : 1)), previous);
  },
};

function templateGenerationOf({ metadata }: DaemonSet): number {
  const text = metadata.annotations?.[TEMPLATE_GENERATION] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** Clients can set it only at first; afterwards it is the server's. */
function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const { metadata } = daemonSet;
  if (metadata.annotations?.[TEMPLATE_GENERATION] === String(generation)) return daemonSet;
  return { ...daemonSet, metadata: { ...metadata, annotations: { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) } } };
}

const defaultSpec = memoizeDefaults<Spec>((spec) =>
  withFields(spec, {
    updateStrategy: defaultStrategy(spec.updateStrategy ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? DEFAULT_HISTORY,
    template: defaultPodTemplate(spec.template),
  }),
);

function defaultStrategy(strategy: Strategy): Strategy {
  const type = strategy.type || 'RollingUpdate';
  if (type !== 'RollingUpdate') return strategy;
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  return withFields(strategy, { type, rollingUpdate: withFields(strategy.rollingUpdate ?? {}, { maxUnavailable: maxUnavailable ?? 1, maxSurge: maxSurge ?? 0 }) });
}
