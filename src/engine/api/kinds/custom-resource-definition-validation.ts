import { compileRule } from '../../custom-resources/validation-rules.ts';
import { parseJsonPath } from '../../custom-resources/json-path.ts';
import { isMap, itemsOf, prune, valuesOf, type Schema } from '../../custom-resources/schema.ts';
import { compiled, schemaErrors } from '../../custom-resources/schema-validation.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { duplicateValue, fieldPath, forbiddenField, invalidValue, notSupported, required, tooMany, type FieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dns1035LabelProblems, dnsSubdomainProblems } from '../validation/names.ts';

type Definition = KindMap['CustomResourceDefinition'];
type Spec = Definition['spec'];
type Version = Spec['versions'][number];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const SCOPES = ['Cluster', 'Namespaced'];
const SELECTABLE_TYPES = ['string', 'boolean', 'integer'];
const MOST_SELECTABLE = 8;
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Source: apiextensions-apiserver/pkg/apis/apiextensions/validation, pkg/apiserver/schema/validation.go (structural schemas). */
export const customResourceDefinitionValidation: KindValidation<'CustomResourceDefinition'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, nameRules(spec)), ...validateSpec(spec)],
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
  return stored.flatMap((name, index) => (spec.versions.some((version) => version.name === name) ? [] : [
    invalidValue(path.index(index), name, 'missing from spec.versions; v1 must be listed'.replace('v1', name)),
  ]));
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
  if (names.kind === '') yield required(SPEC.child('names', 'kind'));
  yield* validateNames(names, SPEC.child('names'));
}

