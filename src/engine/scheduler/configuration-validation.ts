import type { FieldError } from '../api/errors.ts';
import { isSame } from '../api/equality.ts';
import { duplicateValue, fieldPath, invalidValue, required, type FieldPath } from '../api/validation/field-error.ts';
import {
  argsOf, DEFAULT_PLUGINS, EXTENSION_POINTS, expandPlugins, profilesOf, type PluginSet, type SchedulerConfiguration, type SchedulerProfile,
} from './configuration.ts';
import { argsValidations } from './plugin-args-validation.ts';

const PROFILES = fieldPath('profiles');
const VERSION = 'kubescheduler.config.k8s.io/v1';
/** Plugins of earlier versions. */
const REMOVED: ReadonlySet<string> = new Set(['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits']);
const DEFAULT_INITIAL_BACKOFF_SECONDS = 1;
const DEFAULT_MAX_BACKOFF_SECONDS = 10;

/**
 * What is wrong with a configuration, in upstream's words: pkg/scheduler/apis/config/validation, and what is found out when the profiles' plugins
 * are made (framework/runtime/framework.go). None when it can be run with.
 */
export function validateConfiguration(configuration: SchedulerConfiguration): readonly FieldError[] {
  const profiles = profilesOf(configuration);
  const { percentageOfNodesToScore, podInitialBackoffSeconds = DEFAULT_INITIAL_BACKOFF_SECONDS, podMaxBackoffSeconds = DEFAULT_MAX_BACKOFF_SECONDS } = configuration;
  const errors: FieldError[] = [];
  profiles.forEach((profile, index) => {
    const path = PROFILES.index(index);
    errors.push(...validateProfile(profile, path));
    const first = profiles.findIndex(({ schedulerName }) => schedulerName === profile.schedulerName);
    if (first < index) errors.push(duplicateValue(path.child('schedulerName'), PROFILES.index(first).child('schedulerName').text));
  });
  errors.push(...validateQueueSort(profiles), ...validatePercentage(percentageOfNodesToScore, fieldPath('percentageOfNodesToScore')));
  if (podInitialBackoffSeconds <= 0) errors.push(invalidValue(fieldPath('podInitialBackoffSeconds'), podInitialBackoffSeconds, 'must be greater than 0'));
  if (podMaxBackoffSeconds < podInitialBackoffSeconds) {
    errors.push(invalidValue(fieldPath('podMaxBackoffSeconds'), podMaxBackoffSeconds, 'must be greater than or equal to PodInitialBackoffSeconds'));
  }
  return errors;
}

function validatePercentage(percentage: number | undefined, path: FieldPath): readonly FieldError[] {
  return percentage !== undefined && (percentage < 0 || percentage > 100) ? [invalidValue(path, percentage, 'not in valid range [0-100]')] : [];
}

function validateProfile(profile: SchedulerProfile & { readonly schedulerName: string }, path: FieldPath): readonly FieldError[] {
  const { schedulerName, percentageOfNodesToScore, plugins = {}, pluginConfig = [] } = profile;
  const errors: FieldError[] = schedulerName === '' ? [required(path.child('schedulerName'))] : [];
  errors.push(...validatePercentage(percentageOfNodesToScore, path.child('percentageOfNodesToScore')));
  for (const point of ['multiPoint', ...EXTENSION_POINTS] as const) errors.push(...validatePluginSet(plugins[point], path.child('plugins', point)));
  const seen = new Set<string>();
  pluginConfig.forEach(({ name }, index) => {
    const at = path.child('pluginConfig').index(index);
    if (seen.has(name)) errors.push(duplicateValue(at, name));
    seen.add(name);
    if (REMOVED.has(name)) errors.push(removed(at, name));
    for (const [plugin, validate] of argsValidations) if (plugin === name) errors.push(...validate(argsOf(profile, plugin), at.child('args')));
  });
  return [...errors, ...validateNecessary(profile, path.child('plugins'))];
}

function validatePluginSet({ enabled = [] }: PluginSet = {}, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  enabled.forEach(({ name }, index) => {
    const at = path.child('enabled').index(index);
    if (REMOVED.has(name)) errors.push(removed(at, name));
    else if (!DEFAULT_PLUGINS.some((plugin) => plugin.name === name)) errors.push(invalidValue(at, name, 'plugin does not exist'));
    else if (enabled.findIndex((entry) => entry.name === name) < index) errors.push(invalidValue(at, name, 'plugin already registered'));
  });
  return errors;
}

function removed(path: FieldPath, name: string): FieldError {
  return invalidValue(path, name, `was invalid in version "${VERSION}" (KubeSchedulerConfiguration is version "${VERSION}")`);
}

/** No scheduler without a way to put its queue in order, or to bind. */
function validateNecessary(profile: SchedulerProfile & { readonly schedulerName: string }, path: FieldPath): readonly FieldError[] {
  const { queueSort, bind } = expandPlugins(profile, (name, point) => (point === 'queueSort' ? name === 'PrioritySort' : name === 'DefaultBinder'));
  const errors: FieldError[] = [];
  if (queueSort.length !== 1) {
    const detail = `only one queue sort plugin required for profile with scheduler name "${profile.schedulerName}", but got ${queueSort.length}`;
    errors.push(invalidValue(path.child('queueSort'), queueSort.length, detail));
  }
  if (bind.length === 0) errors.push(required(path.child('bind'), `at least one bind plugin is needed for profile with scheduler name "${profile.schedulerName}"`));
  return errors;
}

function validateQueueSort([first, ...others]: readonly SchedulerProfile[]): readonly FieldError[] {
  const common = first?.plugins?.queueSort ?? {};
  return others.flatMap(({ plugins }, index) => {
    const own = plugins?.queueSort ?? {};
    return isSame(own, common) ? [] : [invalidValue(PROFILES.index(index + 1).child('plugins', 'queueSort'), own, 'must be the same for all profiles')];
  });
}
