import { decodeObject } from '../api/schema/decode.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { jsonKind } from '../api/schema/go-values.ts';
import { EXTENSION_POINTS } from './configuration.ts';

/** A part of a configuration that cannot be read, with kube-scheduler's words for it. */
export interface DecodingProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a value may be; `any` is not looked into. */
type Shape = 'string' | 'int32' | 'bool' | 'any' | 'affinity' | ListShape | StructShape;
interface ListShape {
  readonly of: Shape;
}
interface StructShape {
  /** as Go calls it. */
  readonly struct: string;
  readonly fields: Readonly<Record<string, Shape>>;
}

const struct = (name: string, fields: StructShape['fields']): StructShape => ({ struct: name, fields });
const list = (of: Shape): ListShape => ({ of });
const anything = (...names: readonly string[]): StructShape['fields'] => Object.fromEntries(names.map((name) => [name, 'any']));

const PLUGIN_SET = struct('PluginSet', { enabled: list(struct('Plugin', { name: 'string', weight: 'int32' })), disabled: list(struct('Plugin', { name: 'string', weight: 'int32' })) });
const RESOURCES = list(struct('ResourceSpec', { name: 'string', weight: 'int32' }));
const args = (plugin: string, fields: StructShape['fields']): StructShape => struct(`${plugin}Args`, { apiVersion: 'string', kind: 'string', ...fields });

/** Arguments by plugin: pkg/scheduler/apis/config/types_pluginargs.go (staging/src/k8s.io/kube-scheduler/config/v1). */
const PLUGIN_ARGS: ReadonlyMap<string, StructShape> = new Map([
  ['DefaultPreemption', args('DefaultPreemption', { minCandidateNodesPercentage: 'int32', minCandidateNodesAbsolute: 'int32' })],
  ['InterPodAffinity', args('InterPodAffinity', { hardPodAffinityWeight: 'int32', ignorePreferredTermsOfExistingPods: 'bool' })],
  ['NodeAffinity', args('NodeAffinity', { addedAffinity: 'affinity' })],
  ['NodeResourcesBalancedAllocation', args('NodeResourcesBalancedAllocation', { resources: RESOURCES })],
  ['NodeResourcesFit', args('NodeResourcesFit', {
    ignoredResources: list('string'), ignoredResourceGroups: list('string'),
    scoringStrategy: struct('ScoringStrategy', {
      type: 'string', resources: RESOURCES,
      requestedToCapacityRatio: struct('RequestedToCapacityRatioParam', { shape: list(struct('UtilizationShapePoint', { utilization: 'int32', score: 'int32' })) }),
    }),
  })],
  ['PodTopologySpread', args('PodTopologySpread', {
    defaultingType: 'string',
    defaultConstraints: list(struct('TopologySpreadConstraint', {
      maxSkew: 'int32', topologyKey: 'string', whenUnsatisfiable: 'string', ...anything('labelSelector', 'minDomains', 'nodeAffinityPolicy', 'nodeTaintsPolicy', 'matchLabelKeys'),
    })),
  })],
  ['VolumeBinding', args('VolumeBinding', { bindTimeoutSeconds: 'int32', shape: 'any' })],
]);

const PROFILE = struct('KubeSchedulerProfile', {
  schedulerName: 'string', percentageOfNodesToScore: 'int32',
  plugins: struct('Plugins', Object.fromEntries(['multiPoint', ...EXTENSION_POINTS].map((point) => [point, PLUGIN_SET]))),
  pluginConfig: list(struct('PluginConfig', { name: 'string', args: 'any' })),
});
const CONFIGURATION = struct('KubeSchedulerConfiguration', {
  apiVersion: 'string', kind: 'string', profiles: list(PROFILE), percentageOfNodesToScore: 'int32', podInitialBackoffSeconds: 'int32', podMaxBackoffSeconds: 'int32',
  // These concern the process, not where pods go: they are taken, and change nothing here.
  ...anything('parallelism', 'leaderElection', 'clientConnection', 'enableProfiling', 'enableContentionProfiling', 'delayCacheUntilActive', 'extenders', 'metadata'),
});

type Place = Pick<DecodingProblem, 'path'> & { readonly struct: string; readonly names: readonly string[] };
interface Decoding {
  readonly types: DecodingProblem[];
  readonly unknown: DecodingProblem[];
}

