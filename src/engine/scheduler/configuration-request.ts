import type { FieldError } from '../api/errors.ts';
import { fieldPath, invalidValue, required } from '../api/validation/field-error.ts';
import type { JsonObject } from '../json.ts';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration } from './configuration.ts';
import { validateConfiguration } from './configuration-validation.ts';

export interface ConfigurationProblem {
  readonly path: FieldError['path'];
  readonly message: string;
}

export type ReadConfiguration = { readonly ok: true; readonly configuration: SchedulerConfiguration } | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

const KNOWN: ReadonlySet<string> = new Set([
  'apiVersion', 'kind', 'profiles', 'percentageOfNodesToScore', 'podInitialBackoffSeconds', 'podMaxBackoffSeconds',
]);
/** Fields of the file that concern the process, not where pods go: they are taken, and change nothing here. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'parallelism', 'leaderElection', 'clientConnection', 'enableProfiling', 'enableContentionProfiling', 'delayCacheUntilActive', 'extenders', 'metadata',
]);

/** Reads a KubeSchedulerConfiguration as a person wrote it; null is the one that kube-scheduler has without a file. */
export function readConfiguration(sent: JsonObject | null): ReadConfiguration {
  if (sent === null) return { ok: true, configuration: DEFAULT_CONFIGURATION };
  const { apiVersion, kind, profiles } = sent;
  const errors: FieldError[] = [];
  if (kind !== 'KubeSchedulerConfiguration') errors.push(kind === undefined ? required(fieldPath('kind')) : invalidValue(fieldPath('kind'), kind, 'must be KubeSchedulerConfiguration'));
  if (apiVersion !== 'kubescheduler.config.k8s.io/v1') {
    errors.push(apiVersion === undefined ? required(fieldPath('apiVersion')) : invalidValue(fieldPath('apiVersion'), apiVersion, 'must be kubescheduler.config.k8s.io/v1'));
  }
  const unknown = Object.keys(sent).filter((name) => !KNOWN.has(name) && !ELSEWHERE.has(name)).map((name) => ({ path: [name], message: `strict decoding error: unknown field "${name}"` }));
  if (profiles !== undefined && !isListOfObjects(profiles)) errors.push(invalidValue(fieldPath('profiles'), profiles, 'must be a list of profiles'));
  if (errors.length === 0 && unknown.length === 0) {
    const configuration = sent as unknown as SchedulerConfiguration;
    errors.push(...validateConfiguration(configuration));
    if (errors.length === 0) return { ok: true, configuration };
  }
  return { ok: false, problems: [...unknown, ...errors.map(({ path, message }) => ({ path, message }))] };
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
}
