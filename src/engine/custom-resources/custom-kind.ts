import type { Column } from '../api/column.ts';
import { isSame } from '../api/equality.ts';
import type { CustomKind, KindDefinition } from '../api/kind-definition.ts';
import type { KindValidation } from '../api/kind-validation.ts';
import type { KindMap, KindName, KubeObject } from '../api/object.ts';
import { ageColumn, nameColumn } from '../api/kinds/columns.ts';
import { keepStatus } from '../api/kinds/keep-status.ts';
import { decodeObject, type DecodeResult } from '../api/schema/decode.ts';
import { fieldPath } from '../api/validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../api/validation/metadata.ts';
import { dnsSubdomainProblems } from '../api/validation/names.ts';
import { parseJsonPath, readJsonPath } from './json-path.ts';
import { isMap, prune, withDefaults, type JsonMap, type Schema } from './schema.ts';
import { customObjectErrors, customStatusErrors } from './schema-validation.ts';

type Definition = KindMap['CustomResourceDefinition'];
type Version = Definition['spec']['versions'][number];
type Names = Definition['spec']['names'];

const METADATA = fieldPath('metadata');
const STATUS = fieldPath('status');
const ROOT = fieldPath();
const ANYTHING: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The name a custom kind is served under. */
export function customKindName({ spec }: Definition): KindName {
  return `${spec.names.kind}.${spec.group}` as KindName;
}

/**
 * The kind that a CustomResourceDefinition defines (apiextensions-apiserver/pkg/registry/customresource). Objects are kept in the storage
 * version, whichever they were sent in; all versions have the same fields, as the conversion strategy None wants it.
 */
export function customKindOf(crd: Definition): KindDefinition | undefined {
  const { spec } = crd;
  const storage = spec.versions.find((version) => version.storage);
  if (!storage) return undefined;
  const names = crd.status?.acceptedNames ?? spec.names;
  const apiVersion = `${spec.group}/${storage.name}`;
  const hasStatus = storage.subresources?.status !== undefined;
  const schema = schemaOf(storage);
  const served = new Map(spec.versions.filter((version) => version.served).map((version) => [`${spec.group}/${version.name}`, schemaOf(version)]));

  const definition: KindDefinition = {
    kind: customKindName(crd), wireKind: spec.names.kind, group: spec.group, version: storage.name,
    plural: spec.names.plural, singular: singularOf(names), shortNames: names.shortNames ?? [],
    namespaced: spec.scope === 'Namespaced', hasStatus, hasGeneration: true,
    applyDefaults: (object) => withDefaults(object, schema) as typeof object,
    prepareForCreate: (object) => (hasStatus ? withoutStatus(object) : object),
    prepareForUpdate: (next, previous) => (hasStatus ? keepStatus(next as KubeObject, previous as KubeObject) as typeof next : next),
    custom: {
      servedVersions: [...served.keys()],
      decode: (sent) => decodeCustom(sent, served.get(String(sent.apiVersion)) ?? schema, apiVersion),
      validation: validationOf(schema, spec.scope === 'Namespaced'),
      columns: columnsOf(storage),
      isGenerationSame: (next, previous) => isSame(contentOf(next, hasStatus), contentOf(previous, hasStatus)),
      ...scaleOf(storage),
      schema,
    },
  };
  return definition;
}

function singularOf({ singular, kind }: Names): string {
  return singular || kind.toLowerCase();
}

function schemaOf({ schema }: Version): Schema {
  return schema?.openAPIV3Schema ?? ANYTHING;
}

function withoutStatus<T>(object: T): T {
  const { status: _dropped, ...rest } = object as T & { readonly status?: unknown };
  return rest as T;
}

/** What metadata.generation counts the changes of. */
function contentOf(object: KubeObject, hasStatus: boolean): unknown {
  const { metadata: _metadata, status, ...content } = object as KubeObject & JsonMap;
  return hasStatus ? content : { ...content, status };
}

function decodeCustom(sent: JsonMap, schema: Schema, apiVersion: string): DecodeResult {
  const head = decodeObject('ControllerRevision', { apiVersion: sent.apiVersion, kind: sent.kind, metadata: sent.metadata ?? {} });
  const { value, unknownFields } = prune(sent, schema);
  const { metadata } = head.object as KubeObject;
  return {
    object: { ...(value as JsonMap), apiVersion, kind: sent.kind, metadata },
    unknownFields: [...head.unknownFields, ...unknownFields].sort((a, b) => (a.message < b.message ? -1 : 1)),
    typeErrors: head.typeErrors,
  };
}

function validationOf(schema: Schema, namespaced: boolean): KindValidation {
  const rules = { namespaced, nameProblems: dnsSubdomainProblems };
  return {
    validateCreate: (object) => [...validateMetadata(object.metadata, METADATA, rules), ...customObjectErrors(object, undefined, schema, ROOT)],
    validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...customObjectErrors(next, previous, schema, ROOT)],
    validateStatus(next, previous) {
      const { status } = next as KubeObject;
      const metadata = validateMetadataUpdate(next.metadata, previous.metadata, METADATA);
      return status === undefined ? metadata : [...metadata, ...customStatusErrors(status, (previous as KubeObject).status, schema, STATUS)];
    },
  };
}

function columnsOf({ additionalPrinterColumns }: Version): readonly Column[] {
  if (!additionalPrinterColumns?.length) return [nameColumn, ageColumn];
  return [nameColumn, ...additionalPrinterColumns.map(({ name, type, jsonPath, description = '', priority = 0 }): Column => {
    const steps = parseJsonPath(jsonPath);
    return {
      name, description, priority: priority > 0 ? 1 : 0, type: type === 'date' ? 'date' : type === 'integer' ? 'integer' : 'string',
      value(object) {
        const [found] = steps ? readJsonPath(object, steps) : [];
        if (found === undefined) return '';
        return typeof found === 'number' || typeof found === 'string' ? found : JSON.stringify(found);
      },
    };
  })];
}

function scaleOf({ subresources }: Version): Pick<CustomKind, 'scale'> {
  if (!subresources?.scale) return {};
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = subresources.scale;
  const spec = parseJsonPath(specReplicasPath);
  const status = parseJsonPath(statusReplicasPath);
  const selector = labelSelectorPath === undefined ? undefined : parseJsonPath(labelSelectorPath);
  if (!spec || !status) return {};
  const numberAt = (object: KubeObject, path: typeof spec): number | undefined => {
    const [found] = readJsonPath(object, path);
    return typeof found === 'number' ? found : undefined;
  };
  return {
    scale: {
      replicas: (object) => numberAt(object, spec),
      current: (object) => numberAt(object, status) ?? 0,
      selector(object) {
        const [found] = selector ? readJsonPath(object, selector) : [];
        return typeof found === 'string' ? found : '';
      },
      withReplicas: (object, replicas) => replaced(object, replicas, spec),
    },
  };
}

function replaced(object: KubeObject, replicas: number, path: NonNullable<ReturnType<typeof parseJsonPath>>): KubeObject {
  const names = path.flatMap((step) => ('at' in step ? [String(step.at)] : []));
  const set = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return replicas;
    const map = isMap(value) ? value : {};
    return { ...map, [name]: set(map[name], rest) };
  };
  return set(object, names) as KubeObject;
}