/** What of a KubeSchedulerConfiguration has the wrong type or a name that does not exist, as strict decoding finds it. */
export function decodingProblems(sent: unknown): readonly DecodingProblem[] {
  const found = problemsIn(CONFIGURATION, sent);
  return found.length > 0 ? found : argsProblems(sent as Readable);
}

/** What is left of a configuration to be decoded once its types are right; anything may be null. */
interface Readable {
  readonly profiles?: Nullable<readonly Nullable<{ readonly pluginConfig?: Nullable<readonly Nullable<{ readonly name?: Nullable<string>; readonly args?: unknown }>[]> }>[]>;
}
type Nullable<T> = T | null | undefined;

/** The arguments are decoded on their own, once the rest can be read. */
function argsProblems({ profiles }: Readable): readonly DecodingProblem[] {
  return (profiles ?? []).flatMap((one, profile) => (one?.pluginConfig ?? []).flatMap((config, index) => {
    const { name = '', args: given } = config ?? {};
    const shape = PLUGIN_ARGS.get(name ?? '');
    if (!shape || given === undefined) return [];
    const before = ['profiles', profile, 'pluginConfig', index];
    const where = `decoding .profiles[${profile}].pluginConfig[${index}]: decoding args for plugin ${name}: `;
    return problemsIn(shape, given).map(({ path, message }) => ({ path: [...before, 'args', ...path], message: where + message }));
  }));
}

/** A wrong type hides all unknown fields, as it does for kube-scheduler. */
function problemsIn(shape: StructShape, value: unknown): readonly DecodingProblem[] {
  const decoding: Decoding = { types: [], unknown: [] };
  decode(decoding, shape, value, { path: [], struct: '', names: [] });
  return decoding.types.length > 0 ? decoding.types : decoding.unknown;
}

function decode(decoding: Decoding, shape: Shape, value: unknown, place: Place): void {
  if (shape === 'any' || value === null || value === undefined) return;
  const kind = jsonKind(value);
  if (shape === 'affinity') decodeAffinity(decoding, value, place);
  else if (typeof shape === 'string') {
    if (kind === 'number' && shape === 'int32' && !isInt32(value)) mismatch(decoding, place, `number ${String(value)}`, shape);
    else if (kind !== (shape === 'int32' ? 'number' : shape)) mismatch(decoding, place, kind, shape);
  } else if ('of' in shape) {
    if (!Array.isArray(value)) mismatch(decoding, place, kind, goName(shape));
    else value.forEach((item, index) => decodeItem(decoding, shape.of, item, { ...place, path: [...place.path, index] }));
  } else if (kind !== 'object') mismatch(decoding, place, kind, goName(shape));
  else {
    for (const [name, field] of Object.entries(value)) {
      const known = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
      const path = [...place.path, name];
      if (known) decode(decoding, known, field, { path, struct: shape.struct, names: [...place.names, name] });
      else decoding.unknown.push({ path, message: `strict decoding error: unknown field ${goQuote(textOf(path))}` });
    }
  }
}

/** A text that is null would be an empty one, which no list here can mean. */
function decodeItem(decoding: Decoding, shape: Shape, value: unknown, place: Place): void {
  if (value === null && shape === 'string') mismatch(decoding, place, 'null', shape);
  else decode(decoding, shape, value, place);
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

function decodeAffinity(decoding: Decoding, value: unknown, { path }: Place): void {
  const { typeErrors, unknownFields } = decodeObject('NodeAffinity', value);
  for (const error of typeErrors) decoding.types.push({ ...error, path: [...path, ...error.path] });
  for (const error of unknownFields) decoding.unknown.push({ path: [...path, ...error.path], message: `strict decoding error: unknown field ${goQuote(textOf([...path, ...error.path]))}` });
}

function mismatch({ types }: Decoding, { path, struct: of, names }: Place, kind: string, type: string): void {
  types.push({ path, message: `json: cannot unmarshal ${kind} into Go struct field ${of}.${names.join('.')} of type ${type}` });
}

function goName(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return 'of' in shape ? `[]${goName(shape.of)}` : `v1.${shape.struct}`;
}

/** `profiles[0].plugins.score` */
function textOf(path: DecodingProblem['path']): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
