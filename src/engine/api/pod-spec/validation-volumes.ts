import type { FieldError } from '../errors.ts';
import { compareQuantities, parseQuantity, quantityOf } from '../schema/quantity.ts';
import { duplicateValue, forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { dnsLabelProblems, dnsSubdomainProblems } from '../validation/names.ts';
import { invalidFor, validateEach, validateOptionalChoice, validatePresent } from './checks.ts';
import type { Volume } from './pod-types.ts';
import { validateKeyToPath } from './validation-key-to-path.ts';
import type { VolumesByName } from './validation-mounts.ts';
import { validateFileMode, validateNoBacksteps } from './validation-paths.ts';
import { validateDownwardFile, validateProjected } from './validation-projections.ts';

type SourceName = Exclude<keyof Volume, 'name'>;

/** All sources, in the order in which upstream looks at them: the first one that is there counts, the others are too many. */
const SOURCES: readonly SourceName[] = [
  'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker', 'persistentVolumeClaim',
  'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile', 'vsphereVolume', 'photonPersistentDisk',
  'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image',
];

/** Fields that must be there, of sources that nothing else is asked of. */
const REQUIRED: Readonly<Partial<Record<SourceName, readonly string[]>>> = {
  gitRepo: ['repository'], gcePersistentDisk: ['pdName'], awsElasticBlockStore: ['volumeID'], iscsi: ['targetPortal', 'iqn'], glusterfs: ['endpoints', 'path'],
  persistentVolumeClaim: ['claimName'], rbd: ['monitors', 'image'], cinder: ['volumeID'], cephfs: ['monitors'], quobyte: ['registry', 'volume'],
  flexVolume: ['driver'], azureFile: ['secretName', 'shareName'], vsphereVolume: ['volumePath'], photonPersistentDisk: ['pdID'], portworxVolume: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'], storageos: ['volumeName'], scaleIO: ['gateway', 'system', 'volumeName'], csi: ['driver'],
};
const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

interface ValidatedVolumes {
  readonly volumes: VolumesByName;
  readonly errors: readonly FieldError[];
}

/**
 * A pod's volumes (ValidateVolumes). Only those without a problem can be mounted.
 * @param podName of a pod, for the names of the claims that it makes; undefined for a template
 */
export function validateVolumes(list: readonly Volume[] = [], podName: string | undefined, path: FieldPath): ValidatedVolumes {
  const volumes = new Map<string, Volume>();
  const ownClaims = new Set(podName ? list.filter((volume) => volume.ephemeral).map((volume) => `${podName}-${volume.name}`) : []);
  const errors = validateEach(list, path, (volume, at) => {
    const { name, persistentVolumeClaim: claim } = volume;
    const found = [...validateSource(volume, podName, at)];
    found.push(...(name ? invalidFor(at.child('name'), name, dnsLabelProblems(name)) : [required(at.child('name'))]));
    if (volumes.has(name)) found.push(duplicateValue(at.child('name'), name));
    if (found.length === 0) volumes.set(name, volume);
    if (claim && ownClaims.has(claim.claimName)) {
      const problem = 'must not reference a PVC that gets created for an ephemeral volume';
      found.push(invalidValue(at.child('persistentVolumeClaim', 'claimName'), claim.claimName, problem));
    }
    return found;
  });
  return { volumes, errors };
}

function validateSource(volume: Volume, podName: string | undefined, path: FieldPath): readonly FieldError[] {
  const [first, ...others] = SOURCES.filter((name) => volume[name] !== undefined);
  if (!first) return [required(path, 'must specify a volume type')];
  return [
    ...validateRequired(volume, first, path.child(first)),
    ...validateChosen(volume, podName, path),
    ...others.map((name) => forbiddenField(path.child(name), 'may not specify more than 1 volume type')),
  ];
}

function validateRequired(volume: Volume, source: SourceName, path: FieldPath): readonly FieldError[] {
  const fields = volume[source] as Readonly<Record<string, unknown>>;
  const isMissing = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0);
  return (REQUIRED[source] ?? []).filter((name) => isMissing(fields[name])).map((name) => required(path.child(name)));
}

/** What else is asked of the one source; with several the problems of the others are no matter. */
function validateChosen(volume: Volume, podName: string | undefined, path: FieldPath): readonly FieldError[] {
  if (volume.emptyDir) return validateEmptyDir(volume.emptyDir, path.child('emptyDir'));
  if (volume.hostPath) return validateHostPath(volume.hostPath, path.child('hostPath'));
  if (volume.secret) return validateFiles(volume.secret, 'secretName', path.child('secret'));
  if (volume.nfs) return validateNfs(volume.nfs, path.child('nfs'));
  if (volume.downwardAPI) return validateDownwardFiles(volume.downwardAPI, path.child('downwardAPI'));
  if (volume.configMap) return validateFiles(volume.configMap, 'name', path.child('configMap'));
  if (volume.projected) return validateProjected(volume.projected, path.child('projected'));
  if (volume.ephemeral) return validateEphemeral(volume, podName, path);
  if (volume.image) return validateImage(volume.image, path.child('image'));
  return [];
}

function validateDownwardFiles({ defaultMode, items = [] }: NonNullable<Volume['downwardAPI']>, path: FieldPath): readonly FieldError[] {
  return [...validateFileMode(defaultMode, path.child('defaultMode')), ...items.flatMap((file) => validateDownwardFile(file, path))];
}

function validateImage({ reference, pullPolicy }: NonNullable<Volume['image']>, path: FieldPath): readonly FieldError[] {
  return [...validatePresent(reference, path.child('reference')), ...validateOptionalChoice(pullPolicy, PULL_POLICIES, path.child('pullPolicy'))];
}

function validateEmptyDir({ sizeLimit }: NonNullable<Volume['emptyDir']>, path: FieldPath): readonly FieldError[] {
  const size = sizeLimit === undefined ? undefined : parseQuantity(sizeLimit);
  if (!size?.ok || compareQuantities(size.quantity, quantityOf(0)) >= 0) return [];
  return [forbiddenField(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')];
}

function validateHostPath({ path: target, type }: NonNullable<Volume['hostPath']>, path: FieldPath): readonly FieldError[] {
  if (!target) return [required(path.child('path'))];
  return [...validateNoBacksteps(target, path.child('path')), ...validateOptionalChoice(type, HOST_PATH_TYPES, path.child('type'))];
}

function validateNfs({ server, path: target }: NonNullable<Volume['nfs']>, path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(server, path.child('server')),
    ...validatePresent(target, path.child('path')),
    ...(target.startsWith('/') ? [] : [invalidValue(path.child('path'), target, 'must be an absolute path')]),
  ];
}

type Files = Pick<NonNullable<Volume['secret']>, 'defaultMode' | 'items' | 'secretName'> & Pick<NonNullable<Volume['configMap']>, 'name'>;

/** The keys of a Secret or ConfigMap as files. */
function validateFiles(source: Files, nameField: 'name' | 'secretName', path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(source[nameField], path.child(nameField)),
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...validateEach(source.items, path.child('items'), validateKeyToPath),
  ];
}

function validateEphemeral({ name, ephemeral }: Volume, podName: string | undefined, path: FieldPath): readonly FieldError[] {
  if (!ephemeral?.volumeClaimTemplate) return [required(path.child('ephemeral', 'volumeClaimTemplate'))];
  if (!podName || !name) return [];
  const claim = `${podName}-${name}`;
  return dnsSubdomainProblems(claim).map((problem) => invalidValue(path.child('name'), name, `PVC name "${claim}": ${problem}`));
}
