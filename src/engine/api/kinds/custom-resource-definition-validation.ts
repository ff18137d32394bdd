import { parseJsonPath } from '../../custom-resources/json-path.ts';
import type { Schema } from '../../custom-resources/schema.ts';
import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { calledPath, duplicateValue, fieldPath, forbiddenField, invalidValue, notSupported, required, tooMany, type FieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dns1035LabelProblems, dnsSubdomainProblems } from '../validation/names.ts';
import { validateStructuralSchema } from './structural-schema-validation.ts';

type Definition = KindMap['CustomResourceDefinition'];
type Spec = Definition['spec'];
type Version = Spec['versions'][number];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const SCOPES = ['Cluster', 'Namespaced'];
const SELECTABLE_TYPES = ['string', 'boolean', 'integer'];
const MOST_SELECTABLE = 8;
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const NO_SIMPLE_PATH = 'must be a simple json path starting with .';
const STRATEGIES = ['None', 'Webhook'];
const PROTECTED_GROUP = /(^|\.)(k8s|kubernetes)\.io$/;
const APPROVAL = 'api-approved.kubernetes.io';

/** Source: apiextensions-apiserver/pkg/apis/apiextensions/validation. */
export const customResourceDefinitionValidation: KindValidation<'CustomResourceDefinition'> = {
  validateCreate: (created) => [
    ...validateMetadata(created.metadata, METADATA, nameRules(created.spec)),
    ...validateSpec(created.spec),
    ...validateStoredVersions(created),
    ...validateApproval(created),
    ...validatePruning(created.spec),
  ],
  validateUpdate(next, previous) {
    const wasEstablished = previous.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
    return [
      ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
      ...validateSpec(next.spec),
      ...(wasEstablished ? validateImmutable(next.spec.scope, previous.spec.scope, SPEC.child('scope')) : []),
      ...(wasEstablished ? validateImmutable(next.spec.names.kind, previous.spec.names.kind, SPEC.child('names', 'kind')) : []),
      ...validateImmutable(next.spec.group, previous.spec.group, SPEC.child('group')),
      ...validateImmutable(next.spec.names.plural, previous.spec.names.plural, SPEC.child('names', 'plural')),
      ...validateStoredVersions(next),
    ];
  },
};

function nameRules({ group, names }: Spec): Parameters<typeof validateMetadata>[2] {
  return {
    namespaced: false,
    nameProblems: (name) => [...dnsSubdomainProblems(name), ...(name === `${names.plural}.${group}` ? [] : ['must be spec.names.plural+"."+spec.group'])],
  };
}

function validateStoredVersions({ spec, status }: Definition): readonly FieldError[] {
  const path = fieldPath('status', 'storedVersions');
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [invalidValue(path, null, 'must have at least one stored version')];
  const unstored = spec.versions.filter(({ name, storage }) => storage && !stored.includes(name));
  const missing = stored.flatMap((name, index) => (spec.versions.some((version) => version.name === name) ? [] : [invalidValue(path.index(index), name, [
    `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in`,
    `${name} and removes ${name} from status.storedVersions`,
  ].join(' '))]));
  return [...unstored.map(({ name }) => invalidValue(path, stored, `must have the storage version ${name}`)), ...missing];
}

/** Groups of the Kubernetes community are for what it has agreed to (apiextensions-apiserver/pkg/apihelpers). */
function validateApproval({ metadata, spec }: Definition): readonly FieldError[] {
  if (!PROTECTED_GROUP.test(spec.group)) return [];
  const path = METADATA.child('annotations').key(APPROVAL);
  const approval = metadata.annotations?.[APPROVAL];
  if (!approval) return [required(path, `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`)];
  if (approval.startsWith('unapproved') || /^[a-z]+:\/\/[^/]+/.test(approval)) return [];
  return [invalidValue(path, approval, `protected groups must have approval annotation "${APPROVAL}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`)];
}

/** Only objects that come from older versions of the API may have fields that nobody describes. */
function validatePruning({ preserveUnknownFields }: Spec): readonly FieldError[] {
  const words = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return preserveUnknownFields ? [invalidValue(SPEC.child('preserveUnknownFields'), true, words)] : [];
}

