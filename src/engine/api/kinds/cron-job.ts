import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['CronJob']['spec'];

const DEFAULT_SUCCESSFUL_HISTORY = 3;
const DEFAULT_FAILED_HISTORY = 1;

/** Sources: pkg/apis/batch/v1/defaults.go, pkg/registry/batch/cronjob/strategy.go. */
export const cronJobDefinition: KindDefinition<'CronJob'> = {
  kind: 'CronJob', group: 'batch', version: 'v1', plural: 'cronjobs', singular: 'cronjob', shortNames: ['cj'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (cronJob) => withDefaultedSpec(cronJob, defaultSpec),
  prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
  prepareForUpdate: keepStatus,
};

/** Of the Job only its pods get defaults here; the rest when one is made. */
const defaultSpec = memoizeDefaults<Spec>((spec) => {
  const { jobTemplate } = spec;
  const jobSpec = withFields(jobTemplate.spec, { template: defaultPodTemplate(jobTemplate.spec.template) });
  return withFields(spec, {
    concurrencyPolicy: spec.concurrencyPolicy || 'Allow',
    suspend: spec.suspend ?? false,
    successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? DEFAULT_SUCCESSFUL_HISTORY,
    failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? DEFAULT_FAILED_HISTORY,
    jobTemplate: withFields(jobTemplate, { spec: jobSpec }),
  });
});
