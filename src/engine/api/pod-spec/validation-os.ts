import type { FieldError } from '../errors.ts';
import { forbiddenField, required, type FieldPath } from '../validation/field-error.ts';
import { validateChoice, validateEach } from './checks.ts';
import type { PodSpec, SecurityContext } from './pod-types.ts';

const NOT_ON_WINDOWS = 'cannot be set for a windows pod';
const NOT_ON_LINUX = 'windows options cannot be set for a linux pod';
const LINUX_CONTEXT = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'] as const;

/** The operating system that a pod says it is for, and the fields that the other one has (validateOS, validateLinux, validateWindows). */
export function validateOs(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  switch (spec.os?.name) {
    case undefined: return [];
    case '': return [required(path.child('os', 'name'), 'cannot be empty')];
    case 'linux': return validateLinux(spec, path);
    case 'windows': return validateWindows(spec, path);
    default: return validateChoice(spec.os?.name, ['linux', 'windows'], path.child('os'));
  }
}

function validateLinux(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  const check = (context: { readonly windowsOptions?: object } | undefined, at: FieldPath): readonly FieldError[] => (context?.windowsOptions ? [forbiddenField(at.child('windowsOptions'), NOT_ON_LINUX)] : []);
  return [...check(spec.securityContext, path.child('securityContext')), ...validateContexts(spec, path, check)];
}

function validateWindows(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  const context = spec.securityContext ?? {};
  const own = path.child('securityContext');
  const isSet: readonly (readonly [FieldPath, boolean])[] = [
    [own.child('appArmorProfile'), context.appArmorProfile !== undefined],
    [own.child('seLinuxOptions'), context.seLinuxOptions !== undefined],
    [path.child('hostUsers'), spec.hostUsers !== undefined],
    [path.child('hostPID'), spec.hostPID === true],
    [path.child('hostIPC'), spec.hostIPC === true],
    [own.child('seccompProfile'), context.seccompProfile !== undefined],
    [own.child('fsGroup'), context.fsGroup !== undefined],
    [own.child('fsGroupChangePolicy'), context.fsGroupChangePolicy !== undefined],
    [own.child('sysctls'), (context.sysctls ?? []).length > 0],
    [path.child('shareProcessNamespace'), spec.shareProcessNamespace !== undefined],
    [own.child('runAsUser'), context.runAsUser !== undefined],
    [own.child('runAsGroup'), context.runAsGroup !== undefined],
    [own.child('supplementalGroups'), context.supplementalGroups !== undefined],
    [own.child('supplementalGroupsPolicy'), context.supplementalGroupsPolicy !== undefined],
    [own.child('seLinuxChangePolicy'), context.seLinuxChangePolicy !== undefined],
  ];
  return [
    ...isSet.filter(([, set]) => set).map(([at]) => forbiddenField(at, NOT_ON_WINDOWS)),
    ...validateContexts(spec, path, (container, at) => LINUX_CONTEXT.filter((field) => container?.[field] !== undefined).map((field) => forbiddenField(at.child(field), NOT_ON_WINDOWS))),
  ];
}

function validateContexts(spec: PodSpec, path: FieldPath, check: (context: SecurityContext | undefined, path: FieldPath) => readonly FieldError[]): readonly FieldError[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const)
    .flatMap((list) => validateEach(spec[list], path.child(list), ({ securityContext }, at) => check(securityContext, at.child('securityContext'))));
}