function* validateSpec(spec: Spec): Generator<FieldError> {
  const { group, scope, versions, names } = spec;
  if (group === '') yield required(SPEC.child('group'));
  else if (dnsSubdomainProblems(group).length > 0) yield invalidValue(SPEC.child('group'), group, dnsSubdomainProblems(group).join(','));
  else if (!group.includes('.')) yield invalidValue(SPEC.child('group'), group, 'should be a domain with at least one dot');
  if (scope === '') yield required(SPEC.child('scope'));
  else if (!SCOPES.includes(scope)) yield notSupported(SPEC.child('scope'), scope, SCOPES);
  yield* validateVersions(versions, SPEC.child('versions'));
  if (names.plural === '') yield required(SPEC.child('names', 'plural'));
  if (!names.singular) yield required(SPEC.child('names', 'singular'));
  if (names.kind === '') yield required(SPEC.child('names', 'kind'));
  if (!names.listKind) yield required(SPEC.child('names', 'listKind'));
  yield* validateNames(names, SPEC.child('names'));
  const [first] = versions;
  if (first) yield* validateParts(first, sharedParts(versions), SPEC.child('versions').index(0), true);
  yield* validateConversion(spec.conversion, SPEC.child('conversion'));
}

type Part = 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields';

/** What all versions have alike, the server keeps once, above them (v1 Convert_v1_CustomResourceDefinitionSpec_To_apiextensions). */
function sharedParts([first, ...others]: readonly Version[]): ReadonlySet<Part> {
  const parts: readonly Part[] = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'];
  return new Set(parts.filter((part) => others.every((other) => isSame(other[part], first?.[part]))));
}

/** The parts of a version that stand above all versions, or those that do not. */
function* validateParts(version: Version, shared: ReadonlySet<Part>, path: FieldPath, above: boolean): Generator<FieldError> {
  const place = (part: Part): FieldPath => (above ? calledPath(path.child(part), `spec.${part === 'schema' ? 'validation' : part}`) : path.child(part));
  const schema = version.schema?.openAPIV3Schema;
  if (schema && shared.has('schema') === above) yield* validateStructuralSchema(schema, place('schema').child('openAPIV3Schema'));
  if (shared.has('subresources') === above) yield* validateScale(version, place('subresources').child('scale'));
  if (shared.has('additionalPrinterColumns') === above) yield* validateColumns(version, place('additionalPrinterColumns'));
  if (shared.has('selectableFields') === above) yield* validateSelectable(version, place('selectableFields'));
}

