import type { FieldError } from '../errors.ts';
import type { ObjectMeta } from '../object.ts';
import { goQuote } from '../schema/go-quote.ts';
import { byteLength } from './byte-length.ts';
import { validateImmutable, validateNonNegative } from './field-checks.ts';
import { forbiddenField, invalidValue, required, tooLong, type FieldPath } from './field-error.ts';
import { dnsLabelProblems, labelValueProblems, qualifiedNameProblems } from './names.ts';

type Text = Readonly<Record<string, string>> | undefined;
type OwnerReferences = NonNullable<ObjectMeta['ownerReferences']>;

export interface MetadataRules {
  readonly namespaced: boolean;
  /** What is wrong with a name of this kind. */
  readonly nameProblems: (name: string) => readonly string[];
}

const MOST_ANNOTATION_BYTES = 256 * 1024;
/** Finalizers that need no domain before them. */
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];
const FIXED_FIELDS = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** Metadata of a new object (apimachinery/pkg/api/validation/objectmeta.go, pkg/apis/core/validation ValidateObjectMeta). */
export function validateMetadata(metadata: ObjectMeta, path: FieldPath, { namespaced, nameProblems }: MetadataRules): readonly FieldError[] {
  const { generateName, name, finalizers } = metadata;
  const errors: FieldError[] = [];
  if (generateName) {
    for (const problem of nameProblems(withoutTrailingDash(generateName))) errors.push(invalidValue(path.child('generateName'), generateName, problem));
  }
  if (name) errors.push(...nameProblems(name).map((problem) => invalidValue(path.child('name'), name, problem)));
  else errors.push(required(path.child('name'), 'name or generateName is required'));
  errors.push(
    ...validateNamespace(metadata.namespace, path.child('namespace'), namespaced),
    ...validateNonNegative(metadata.generation, path.child('generation')),
    ...validateLabels(metadata.labels, path.child('labels')),
    ...validateAnnotations(metadata.annotations, path.child('annotations')),
    ...validateOwners(metadata.ownerReferences, path.child('ownerReferences')),
    ...validateFinalizers(finalizers ?? [], path.child('finalizers')),
    ...validateFinalizerDomains(finalizers ?? [], path.child('finalizers')),
  );
  return errors;
}

/** A change of metadata (ValidateObjectMetaUpdate). */
export function validateMetadataUpdate(next: ObjectMeta, previous: ObjectMeta, path: FieldPath): readonly FieldError[] {
  const finalizers = next.finalizers ?? [];
  const errors: FieldError[] = [];
  const added = finalizers.filter((finalizer) => !previous.finalizers?.includes(finalizer)).sort();
  if (previous.deletionTimestamp && added.length > 0) {
    const list = `[]string{${added.map(goQuote).join(', ')}}`;
    errors.push(forbiddenField(path.child('finalizers'), `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`));
  }
  if (!next.resourceVersion) errors.push(invalidValue(path.child('resourceVersion'), '', 'must be specified for an update'));
  if ((next.generation ?? 0) < (previous.generation ?? 0)) errors.push(invalidValue(path.child('generation'), next.generation ?? 0, 'must not be decremented'));
  for (const field of FIXED_FIELDS) errors.push(...validateImmutable(next[field], previous[field], path.child(field)));
  errors.push(
    ...validateLabels(next.labels, path.child('labels')),
    ...validateAnnotations(next.annotations, path.child('annotations')),
    ...validateOwners(next.ownerReferences, path.child('ownerReferences')),
    ...validateFinalizerDomains(finalizers, path.child('finalizers')),
  );
  return errors;
}

export function validateLabels(labels: Text, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels ?? {})) {
    errors.push(...validateLabelKey(key, path));
    for (const problem of labelValueProblems(value)) errors.push(invalidValue(path, value, problem));
  }
  return errors;
}

/** One key of a label, wherever it stands. */
export function validateLabelKey(key: string, path: FieldPath): readonly FieldError[] {
  return qualifiedNameProblems(key).map((problem) => invalidValue(path, key, problem));
}

/** Keys are qualified names whose case does not matter; all annotations together have a size limit. */
export function validateAnnotations(annotations: Text, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  let totalBytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    totalBytes += byteLength(key) + byteLength(value);
    for (const problem of qualifiedNameProblems(key.toLowerCase())) errors.push(invalidValue(path, key, problem));
  }
  if (totalBytes > MOST_ANNOTATION_BYTES) errors.push(tooLong(path, MOST_ANNOTATION_BYTES));
  return errors;
}

/** The base of a generated name may end in a dash, since a suffix follows. */
function withoutTrailingDash(base: string): string {
  return base.length > 1 && base.endsWith('-') ? `${base.slice(0, -2)}a` : base;
}

function validateNamespace(namespace: string | undefined, path: FieldPath, namespaced: boolean): readonly FieldError[] {
  if (!namespaced) return namespace ? [forbiddenField(path, 'not allowed on this type')] : [];
  if (!namespace) return [required(path)];
  return dnsLabelProblems(namespace).map((problem) => invalidValue(path, namespace, problem));
}

function validateOwners(owners: OwnerReferences | undefined, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of owners ?? []) {
    // A version is there when the text has one after its slash, or has no slash at all.
    if (!owner.apiVersion || owner.apiVersion.endsWith('/')) errors.push(invalidValue(path.child('apiVersion'), owner.apiVersion ?? '', 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const) if (!owner[field]) errors.push(invalidValue(path.child(field), '', 'must not be empty'));
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') errors.push(invalidValue(path, inGo(owner), '/v1, Kind=Event is disallowed from being an owner'));
    if (owner.controller !== true) continue;
    const found = `${owner.kind}/${owner.name}`;
    if (controller === undefined) controller = found;
    else errors.push(invalidValue(path, owners?.map(inGo), `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${found}`));
  }
  return errors;
}

/** In the order in which Go writes the fields. */
function inGo({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReferences[number]): object {
  return { apiVersion, kind, name, uid, controller, blockOwnerDeletion };
}

function validateFinalizers(finalizers: readonly string[], path: FieldPath): readonly FieldError[] {
  const errors = finalizers.flatMap((finalizer) => qualifiedNameProblems(finalizer).map((problem) => invalidValue(path, finalizer, problem)));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalidValue(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateFinalizerDomains(finalizers: readonly string[], path: FieldPath): readonly FieldError[] {
  return finalizers.flatMap((finalizer, position) => {
    if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return [];
    return [invalidValue(path.index(position), finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
  });
}
