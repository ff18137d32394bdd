import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, notFoundValue, type FieldPath } from '../validation/field-error.ts';
import { validateEach, validateOptionalChoice, validatePresent } from './checks.ts';
import type { Container, Volume, VolumeDevice, VolumeMount } from './pod-types.ts';
import { hasBacksteps, validateDescendingPath } from './validation-paths.ts';

/** Valid volumes by their names. */
export type VolumesByName = ReadonlyMap<string, Volume>;

/** Where a container has its volumes (ValidateVolumeMounts, ValidateVolumeDevices). */
export function validateMounts(container: Container, volumes: VolumesByName, path: FieldPath): readonly FieldError[] {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const mountPaths = new Set<string>();
  const devicePaths = new Set<string>();
  const deviceNames = new Set<string>();
  const mountsPath = path.child('volumeMounts');
  return [
    ...validateEach(volumeMounts, mountsPath, (mount, at) => [
      ...validateMount(mount, volumes, mountPaths, at),
      ...validateMountAgainstDevices(mount, volumeDevices, at),
      ...validateSubPaths(mount, volumes.get(mount.name), mountsPath, at),
      // Upstream gives these the path of the list.
      ...validatePropagation(mount.mountPropagation, container.securityContext?.privileged === true, mountsPath.child('mountPropagation')),
      ...validateRecursiveReadOnly(mount, mountsPath.child('recursiveReadOnly')),
    ]),
    ...validateEach(volumeDevices, path.child('volumeDevices'), (device, at) => [
      ...validateDevice(device, volumes.get(device.name), deviceNames, devicePaths, at),
      ...validateDeviceAgainstMounts(device, volumeMounts, at),
    ]),
  ];
}

function validateMount({ name, mountPath }: VolumeMount, volumes: VolumesByName, seen: Set<string>, path: FieldPath): readonly FieldError[] {
  const errors = [...validatePresent(name, path.child('name'))];
  if (!volumes.has(name)) errors.push(notFoundValue(path.child('name'), name));
  errors.push(...validatePresent(mountPath, path.child('mountPath')));
  if (seen.has(mountPath)) errors.push(invalidValue(path.child('mountPath'), mountPath, 'must be unique'));
  seen.add(mountPath);
  return errors;
}

function validateMountAgainstDevices({ name, mountPath }: VolumeMount, devices: readonly VolumeDevice[], path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (devices.some((device) => device.name === name)) errors.push(invalidValue(path.child('name'), name, 'must not already exist in volumeDevices'));
  if (devices.some((device) => device.devicePath === mountPath)) {
    errors.push(invalidValue(path.child('mountPath'), mountPath, 'must not already exist as a path in volumeDevices'));
  }
  return errors;
}

function validateSubPaths({ subPath = '', subPathExpr = '' }: VolumeMount, volume: Volume | undefined, list: FieldPath, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (volume?.image && subPath) errors.push(invalidValue(path.child('subPath'), subPath, 'not allowed in image volume sources'));
  if (volume?.image && subPathExpr) errors.push(invalidValue(path.child('subPathExpr'), subPathExpr, 'not allowed in image volume sources'));
  if (subPath) errors.push(...validateDescendingPath(subPath, list.child('subPath')));
  if (subPath && subPathExpr) errors.push(invalidValue(path.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  if (subPathExpr) errors.push(...validateDescendingPath(subPathExpr, list.child('subPathExpr')));
  return errors;
}

function validatePropagation(propagation: string | undefined, privileged: boolean, path: FieldPath): readonly FieldError[] {
  const errors = validateOptionalChoice(propagation, ['Bidirectional', 'HostToContainer', 'None'], path);
  if (propagation !== 'Bidirectional' || privileged) return errors;
  return [...errors, forbiddenField(path, 'Bidirectional mount propagation is available only to privileged containers')];
}

function validateRecursiveReadOnly(mount: VolumeMount, path: FieldPath): readonly FieldError[] {
  const { recursiveReadOnly: mode, readOnly, mountPropagation } = mount;
  if (mode !== 'Enabled' && mode !== 'IfPossible') return validateOptionalChoice(mode, ['Disabled', 'Enabled', 'IfPossible'], path);
  const errors = readOnly ? [] : [forbiddenField(path, 'may only be specified when readOnly is true')];
  if (mountPropagation === undefined || mountPropagation === 'None') return errors;
  return [...errors, forbiddenField(path, 'may only be specified when mountPropagation is None or not specified')];
}

function validateDevice(device: VolumeDevice, volume: Volume | undefined, names: Set<string>, paths: Set<string>, path: FieldPath): readonly FieldError[] {
  const { name, devicePath } = device;
  const errors = [...validatePresent(name, path.child('name'))];
  if (names.has(name)) errors.push(invalidValue(path.child('name'), name, 'must be unique'));
  if (!volume) errors.push(notFoundValue(path.child('name'), name));
  else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
    errors.push(invalidValue(path.child('name'), name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'));
  }
  errors.push(...validatePresent(devicePath, path.child('devicePath')));
  if (paths.has(devicePath)) errors.push(invalidValue(path.child('devicePath'), devicePath, 'must be unique'));
  if (hasBacksteps(devicePath)) errors.push(invalidValue(path.child('devicePath'), devicePath, "can not contain backsteps ('..')"));
  else paths.add(devicePath);
  if (name !== '') names.add(name);
  return errors;
}

function validateDeviceAgainstMounts({ name, devicePath }: VolumeDevice, mounts: readonly VolumeMount[], path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (mounts.some((mount) => mount.name === name)) errors.push(invalidValue(path.child('name'), name, 'must not already exist in volumeMounts'));
  if (mounts.some((mount) => mount.mountPath === devicePath)) {
    errors.push(invalidValue(path.child('devicePath'), devicePath, 'must not already exist as a path in volumeMounts'));
  }
  return errors;
}
