import type { JsonObject } from '../json.ts';

/** Machine-readable reasons of metav1.Status (apimachinery/pkg/apis/meta/v1/types.go); `''` where upstream gives none. */
export type StatusReason =
  | ''
  | 'BadRequest' | 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Invalid' | 'Forbidden' | 'Gone' | 'Expired' | 'TooManyRequests'
  | 'MethodNotAllowed' | 'ServiceUnavailable' | 'InternalError';

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** metav1.Status of a refused request, as it goes over the wire. */
export interface FailureStatus {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: JsonObject;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: StatusReason;
  readonly details?: { readonly name?: string; readonly group?: string; readonly kind?: string; readonly causes?: readonly StatusCause[]; readonly retryAfterSeconds?: number };
  readonly code: number;
}

/** A request the API refused, with upstream's reason, code and words. */
export class StatusError extends Error {
  readonly status: FailureStatus;
  /** for Invalid: where in the object each problem is, for an editor to point at. */
  readonly fieldErrors: readonly FieldError[];

  constructor(status: FailureStatus, fieldErrors: readonly FieldError[] = []) {
    super(status.message);
    this.name = 'StatusError';
    this.status = status;
    this.fieldErrors = fieldErrors;
  }
}

/** The API could not be reached at all: it is stopped, or the caller is cut off from it. */
export class UnreachableError extends Error {
  constructor(message = 'The connection to the server kubarium:6443 was refused - did you specify the right host or port?') {
    super(message);
    this.name = 'UnreachableError';
  }
}

export function isStatus(error: unknown, reason: StatusReason): error is StatusError {
  return error instanceof StatusError && error.status.reason === reason;
}

/** `group` is `''` for the core group; `plural` as in `pods`. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** what objects call their kind, where that is not `kind`. */
  readonly wireKind?: string;
}

function qualified(resource: ResourceName): string {
  return resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
}

function failure(reason: StatusReason, code: number, message: string, details?: FailureStatus['details'], fields?: readonly FieldError[]): StatusError {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code } as const;
  return new StatusError(details ? { ...status, details } : status, fields);
}

function detailsOf(resource: ResourceName, name: string): NonNullable<FailureStatus['details']> {
  return { ...(name === '' ? {} : { name }), ...(resource.group ? { group: resource.group } : {}), kind: resource.plural };
}

export function notFound(resource: ResourceName, name: string): StatusError {
  return failure('NotFound', 404, `${qualified(resource)} "${name}" not found`, detailsOf(resource, name));
}
export function alreadyExists(resource: ResourceName, name: string): StatusError {
  return failure('AlreadyExists', 409, `${qualified(resource)} "${name}" already exists`, detailsOf(resource, name));
}
export function conflict(resource: ResourceName, name: string, detail = 'the object has been modified; please apply your changes to the latest version and try again'): StatusError {
  return failure('Conflict', 409, `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${detail}`, detailsOf(resource, name));
}
export function forbidden(resource: ResourceName, name: string, detail: string, causes?: readonly StatusCause[]): StatusError {
  const details = detailsOf(resource, name);
  // What has no name is a list of them, or a new one that is not looked at yet.
  const subject = name === '' ? qualified(resource) : `${qualified(resource)} "${name}"`;
  return failure('Forbidden', 403, `${subject} is forbidden: ${detail}`, causes ? { ...details, causes } : details);
}
export function badRequest(message: string): StatusError {
  return failure('BadRequest', 400, message);
}
/** 500 of an error that upstream does not put into a Status of its own. */
export function unexplained(message: string): StatusError {
  return failure('', 500, message);
}
export function gone(message: string): StatusError {
  return failure('Expired', 410, message);
}
export function tooManyRequests(message: string, retryAfterSeconds: number, causes: readonly StatusCause[] = []): StatusError {
  return failure('TooManyRequests', 429, message, { retryAfterSeconds, ...(causes.length > 0 ? { causes } : {}) });
}

/** 409 of a deletion whose preconditions do not hold; it speaks of the kind where others speak of the resource (apiserver/pkg/registry/rest/delete.go). */
export function preconditionFailed(resource: ResourceName, name: string, detail: string): StatusError {
  return conflict({ ...resource, plural: resource.wireKind ?? resource.kind }, name, detail);
}

/** Kinds of field errors and the words upstream puts before the detail (apimachinery/pkg/util/validation/field/errors.go). */
export type FieldErrorType =
  | 'FieldValueNotFound' | 'FieldValueRequired' | 'FieldValueDuplicate' | 'FieldValueInvalid' | 'FieldValueNotSupported'
  | 'FieldValueForbidden' | 'FieldValueTooLong' | 'FieldValueTooMany' | 'FieldValueTypeInvalid' | 'InternalError';

/** One problem with one field. `path` is where it is; `message` is the whole line with the path, as upstream prints it. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** 422 with every field error: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be …`. */
export function invalid(resource: ResourceName, name: string, errors: readonly FieldError[]): StatusError {
  const wireKind = resource.wireKind ?? resource.kind;
  const kind = resource.group ? `${wireKind}.${resource.group}` : wireKind;
  const messages = [...new Set(errors.map((error) => error.message))];
  const text = messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`;
  const causes = errors.map((error) => ({
    reason: error.type,
    message: error.message.slice(error.message.indexOf(': ') + 2),
    field: error.message.slice(0, error.message.indexOf(': ')),
  }));
  const details = { ...(name === '' ? {} : { name }), ...(resource.group ? { group: resource.group } : {}), kind: wireKind, causes };
  return failure('Invalid', 422, `${kind} "${name}" is invalid: ${text}`, details, errors);
}
