import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, notSupported, required, tooLong, type FieldPath } from '../validation/field-error.ts';
import { byteLength } from '../validation/byte-length.ts';
import { userIdProblems } from '../validation/names.ts';
import { invalidFor, validateEach, validateIfPresent, validateOptionalChoice, validateUnused } from './checks.ts';
import { goForm } from './go-form.ts';
import type { PodSecurityContext, PodSpec, SecurityContext } from './pod-types.ts';
import { validateDescendingPath } from './validation-paths.ts';

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const MOST_PROFILE_BYTES = 4095;
const MOST_SYSCTL_BYTES = 253;
const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const sysctlPattern = new RegExp(SYSCTL);

/** A pod's security context (validatePodSpecSecurityContext). */
export function validatePodSecurity(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  const context = spec.securityContext ?? {};
  const errors: FieldError[] = [
    ...validateIfPresent(context.fsGroup, path.child('fsGroup'), validateUserId),
    ...validateIfPresent(context.runAsUser, path.child('runAsUser'), validateUserId),
    ...validateIfPresent(context.runAsGroup, path.child('runAsGroup'), validateUserId),
    ...validateEach(context.supplementalGroups, path.child('supplementalGroups'), validateUserId),
  ];
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalidValue(path.child('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  return [
    ...errors,
    ...validateSysctls(context.sysctls, path.child('sysctls')),
    ...validateOptionalChoice(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], path.child('fsGroupChangePolicy')),
    ...validateIfPresent(context.seccompProfile, path.child('seccompProfile'), validateSeccompProfile),
    ...validateIfPresent(context.appArmorProfile, path.child('appArmorProfile'), validateAppArmorProfile),
    ...validateOptionalChoice(context.supplementalGroupsPolicy, ['Merge', 'Strict'], path.child('supplementalGroupsPolicy')),
    ...validateOptionalChoice(context.seLinuxChangePolicy, ['MountOption', 'Recursive'], path.child('seLinuxChangePolicy')),
  ];
}

/**
 * A container's security context (ValidateSecurityContext).
 * @param hostUsers false when the pod has a user namespace of its own
 */
export function validateContainerSecurity(context: SecurityContext, hostUsers: boolean, path: FieldPath): readonly FieldError[] {
  const errors = [
    ...validateIfPresent(context.runAsUser, path.child('runAsUser'), validateUserId),
    ...validateIfPresent(context.runAsGroup, path.child('runAsGroup'), validateUserId),
    ...validateOptionalChoice(context.procMount, ['Default', 'Unmasked'], path.child('procMount')),
  ];
  if (hostUsers && context.procMount === 'Unmasked') {
    errors.push(invalidValue(path.child('procMount'), context.procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  errors.push(...validateIfPresent(context.seccompProfile, path.child('seccompProfile'), validateSeccompProfile));
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged) errors.push(invalidValue(path, goForm('SecurityContext', context), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      errors.push(invalidValue(path, goForm('SecurityContext', context), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
    }
  }
  return [...errors, ...validateIfPresent(context.appArmorProfile, path.child('appArmorProfile'), validateAppArmorProfile)];
}

/** A pod with a user namespace of its own cannot use the host's other namespaces (validateHostUsers). */
export function validateHostUsers(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  if (spec.hostUsers !== false) return [];
  const problem = 'when `pod.Spec.HostUsers` is false';
  return [
    ...(spec.hostNetwork ? [forbiddenField(path.child('hostNetwork'), problem)] : []),
    ...(spec.hostPID ? [forbiddenField(path.child('HostPID'), problem)] : []),
    ...(spec.hostIPC ? [forbiddenField(path.child('HostIPC'), problem)] : []),
  ];
}

function validateUserId(id: number, path: FieldPath): readonly FieldError[] {
  return invalidFor(path, id, userIdProblems(id));
}

function validateSysctls(sysctls: PodSecurityContext['sysctls'], path: FieldPath): readonly FieldError[] {
  const names = new Set<string>();
  return validateEach(sysctls, path, ({ name }, at) => {
    if (name === '') return [required(at.child('name'))];
    if (byteLength(name) <= MOST_SYSCTL_BYTES && sysctlPattern.test(name)) return validateUnused(name, names, at.child('name'));
    return [invalidValue(at.child('name'), name, `must have at most ${MOST_SYSCTL_BYTES} characters and match regex ${SYSCTL}`)];
  });
}

type SeccompProfile = NonNullable<SecurityContext['seccompProfile']>;
type AppArmorProfile = NonNullable<SecurityContext['appArmorProfile']>;

function validateSeccompProfile(profile: SeccompProfile, path: FieldPath): readonly FieldError[] {
  const { localhostProfile } = profile;
  const at = path.child('localhostProfile');
  const errors = validateProfileType(profile.type, 'seccompProfile', path.child('type'));
  if (profile.type !== 'Localhost') {
    return localhostProfile === undefined ? errors : [...errors, invalidValue(at, goForm('SeccompProfile', profile), 'can only be set when seccomp type is Localhost')];
  }
  return localhostProfile === undefined ? [required(at, 'must be set when seccomp type is Localhost')] : validateDescendingPath(localhostProfile, at);
}

function validateAppArmorProfile(profile: AppArmorProfile, path: FieldPath): readonly FieldError[] {
  const { localhostProfile } = profile;
  const at = path.child('localhostProfile');
  if (profile.type !== 'Localhost') {
    const errors = validateProfileType(profile.type, 'appArmorProfile', path.child('type'));
    return errors.length > 0 || localhostProfile === undefined ? errors : [invalidValue(at, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  }
  if (!localhostProfile) return [required(at, 'must be set when AppArmor type is Localhost')];
  return [
    ...(localhostProfile.trim() === localhostProfile ? [] : [invalidValue(at, localhostProfile, 'must not be padded with whitespace')]),
    ...(byteLength(localhostProfile) > MOST_PROFILE_BYTES ? [tooLong(at, MOST_PROFILE_BYTES)] : []),
  ];
}

function validateProfileType(type: string, field: string, path: FieldPath): readonly FieldError[] {
  if (type === '') return [required(path, `type is required when ${field} is set`)];
  return PROFILE_TYPES.includes(type) ? [] : [notSupported(path, type, PROFILE_TYPES)];
}
