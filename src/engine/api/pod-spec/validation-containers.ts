import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, required, tooMany, type FieldPath } from '../validation/field-error.ts';
import { dnsLabelProblems } from '../validation/names.ts';
import { isSidecar } from '../pod-resources.ts';
import { invalidFor, validateChoice, validateEach, validateOptionalChoice, validatePresent, validateUnused } from './checks.ts';
import type { Container, PodSpec } from './pod-types.ts';
import { validateEnv, validateEnvFrom } from './validation-env.ts';
import { validateHooksAndProbes } from './validation-handlers.ts';
import { validateMounts, type VolumesByName } from './validation-mounts.ts';
import { validateContainerPorts, validateHostPortsDiffer } from './validation-ports.ts';
import { validateContainerResources } from './validation-resources.ts';
import { validateContainerSecurity } from './validation-security.ts';

/** What the pod around a container says of it. */
export interface ContainerSurroundings {
  readonly spec: PodSpec;
  readonly volumes: VolumesByName;
  readonly claimNames: ReadonlySet<string>;
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
/** The same in the order in which init containers are told of them. */
const INIT_RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const MOST_RESTART_RULES = 20;
const SIDECARS_ONLY = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export function validateContainers(around: ContainerSurroundings, path: FieldPath): readonly FieldError[] {
  const { containers, terminationGracePeriodSeconds } = around.spec;
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  return [
    ...validateEach(containers, path, (container, at) => [
      ...validateContainer(container, around, at),
      ...validateUnused(container.name, names, at.child('name')),
      ...validateHooksAndProbes(container, terminationGracePeriodSeconds, at),
      ...validateRestartPolicy(container, RESTART_POLICIES, at),
    ]),
    ...validateHostPortsDiffer(containers, path),
  ];
}

/** Init containers share the names of the others. Only sidecars may have hooks and probes. */
export function validateInitContainers(around: ContainerSurroundings, path: FieldPath): readonly FieldError[] {
  const { containers, initContainers = [], terminationGracePeriodSeconds } = around.spec;
  const names = new Set(containers.map(({ name }) => name));
  return validateEach(initContainers, path, (container, at) => [
    ...validateContainer(container, around, at),
    ...validateRestartPolicy(container, INIT_RESTART_POLICIES, at),
    ...validateUnused(container.name, names, at.child('name')),
    ...validateHostPortsDiffer([container], path),
    ...(isSidecar(container) ? validateHooksAndProbes(container, terminationGracePeriodSeconds, at) : validateWithoutHooks(container, at)),
  ]);
}

function validateWithoutHooks(container: Container, path: FieldPath): readonly FieldError[] {
  return SIDECARS_ONLY.filter((field) => container[field] !== undefined)
    .map((field) => forbiddenField(path.child(field), 'may not be set for init containers without restartPolicy=Always'));
}

/** What is asked of containers of every sort (validateContainerCommon). */
export function validateContainer(container: Container, { spec, volumes, claimNames }: ContainerSurroundings, path: FieldPath): readonly FieldError[] {
  const { name } = container;
  return [
    ...(name ? invalidFor(path.child('name'), name, dnsLabelProblems(name)) : [required(path.child('name'))]),
    ...validatePresent(container.image, path.child('image')),
    ...validateChoice(container.terminationMessagePolicy, MESSAGE_POLICIES, path.child('terminationMessagePolicy')),
    ...validateContainerPorts(container.ports, path.child('ports')),
    ...validateEnv(container.env, path.child('env')),
    ...validateEnvFrom(container.envFrom, path.child('envFrom')),
    ...validateMounts(container, volumes, path),
    ...validateChoice(container.imagePullPolicy, PULL_POLICIES, path.child('imagePullPolicy')),
    ...validateContainerResources(container.resources, claimNames, path.child('resources')),
    ...validateResizePolicy(container, spec.restartPolicy, path.child('resizePolicy')),
    ...(container.securityContext ? validateContainerSecurity(container.securityContext, spec.hostUsers !== false, path.child('securityContext')) : []),
  ];
}

function validateResizePolicy({ resizePolicy }: Container, podRestartPolicy: string | undefined, path: FieldPath): readonly FieldError[] {
  const resources = new Set<string>();
  return validateEach(resizePolicy, path, ({ resourceName, restartPolicy }, at) => [
    ...validateUnused(resourceName, resources, at),
    ...validateChoice(resourceName, ['cpu', 'memory'], path),
    ...validateChoice(restartPolicy, ['NotRequired', 'RestartContainer'], path),
    ...(podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired'
      ? [invalidValue(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
      : []),
  ]);
}

/** A container's own restart policy and the rules that go before it. */
function validateRestartPolicy({ restartPolicy, restartPolicyRules = [] }: Container, supported: readonly string[], path: FieldPath): readonly FieldError[] {
  const errors = [...validateOptionalChoice(restartPolicy, supported, path.child('restartPolicy'))];
  if (restartPolicyRules.length === 0) return errors;
  const rules = path.child('restartPolicyRules');
  if (restartPolicy === undefined) errors.push(required(path.child('restartPolicy'), 'must specify restartPolicy when restart rules are used'));
  if (restartPolicyRules.length > MOST_RESTART_RULES) errors.push(tooMany(rules, restartPolicyRules.length, MOST_RESTART_RULES));
  errors.push(...validateEach(restartPolicyRules, rules, ({ action, exitCodes }, at) => [
    ...validateChoice(action, ['Restart', 'RestartAllContainers'], at.child('action')),
    ...(exitCodes ? validateChoice(exitCodes.operator, ['In', 'NotIn'], at.child('exitCodes', 'operator')) : [required(at.child('exitCodes'), 'must be specified')]),
  ]));
  return errors;
}