function* validateVersions(versions: readonly Version[], path: FieldPath): Generator<FieldError> {
  if (versions.length === 0) yield required(path, 'must have at least one version');
  for (const [index, version] of versions.entries()) {
    const at = path.index(index);
    const problems = dns1035LabelProblems(version.name);
    if (problems.length > 0) yield invalidValue(at.child('name'), version.name, problems.join(','));
    const schema = version.schema?.openAPIV3Schema;
    if (!schema) yield required(at.child('schema', 'openAPIV3Schema'), 'schemas are required');
    else yield* validateRoot(schema, at.child('schema', 'openAPIV3Schema'));
    yield* validateColumns(version, at.child('additionalPrinterColumns'));
    yield* validateScale(version, at.child('subresources', 'scale'));
    yield* validateSelectable(version, at.child('selectableFields'));
  }
  if (new Set(versions.map(({ name }) => name)).size < versions.length) yield invalidValue(path, versions, 'must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) yield invalidValue(path, versions, 'must have exactly one version marked as storage version');
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
    if (type === '') yield required(at.child('type'), `must be one of ${COLUMN_TYPES.join(', ')}`);
    else if (!COLUMN_TYPES.includes(type)) yield invalidValue(at.child('type'), type, `must be one of ${COLUMN_TYPES.join(',')}`);
    if (jsonPath === '') yield required(at.child('jsonPath'));
    else if (!parseJsonPath(jsonPath)) yield invalidValue(at.child('jsonPath'), jsonPath, 'is an invalid path');
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
  const check = function* (name: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath', start: string): Generator<FieldError> {
    const text = scale[name];
    const at = path.child(name);
    if (text === undefined || text === '') {
      if (name !== 'labelSelectorPath') yield required(at);
    } else if (!parseJsonPath(text)) yield invalidValue(at, text, 'should be a json path without the array notation');
    else if (!text.startsWith(start)) yield invalidValue(at, text, `should be a json path under ${start}`);
  };
  yield* check('specReplicasPath', '.spec.');
  yield* check('statusReplicasPath', '.status.');
  yield* check('labelSelectorPath', '.');
}

function* validateRoot(schema: Schema, path: FieldPath): Generator<FieldError> {
  if (schema.type === undefined || schema.type === '') yield required(path.child('type'), 'must not be empty at the root');
  else if (schema.type !== 'object') yield invalidValue(path.child('type'), schema.type, 'must be object at the root');
  yield* validateNode(schema, path);
  const metadata = schema.properties?.metadata;
  if (metadata && Object.keys(metadata.properties ?? {}).some((name) => name !== 'name' && name !== 'generateName')) {
    yield forbiddenField(path.child('properties').key('metadata'), 'must not specify anything other than name and generateName, but metadata is implicitly specified');
  }
}

function* validateNode(schema: Schema, path: FieldPath): Generator<FieldError> {
  const values = valuesOf(schema);
  const children: (readonly [Schema, FieldPath, string])[] = Object.entries(schema.properties ?? {})
    .map(([name, property]) => [property, path.child('properties').key(name), 'must not be empty for specified object fields']);
  const items = itemsOf(schema);
  if (items) children.push([items, path.child('items'), 'must not be empty for specified array items']);
  if (values && values !== true) children.push([values, path.child('additionalProperties'), 'must not be empty for specified object fields']);
  if (schema.type && !TYPES.includes(schema.type)) yield notSupported(path.child('type'), schema.type, TYPES);
  if (schema.type === 'array' && !items) yield required(path.child('items'), 'must be specified');
  if (values !== undefined && Object.keys(schema.properties ?? {}).length > 0) {
    yield forbiddenField(path.child('additionalProperties'), 'must not be used together with properties');
  }
  if (schema.uniqueItems) yield forbiddenField(path.child('uniqueItems'), 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic');
  if (schema.$ref) yield forbiddenField(path.child('$ref'), '$ref is not supported');
  if (schema.pattern !== undefined && !compiled(schema.pattern)) yield invalidValue(path.child('pattern'), schema.pattern, 'must be a valid regular expression, but isn\'t: error parsing regexp');
  yield* validateListType(schema, items, path);
  for (const [index, { rule }] of (schema['x-kubernetes-validations'] ?? []).entries()) {
    const program = compileRule(rule);
    if (typeof program === 'string') yield invalidValue(path.child('x-kubernetes-validations').index(index).child('rule'), rule, `compilation failed: ${program}`);
  }
  yield* validateDefault(schema, path);
  for (const [child, at, words] of children) {
    const isTyped = child.type || child['x-kubernetes-int-or-string'] || child['x-kubernetes-preserve-unknown-fields'];
    if (!isTyped) yield required(at.child('type'), words);
    yield* validateNode(child, at);
  }
}

function* validateListType(schema: Schema, items: Schema | undefined, path: FieldPath): Generator<FieldError> {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (type === undefined) {
    if (keys.length > 0) yield required(path.child('x-kubernetes-list-type'), 'must be map if x-kubernetes-list-map-keys is non-empty');
    return;
  }
  if (!['atomic', 'map', 'set'].includes(type)) yield notSupported(path.child('x-kubernetes-list-type'), type, ['atomic', 'map', 'set']);
  if (schema.type !== 'array') yield invalidValue(path.child('type'), schema.type ?? '', 'must be array if x-kubernetes-list-type is specified');
  if (type !== 'map') return;
  if (keys.length === 0) yield required(path.child('x-kubernetes-list-map-keys'), 'must not be empty if x-kubernetes-list-type is map');
  for (const [index, key] of keys.entries()) {
    const property = items?.properties?.[key];
    const at = path.child('x-kubernetes-list-map-keys').index(index);
    if (!property) yield invalidValue(at, key, 'entries must all be names of item properties');
    else if (property.default === undefined && !items?.required?.includes(key)) {
      yield required(path.child('items', 'properties').key(key).child('default'), 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property');
    }
  }
}

function* validateDefault(schema: Schema, path: FieldPath): Generator<FieldError> {
  if (schema.default === undefined) return;
  const at = path.child('default');
  const { unknownFields } = prune(schema.default, schema);
  const [unknown] = isMap(schema.default) ? unknownFields : [];
  if (unknown) yield invalidValue(at, schema.default, 'must not have unknown fields');
  for (const error of schemaErrors(schema.default, undefined, { ...schema, default: undefined } as Schema, fieldPath('default'))) {
    yield { ...error, path: [...path.elements, ...error.path], message: `${path.text}.${error.message}` };
  }
}
