import type { FieldError } from '../api/errors.ts';
import { fieldPath, invalidValue, required } from '../api/validation/field-error.ts';
import type { JsonObject } from '../json.ts';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration } from './configuration.ts';
import { decodingProblems, type DecodingProblem } from './configuration-decoding.ts';
import { validateConfiguration } from './configuration-validation.ts';

export type ConfigurationProblem = DecodingProblem;
export type ReadConfiguration = { readonly ok: true; readonly configuration: SchedulerConfiguration } | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

const VERSION = 'kubescheduler.config.k8s.io/v1';
const KIND = 'KubeSchedulerConfiguration';

/** Reads a KubeSchedulerConfiguration as a person wrote it; null is the one that kube-scheduler has without a file. */
export function readConfiguration(sent: JsonObject | null): ReadConfiguration {
  if (sent === null) return { ok: true, configuration: DEFAULT_CONFIGURATION };
  const problems = [...identityProblems(sent), ...decodingProblems(sent)];
  if (problems.length > 0) return { ok: false, problems };
  const configuration = withoutNulls(sent) as unknown as SchedulerConfiguration;
  const errors = validateConfiguration(configuration);
  return errors.length === 0 ? { ok: true, configuration } : { ok: false, problems: errors.map(({ path, message }) => ({ path, message })) };
}

function identityProblems({ apiVersion, kind }: JsonObject): readonly FieldError[] {
  return [
    ...(kind === KIND ? [] : [kind === undefined ? required(fieldPath('kind')) : invalidValue(fieldPath('kind'), kind, `must be ${KIND}`)]),
    ...(apiVersion === VERSION ? [] : [apiVersion === undefined ? required(fieldPath('apiVersion')) : invalidValue(fieldPath('apiVersion'), apiVersion, `must be ${VERSION}`)]),
  ];
}

/** A field that is null is as good as not written. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? {});
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field)]])));
}
