import { isSame } from './equality.ts';
import type { FieldType } from './schema/structure-table.ts';
import { modelStructure } from './schema/structure-table.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Lists that are merged item by item, with the field that tells items apart (`patchMergeKey` of the API types). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  'ObjectMeta.ownerReferences': 'uid',
  'PodSpec.containers': 'name',
  'PodSpec.initContainers': 'name',
  'PodSpec.ephemeralContainers': 'name',
  'PodSpec.volumes': 'name',
  'PodSpec.imagePullSecrets': 'name',
  'PodSpec.hostAliases': 'ip',
  'PodSpec.topologySpreadConstraints': 'topologyKey',
  'PodSpec.resourceClaims': 'name',
  'PodSpec.schedulingGates': 'name',
  'Container.ports': 'containerPort',
  'Container.env': 'name',
  'Container.volumeMounts': 'mountPath',
  'Container.volumeDevices': 'devicePath',
  'EphemeralContainer.env': 'name',
  'EphemeralContainer.ports': 'containerPort',
  'EphemeralContainer.volumeMounts': 'mountPath',
  'ServiceSpec.ports': 'port',
};
/** Lists of plain values that are sets (`patchStrategy=merge` without a key). */
const SETS: ReadonlySet<string> = new Set(['ObjectMeta.finalizers']);
/** Objects of which only the fields that are asked for stay (`patchStrategy=retainKeys`): one way excludes the other. */
const RETAIN_KEYS: ReadonlySet<string> = new Set(['DeploymentSpec.strategy', 'PodSpec.volumes']);

/**
 * What `kubectl apply` makes of an object: what is asked for now, over what is there, without what was asked for the last time and no
 * longer is. Lists with a merge key are merged by item (strategic merge patch); others are replaced.
 * @param original what was applied the last time; undefined when nothing was
 * @param model of the schema, such as `Deployment`
 */
export function mergeThreeWays(original: Fields | undefined, modified: Fields, current: Fields, model: string): Fields {
  return mergeObject(original ?? {}, modified, current, { kind: 'ref', model });
}

function mergeObject(original: Fields, modified: Fields, current: Fields, type: FieldType | undefined, retain = false): Fields {
  const merged: Record<string, unknown> = {};
  for (const key in current) {
    const wanted = modified[key];
    const isDropped = wanted === null || (wanted === undefined && (retain || original[key] !== undefined));
    if (!isDropped && wanted === undefined) define(merged, key, current[key]);
    else if (!isDropped) define(merged, key, mergeValue(original[key], wanted, current[key], fieldOf(type, key)));
  }
  for (const key in modified) {
    if (!Object.hasOwn(current, key) && modified[key] !== null) define(merged, key, modified[key]);
  }
  return merged;
}

/** Own property, whatever its name. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A field with the type of its value and its name among all models. */
interface Field {
  readonly type: FieldType | undefined;
  readonly name: string;
}

function fieldOf(parent: FieldType | undefined, key: string): Field {
  if (parent?.kind === 'map') return { type: parent.of, name: '' };
  if (parent?.kind !== 'ref') return { type: undefined, name: '' };
  return { type: modelStructure(parent.model)?.fields.get(key)?.type, name: `${parent.model}.${key}` };
}

function mergeValue(original: unknown, modified: unknown, current: unknown, { type, name }: Field): unknown {
  if (isFields(modified) && isFields(current)) {
    return mergeObject(isFields(original) ? original : {}, modified, current, type, RETAIN_KEYS.has(name));
  }
  if (!Array.isArray(modified) || !Array.isArray(current)) return modified;
  const before = Array.isArray(original) ? original : [];
  const mergeKey = MERGE_KEYS[name];
  const itemType = type?.kind === 'array' ? type.of : undefined;
  if (mergeKey !== undefined && [...modified, ...current].every(isFields)) return mergeList({ before, modified, current }, mergeKey, itemType, RETAIN_KEYS.has(name));
  if (SETS.has(name)) return [...new Set([...modified, ...current.filter((item) => !before.includes(item))])];
  return modified;
}

interface Lists {
  readonly before: readonly unknown[];
  readonly modified: readonly Fields[];
  readonly current: readonly Fields[];
}

/** Items that are asked for in their order, then those that somebody else added. */
function mergeList({ before, modified, current }: Lists, key: string, type: FieldType | undefined, retain: boolean): Fields[] {
  const find = (items: readonly unknown[], value: unknown): Fields | undefined => items.filter(isFields).find((item) => isSame(item[key], value));
  const merged = modified.map((item) => {
    const live = find(current, item[key]);
    return live ? mergeObject(find(before, item[key]) ?? {}, item, live, type, retain) : item;
  });
  const others = current.filter((item) => !find(modified, item[key]) && !find(before, item[key]));
  return [...merged, ...others];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
