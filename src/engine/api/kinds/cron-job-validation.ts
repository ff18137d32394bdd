import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateChoice } from '../pod-spec/checks.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { selectorForm } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { parseSchedule } from './cron-job-schedule.ts';
import { findTimeZone } from './cron-job-time-zone.ts';
import { validateJobSpecParts } from './job-spec-validation.ts';

type Spec = KindMap['CronJob']['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
/** Names of its Jobs are longer by the minutes of their time. */
const MOST_NAME_BYTES = 52;
const CONCURRENCY_POLICIES = ['Allow', 'Forbid', 'Replace'];

/** Source: pkg/apis/batch/validation ValidateCronJobCreate, ValidateCronJobUpdate. */
export const cronJobValidation: KindValidation<'CronJob'> = {
  validateCreate({ metadata, spec }) {
    const { name = '' } = metadata;
    return [
      ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
      ...validateSpec(spec, undefined),
      ...(name.length > MOST_NAME_BYTES ? [invalidValue(METADATA.child('name'), name, `must be no more than ${MOST_NAME_BYTES} characters`)] : []),
    ];
  },
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSpec(next.spec, previous.spec)],
};

function validateSpec(spec: Spec, previous: Spec | undefined): readonly FieldError[] {
  return [
    ...(spec.schedule ? validateSchedule(spec, previous, SPEC.child('schedule')) : [required(SPEC.child('schedule'))]),
    ...validateNonNegative(spec.startingDeadlineSeconds, SPEC.child('startingDeadlineSeconds')),
    ...(previous && previous.timeZone === spec.timeZone ? [] : validateTimeZone(spec.timeZone, SPEC.child('timeZone'))),
    ...validateChoice(spec.concurrencyPolicy, CONCURRENCY_POLICIES, SPEC.child('concurrencyPolicy')),
    ...validateJobTemplate(spec.jobTemplate.spec, SPEC.child('jobTemplate', 'spec')),
    ...validateNonNegative(spec.successfulJobsHistoryLimit, SPEC.child('successfulJobsHistoryLimit')),
    ...validateNonNegative(spec.failedJobsHistoryLimit, SPEC.child('failedJobsHistoryLimit')),
  ];
}

/** A zone in the schedule is left to those who had it before there was a field for it. */
function validateSchedule({ schedule, timeZone }: Spec, previous: Spec | undefined, path: FieldPath): readonly FieldError[] {
  const parsed = parseSchedule(schedule);
  const errors = parsed.ok ? [] : [invalidValue(path, schedule, parsed.problem)];
  if (!schedule.includes('TZ')) return errors;
  if (!previous?.schedule.includes('TZ')) return [...errors, invalidValue(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  return timeZone === undefined ? errors : [...errors, invalidValue(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')];
}

function validateTimeZone(timeZone: string | undefined, path: FieldPath): readonly FieldError[] {
  if (timeZone === undefined) return [];
  if (timeZone === '') return [invalidValue(path, timeZone, 'timeZone must be nil or non-empty string')];
  const unknown = invalidValue(path, timeZone, `unknown time zone ${timeZone}`);
  const isName = timeZone.split('/').every((part) => part !== '.' && part !== '..' && /^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$/.test(part));
  if (!isName) return [unknown];
  if (timeZone.toLowerCase() === 'local') {
    return [invalidValue(path, timeZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'), ...(timeZone === 'Local' ? [] : [unknown])];
  }
  return findTimeZone(timeZone) ? [] : [unknown];
}

function validateJobTemplate(spec: Spec['jobTemplate']['spec'], path: FieldPath): readonly FieldError[] {
  return [
    ...validateJobSpecParts(spec, path),
    ...(spec.selector ? [invalidValue(path.child('selector'), selectorForm(spec.selector), '`selector` will be auto-generated')] : []),
    ...(spec.manualSelector ? [notSupported(path.child('manualSelector'), spec.manualSelector, ['nil', 'false'])] : []),
  ];
}