function* validateVersions(versions: readonly Version[], path: FieldPath): Generator<FieldError> {
  const shared = sharedParts(versions);
  for (const [index, { schema }] of versions.entries()) if (!schema?.openAPIV3Schema) yield required(path.index(index).child('schema', 'openAPIV3Schema'));
  for (const [index, version] of versions.entries()) {
    const problems = dns1035LabelProblems(version.name);
    if (problems.length > 0) yield invalidValue(path.index(index).child('name'), version.name, problems.join(','));
    yield* validateParts(version, shared, path.index(index), false);
  }
  const shown = versions.map(inGo);
  if (new Set(versions.map(({ name }) => name)).size < versions.length) yield invalidValue(path, shown, 'must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) yield invalidValue(path, shown, 'must have exactly one version marked as storage version');
  const [first] = versions;
  const problems = first?.name ? dns1035LabelProblems(first.name) : [];
  if (first && problems.length > 0) yield invalidValue(calledPath(path.index(0).child('name'), 'spec.version'), first.name, problems.join(','));
}

/** The server shows its own form of a version, whose fields have capitals, without what stands above all versions. */
function inGo({ name, served, storage, deprecated = false, deprecationWarning = null }: Omit<Version, 'deprecationWarning'> & { readonly deprecationWarning?: string | null }): object {
  return {
    Name: name, Served: served, Storage: storage, Deprecated: deprecated, DeprecationWarning: deprecationWarning,
    Schema: null, Subresources: null, AdditionalPrinterColumns: null, SelectableFields: null,
  };
}

function* validateConversion(conversion: Spec['conversion'], path: FieldPath): Generator<FieldError> {
  if (!conversion) return;
  const { strategy, webhook } = conversion;
  const client = calledPath(path.child('webhook', 'clientConfig'), `${path.text}.webhookClientConfig`);
  const reviewVersions = calledPath(path.child('webhook', 'conversionReviewVersions'), `${path.text}.conversionReviewVersions`);
  if (strategy === '') yield required(path.child('strategy'));
  else if (!STRATEGIES.includes(strategy)) yield notSupported(path.child('strategy'), strategy, STRATEGIES);
  if (strategy !== 'Webhook') {
    if (webhook?.clientConfig) yield forbiddenField(client, 'should not be set when strategy is not set to Webhook');
    if (webhook?.conversionReviewVersions?.length) yield forbiddenField(reviewVersions, 'should not be set when strategy is not set to Webhook');
    return;
  }
  if (!webhook?.clientConfig) yield required(client, 'required when strategy is set to Webhook');
  else if ((webhook.clientConfig.url === undefined) === (webhook.clientConfig.service === undefined)) yield required(client, 'exactly one of url or service is required');
  if (!webhook?.conversionReviewVersions?.length) yield required(reviewVersions);
}

function* validateNames(names: Spec['names'], path: FieldPath): Generator<FieldError> {
  const refuse = (at: FieldPath, name: string, asWritten: string, before = ''): FieldError[] => {
    const problems = name === '' ? [] : dns1035LabelProblems(name);
    return problems.length > 0 ? [invalidValue(at, asWritten, before + problems.join(','))] : [];
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  yield* refuse(path.child('plural'), names.plural, names.plural);
  yield* refuse(path.child('singular'), names.singular ?? '', names.singular ?? '');
  yield* refuse(path.child('kind'), names.kind.toLowerCase(), names.kind, mixed);
  yield* refuse(path.child('listKind'), (names.listKind ?? '').toLowerCase(), names.listKind ?? '', mixed);
  for (const [index, name] of (names.shortNames ?? []).entries()) yield* refuse(path.child('shortNames').index(index), name, name);
  if (names.kind !== '' && names.kind === names.listKind) yield invalidValue(path.child('listKind'), names.listKind, 'kind and listKind may not be the same');
  for (const [index, name] of (names.categories ?? []).entries()) yield* refuse(path.child('categories').index(index), name, name);
}

function* validateColumns({ additionalPrinterColumns }: Version, path: FieldPath): Generator<FieldError> {
  for (const [index, { name, type, jsonPath }] of (additionalPrinterColumns ?? []).entries()) {
    const at = path.index(index);
    if (name === '') yield required(at.child('name'));
    if (type === '') yield required(at.child('type'), `must be one of ${COLUMN_TYPES.join(',')}`);
    else if (!COLUMN_TYPES.includes(type)) yield invalidValue(at.child('type'), type, `must be one of ${COLUMN_TYPES.join(',')}`);
    const place = calledPath(at.child('jsonPath'), `${at.text}.JSONPath`);
    if (jsonPath === '') yield required(place);
    else if (!jsonPath.startsWith('.')) yield invalidValue(place, jsonPath, NO_SIMPLE_PATH);
  }
}

/** Fields that lists can be asked for by (pkg/apis/apiextensions/validation ValidateCustomResourceSelectableFields). */
function* validateSelectable({ selectableFields, schema }: Version, path: FieldPath): Generator<FieldError> {
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of (selectableFields ?? []).entries()) {
    const at = path.index(index).child('jsonPath');
    if (jsonPath === '') {
      yield required(at);
      continue;
    }
    const steps = parseJsonPath(jsonPath);
    const names = steps?.flatMap((step) => ('at' in step && typeof step.at === 'string' ? [step.at] : []));
    const found = steps && names?.length === steps.length ? names.reduce<Schema | undefined>((node, name) => node?.properties?.[name], schema?.openAPIV3Schema) : undefined;
    if (names?.[0] === 'metadata') yield invalidValue(at, jsonPath, 'must not point to fields in metadata');
    else if (!found) yield invalidValue(at, jsonPath, 'is an invalid path: does not refer to a valid field');
    else if (!SELECTABLE_TYPES.includes(found.type ?? '')) yield invalidValue(at, jsonPath, 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.');
    if (seen.has(jsonPath)) yield duplicateValue(at, jsonPath);
    seen.add(jsonPath);
  }
  if ((selectableFields?.length ?? 0) > MOST_SELECTABLE) yield tooMany(path, selectableFields?.length ?? 0, MOST_SELECTABLE);
}

function* validateScale({ subresources }: Version, path: FieldPath): Generator<FieldError> {
  const scale = subresources?.scale;
  if (!scale) return;
  const check = function* (name: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath', ...starts: readonly string[]): Generator<FieldError> {
    const text = scale[name];
    const at = path.child(name);
    if (text === undefined || text === '') {
      if (name !== 'labelSelectorPath') yield required(at);
    } else if (!text.startsWith('.')) yield invalidValue(at, text, NO_SIMPLE_PATH);
    else if (!starts.some((start) => text.startsWith(`${start}.`))) yield invalidValue(at, text, `should be a json path under ${starts.length > 1 ? 'either ' : ''}${starts.join(' or ')}`);
  };
  yield* check('specReplicasPath', '.spec');
  yield* check('statusReplicasPath', '.status');
  yield* check('labelSelectorPath', '.spec', '.status');
}

