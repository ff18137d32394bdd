import type { JsonObject } from '../json.ts';
import { badRequest, type FieldError } from './errors.ts';
import type { KindDefinition } from './kind-definition.ts';
import { groupVersionOf, kindNameOf } from './kind-name.ts';
import type { KindMap, KindName } from './object.ts';
import { decodeObject, type DecodeResult } from './schema/decode.ts';
import { formatDecodeError } from './schema/decode-message.ts';
import { modelForKind } from './schema/lookup.ts';
import type { RootModels } from './schema/generated/types.ts';

/** One thing wrong with what was sent, and where. */
export interface RequestProblem {
  readonly path: FieldError['path'];
  /** Kubernetes' own words. */
  readonly message: string;
}

export type DecodedRequest =
  | { readonly ok: true; readonly definition: KindDefinition; readonly object: KindMap[KindName] }
  | { readonly ok: false; readonly problems: readonly RequestProblem[]; /** all in one, as the server answers. */ readonly answer: string };

export type ServedKinds = ReadonlyMap<KindName, KindDefinition>;

/** Reads what a client sent as the API server does with fieldValidation=Strict; every problem at its place. */
export function decodeRequest(sent: JsonObject, kinds: ServedKinds): DecodedRequest {
  const refuse = (field: string, message: string): DecodedRequest => ({ ok: false, problems: [{ path: [field], message }], answer: message });
  const { apiVersion, kind } = sent;
  if (typeof kind !== 'string' || kind === '') return refuse('kind', "Object 'Kind' is missing");
  if (typeof apiVersion !== 'string' || apiVersion === '') return refuse('apiVersion', "Object 'apiVersion' is missing");
  const definition = kinds.get(kindNameOf({ apiVersion, kind }));
  const result = definition && decodeAs(definition, sent, apiVersion);
  if (!definition || !result) {
    return refuse(definition || kinds.has(kind as KindName) ? 'apiVersion' : 'kind', `no matches for kind "${kind}" in version "${apiVersion}"`);
  }
  const answer = formatDecodeError(definition.wireKind ?? definition.kind, definition.version, result);
  if (answer !== undefined) return { ok: false, problems: problemsOf(definition, result), answer };
  return { ok: true, definition, object: result.object as KindMap[KindName] };
}

/** `undefined` when the kind is not served in that version. */
function decodeAs(definition: KindDefinition, sent: JsonObject, apiVersion: string): DecodeResult | undefined {
  const { custom, kind } = definition;
  if (custom) return custom.servedVersions.includes(apiVersion) ? custom.decode(sent) : undefined;
  const model = apiVersion === groupVersionOf(definition) ? modelForKind(apiVersion, kind) : undefined;
  return model === undefined ? undefined : decodeObject(model as keyof RootModels, sent);
}

/** A wrong type hides all unknown fields, as it does for the server. */
function problemsOf({ kind: servedAs, wireKind: kind = servedAs, version }: KindDefinition, { typeErrors, unknownFields }: DecodeResult): RequestProblem[] {
  if (typeErrors.length === 0) return unknownFields.map(({ path, message }) => ({ path, message: `strict decoding error: ${message}` }));
  return typeErrors.map((error) => ({ path: error.path, message: formatDecodeError(kind, version, { object: null, typeErrors: [error], unknownFields: [] }) ?? error.message }));
}

/** Reads an object to be written; throws the 400 or 404 that the server answers. */
export function decodeForWrite(sent: JsonObject, kinds: ServedKinds): KindMap[KindName] {
  const decoded = decodeRequest(sent, kinds);
  if (decoded.ok) return decoded.object;
  throw badRequest(decoded.answer);
}
