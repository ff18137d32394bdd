import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap, ObjectMeta } from '../object.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate, type PodTemplate } from '../pod-spec/template.ts';
import { CONTROLLER_UID_LABELS, JOB_NAME_LABELS } from './job-labels.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Job = KindMap['Job'];
type Spec = Job['spec'];
type Rule = NonNullable<Spec['podFailurePolicy']>['rules'][number];

const DEFAULT_BACKOFF_LIMIT = 6;
/** With a limit for each index there is none for all of them. */
const NO_BACKOFF_LIMIT = 2 ** 31 - 1;

/** Sources: pkg/apis/batch/v1/defaults.go, pkg/registry/batch/job/strategy.go. */
export const jobDefinition: KindDefinition<'Job'> = {
  kind: 'Job', group: 'batch', version: 'v1', plural: 'jobs', singular: 'job', shortNames: [],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (job) => withDefaultedSpec(job, defaultSpec),
  prepareForCreate: (job) => ({ ...job, status: {} }),
  spellUid(job, uid) {
    const identified = { ...job, metadata: { ...job.metadata, uid } };
    return withTemplateLabels(job.spec.manualSelector ? identified : withGeneratedSelector(identified, uid));
  },
  prepareForUpdate: (next, previous) => keepStatus(withTemplateLabels(next), previous),
};

const defaultSpec = memoizeDefaults<Spec>((spec) => {
  const isPlain = spec.completions === undefined && spec.parallelism === undefined;
  return withFields(spec, {
    parallelism: spec.parallelism ?? 1,
    ...(isPlain ? { completions: 1 } : {}),
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? DEFAULT_BACKOFF_LIMIT : NO_BACKOFF_LIMIT),
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    podReplacementPolicy: spec.podReplacementPolicy ?? (spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
    manualSelector: spec.manualSelector ?? false,
    template: defaultPodTemplate(spec.template),
    ...(spec.podFailurePolicy ? { podFailurePolicy: defaultFailurePolicy(spec.podFailurePolicy) } : {}),
  });
});

function defaultFailurePolicy(policy: NonNullable<Spec['podFailurePolicy']>): NonNullable<Spec['podFailurePolicy']> {
  const defaultRule = (rule: Rule): Rule => {
    const onPodConditions = mapShared(rule.onPodConditions, (pattern) => withFields(pattern, { status: pattern.status || 'True' }));
    return onPodConditions ? withFields(rule, { onPodConditions }) : rule;
  };
  return withFields(policy, { rules: mapShared(policy.rules, defaultRule) ?? [] });
}

/** The labels of the pods also tell a Job apart that was given none of its own. */
function withTemplateLabels(job: Job): Job {
  const { labels } = job.spec.template.metadata ?? {};
  if (!labels || Object.keys(job.metadata.labels ?? {}).length > 0) return job;
  return { ...job, metadata: { ...job.metadata, labels } };
}

/** Labels and a selector that only this Job's pods have. What is there already stays; validation refuses it where it is wrong. */
function withGeneratedSelector(job: Job, uid: string): Job {
  const { template, selector } = job.spec;
  const generated: Record<string, string> = {};
  for (const label of JOB_NAME_LABELS) generated[label] = job.metadata.name ?? '';
  for (const label of CONTROLLER_UID_LABELS) generated[label] = uid;
  const metadata: ObjectMeta = { ...template.metadata, labels: { ...generated, ...template.metadata?.labels } };
  const labelled: PodTemplate = { ...template, metadata };
  const matchLabels = { [CONTROLLER_UID_LABELS[0]]: uid, ...selector?.matchLabels };
  return { ...job, spec: { ...job.spec, template: labelled, selector: { ...selector, matchLabels } } };
}
