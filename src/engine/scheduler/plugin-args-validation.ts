import type { FieldError } from '../api/errors.ts';
import { validateNodeAffinity } from '../api/pod-spec/validation-affinity.ts';
import { duplicateValue, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../api/validation/field-error.ts';
import { validateLabelKey } from '../api/validation/metadata.ts';
import type { ConfigurablePlugin, PluginArgs, ResourceSpec, ShapePoint } from './configuration.ts';

type Args = PluginArgs[ConfigurablePlugin];
type Validate = (args: Args, path: FieldPath) => readonly FieldError[];

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const HIGHEST_SHAPE_SCORE = 10;

/** By plugin, what is wrong with its arguments (pkg/scheduler/apis/config/validation/validation_pluginargs.go). */
export const argsValidations: readonly (readonly [ConfigurablePlugin, Validate])[] = [
  ['DefaultPreemption', (args, path) => validatePreemption(args as PluginArgs['DefaultPreemption'], path)],
  ['InterPodAffinity', (args, path) => validateInterPodAffinity(args as PluginArgs['InterPodAffinity'], path)],
  ['NodeAffinity', (args, path) => validateAddedAffinity(args as PluginArgs['NodeAffinity'], path)],
  ['NodeResourcesBalancedAllocation', (args, path) => validateBalancedAllocation(args as PluginArgs['NodeResourcesBalancedAllocation'], path)],
  ['NodeResourcesFit', (args, path) => validateFit(args as PluginArgs['NodeResourcesFit'], path)],
  ['PodTopologySpread', (args, path) => validateSpread(args as PluginArgs['PodTopologySpread'], path)],
  ['VolumeBinding', (args, path) => validateVolumeBinding(args as PluginArgs['VolumeBinding'], path)],
];

function validatePreemption({ minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 }: PluginArgs['DefaultPreemption'], path: FieldPath): readonly FieldError[] {
  const percentage = path.child('minCandidateNodesPercentage');
  const absolute = path.child('minCandidateNodesAbsolute');
  const errors = outsideOf(minCandidateNodesPercentage, 0, 100, percentage);
  if (minCandidateNodesAbsolute < 0) errors.push(invalidValue(absolute, minCandidateNodesAbsolute, 'not in valid range [0, inf)'));
  if (minCandidateNodesPercentage === 0 && minCandidateNodesAbsolute === 0) {
    errors.push(
      invalidValue(percentage, 0, 'cannot be zero at the same time as minCandidateNodesAbsolute'),
      invalidValue(absolute, 0, 'cannot be zero at the same time as minCandidateNodesPercentage'),
    );
  }
  return errors;
}

function validateInterPodAffinity({ hardPodAffinityWeight = 1 }: PluginArgs['InterPodAffinity'], path: FieldPath): readonly FieldError[] {
  return outsideOf(hardPodAffinityWeight, 0, 100, path.child('hardPodAffinityWeight'));
}

function validateAddedAffinity({ addedAffinity }: PluginArgs['NodeAffinity'], path: FieldPath): readonly FieldError[] {
  return addedAffinity ? validateNodeAffinity(addedAffinity, path.child('addedAffinity')) : [];
}

function validateBalancedAllocation({ resources = [] }: PluginArgs['NodeResourcesBalancedAllocation'], path: FieldPath): readonly FieldError[] {
  return resources.flatMap(({ name, weight = 1 }, index) => {
    const at = path.child('resources').index(index);
    const errors = resources.findIndex((other) => other.name === name) < index ? [duplicateValue(at.child('name'), name)] : [];
    return weight === 1 ? errors : [...errors, invalidValue(at.child('weight'), weight, 'must be 1')];
  });
}

function validateFit({ ignoredResources = [], ignoredResourceGroups = [], scoringStrategy = {} }: PluginArgs['NodeResourcesFit'], path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = ignoredResources.flatMap((name, index) => validateLabelKey(name, path.child('ignoredResources').index(index)));
  ignoredResourceGroups.forEach((group, index) => {
    const at = path.child('ignoredResourceGroups').index(index);
    if (group.includes('/')) errors.push(invalidValue(at, group, "resource group name can't contain '/'"));
    errors.push(...validateLabelKey(group, at));
  });
  const { type = 'LeastAllocated', resources = [], requestedToCapacityRatio } = scoringStrategy;
  const strategy = path.child('scoringStrategy');
  const ratio = strategy.child('requestedToCapacityRatio');
  if (!STRATEGIES.includes(type)) errors.push(notSupported(strategy.child('type'), type, STRATEGIES));
  errors.push(...validateResources(resources, strategy.child('resources')));
  if (type === 'RequestedToCapacityRatio') {
    if (requestedToCapacityRatio) errors.push(...validateShape(requestedToCapacityRatio.shape ?? [], ratio.child('shape')));
    else errors.push(required(ratio, 'must be specified when type is RequestedToCapacityRatio'));
  } else if (requestedToCapacityRatio) errors.push(forbiddenField(ratio, 'must be nil when type is not RequestedToCapacityRatio'));
  return errors;
}

function validateResources(resources: readonly ResourceSpec[], path: FieldPath): readonly FieldError[] {
  return resources.flatMap(({ name, weight = 1 }, index) =>
    weight > 0 && weight <= 100 ? [] : [invalidValue(path.index(index).child('weight'), weight, `resource weight of ${name} not in valid range (0, 100]`)]);
}

function validateShape(shape: readonly ShapePoint[], path: FieldPath): readonly FieldError[] {
  if (shape.length === 0) return [required(path, 'at least one point must be specified')];
  const unsorted = shape.findIndex(({ utilization }, index) => index > 0 && (shape[index - 1]?.utilization ?? 0) >= utilization);
  const errors: FieldError[] = [];
  if (unsorted > 0) errors.push(invalidValue(path.index(unsorted).child('utilization'), shape[unsorted]?.utilization, 'values must be sorted in increasing order'));
  shape.forEach(({ utilization, score }, index) => {
    const at = path.index(index);
    errors.push(...outsideOf(utilization, 0, 100, at.child('utilization')), ...outsideOf(score, 0, HIGHEST_SHAPE_SCORE, at.child('score')));
  });
  return errors;
}

function validateSpread({ defaultingType = 'System', defaultConstraints = [] }: PluginArgs['PodTopologySpread'], path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  const type = path.child('defaultingType');
  if (defaultingType !== 'System' && defaultingType !== 'List') errors.push(notSupported(type, defaultingType, ['System', 'List']));
  else if (defaultingType === 'System' && defaultConstraints.length > 0) errors.push(invalidValue(type, defaultingType, 'when .defaultConstraints are not empty'));
  defaultConstraints.forEach(({ maxSkew, topologyKey = '', whenUnsatisfiable = '', labelSelector }, index) => {
    const at = path.child('defaultConstraints').index(index);
    const action = at.child('whenUnsatisfiable');
    if (!(maxSkew > 0)) errors.push(invalidValue(at.child('maxSkew'), maxSkew, 'not in valid range (0, inf)'));
    if (topologyKey === '') errors.push(required(at.child('topologyKey'), 'can not be empty'));
    else errors.push(...validateLabelKey(topologyKey, at.child('topologyKey')));
    if (whenUnsatisfiable === '') errors.push(required(action, 'can not be empty'));
    else if (!ACTIONS.includes(whenUnsatisfiable)) errors.push(notSupported(action, whenUnsatisfiable, ACTIONS));
    if (labelSelector) errors.push(forbiddenField(at.child('labelSelector'), 'constraint must not define a selector, as they deduced for each pod'));
    const first = defaultConstraints.findIndex((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (first < index) errors.push(duplicateValue(at, `{${topologyKey}, ${whenUnsatisfiable}}`));
  });
  return errors;
}

function validateVolumeBinding({ bindTimeoutSeconds = 600 }: PluginArgs['VolumeBinding'], path: FieldPath): readonly FieldError[] {
  const at = path.child('bindTimeoutSeconds');
  return bindTimeoutSeconds < 0 ? [invalidValue(at, bindTimeoutSeconds, 'invalid BindTimeoutSeconds, should not be a negative value')] : [];
}

function outsideOf(value: number, least: number, most: number, path: FieldPath): FieldError[] {
  return value < least || value > most ? [invalidValue(path, value, `not in valid range [${least}, ${most}]`)] : [];
}
