import { invariant } from '../../invariant.ts';
import { normalizeBase64 } from './base64.ts';
import type { RootModels } from './generated/types.ts';
import { goQuote } from './go-quote.ts';
import { normalizeMicroTime, normalizeTime } from './go-time.ts';
import { goTypeName, jsonKind, zeroOf, zeroStruct } from './go-values.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';
import type { FieldStructure, FieldType, ModelStructure } from './structure-table.ts';
import { modelStructure, rootStructures } from './structure-table.ts';

/** One problem. `path` leads to the offending node; `message` is what the server says of it. */
export interface DecodeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What became of the input. `object` is always whole: what could not be read is left out or zero. `typeErrors[0]` is the one
 * the server would answer with; the rest are for an editor. `unknownFields` are at most 100.
 */
export interface DecodeResult<T = unknown> {
  readonly object: T;
  readonly unknownFields: readonly DecodeProblem[];
  readonly typeErrors: readonly DecodeProblem[];
}

type Path = readonly (string | number)[];
type JsonRecord = Readonly<Record<string, unknown>>;

interface Decoding {
  readonly unknownFields: DecodeProblem[];
  readonly typeErrors: DecodeProblem[];
  /** Go stops at the first error of a type that reads itself (a time, a quantity, an int-or-string) and forgets all others. */
  hasStopped: boolean;
  valueCount: number;
}

/** Where a value stands, in the server's terms: the Go struct and the names of the fields that lead there. */
interface Place {
  readonly path: Path;
  readonly struct: string;
  readonly fieldNames: readonly string[];
}

/** The most unknown fields the server lists (sigs.k8s.io/json, saveStrictError). */
const MAX_UNKNOWN_FIELDS = 100;
/** Values nested deeper are refused; only free-form fields can nest at all. */
const MAX_DEPTH = 1000;
/** The API server's limit on a body in bytes; each value takes two of them at least. */
const MAX_BODY_BYTES = 3_145_728;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a plain JSON value as the API server does with fieldValidation=Strict (sigs.k8s.io/json UnmarshalStrict). Fields come
 * out in alphabetical order, nulls are dropped, quantities, times and base64 are written canonically, and what Go would hold
 * as a zero value is there wherever the generated types say so. Shares nothing with the input; never throws for any input.
 */
export function decodeObject<K extends keyof RootModels>(model: K, value: unknown): DecodeResult<RootModels[K]>;
export function decodeObject(model: string, value: unknown): DecodeResult;
export function decodeObject(model: string, value: unknown): DecodeResult {
  const structure = modelStructure(model);
  invariant(structure, `no model is called ${model}`);
  const decoding: Decoding = { unknownFields: [], typeErrors: [], hasStopped: false, valueCount: 0 };
  const place: Place = { path: [], struct: '', fieldNames: [] };
  if (jsonKind(value) === 'null') saveError(decoding, place, "Object 'Kind' is missing in 'null'");
  const decoded = jsonKind(value) === 'null' ? undefined : decodeStruct(decoding, structure, value, place);
  const object = withIdentity(model, decoded ?? zeroStruct(structure));
  return { object, unknownFields: decoding.unknownFields, typeErrors: decoding.typeErrors };
}

/** The server fills in a missing apiVersion and kind from what was asked of it. */
function withIdentity(model: string, object: JsonRecord): JsonRecord {
  const root = rootStructures().find((candidate) => candidate.model === model);
  if (!root || (object.apiVersion && object.kind)) return object;
  return { ...object, apiVersion: object.apiVersion || root.apiVersion, kind: object.kind || root.kind };
}

/** The decoded value, or undefined when the input has none or a wrong one. */
function decodeValue(decoding: Decoding, type: FieldType, value: unknown, place: Place): unknown {
  if (!isWithinLimits(decoding, value, place)) return undefined;
  const kind = jsonKind(value);
  if (kind === 'null') return undefined;
  switch (type.kind) {
    case 'ref':
      return decodeRef(decoding, type, value, place);
    case 'array':
      return Array.isArray(value) ? decodeArray(decoding, type.of, value, place) : mismatch(decoding, type, kind, place);
    case 'map':
      return kind === 'object' ? decodeMap(decoding, type.of, value, place) : mismatch(decoding, type, kind, place);
    case 'string':
    case 'boolean':
      return typeof value === type.kind ? value : mismatch(decoding, type, kind, place);
    case 'bytes':
      return typeof value === 'string' ? decodeBytes(decoding, value, place) : mismatch(decoding, type, kind, place);
    case 'int32':
    case 'int64':
    case 'double':
      return isNumber(value) ? decodeNumber(decoding, type.kind, value, place, saveError) : mismatch(decoding, type, kind, place);
    case 'time':
    case 'microTime':
      return decodeTime(decoding, type.kind, value, place);
    case 'quantity':
      return decodeQuantity(decoding, value, place);
    case 'intOrString':
      return decodeIntOrString(decoding, value, place);
    case 'any':
      return copyJson(decoding, value, place, 0);
  }
}

function decodeRef(decoding: Decoding, type: FieldType & { kind: 'ref' }, value: unknown, place: Place): unknown {
  const structure = modelStructure(type.model);
  invariant(structure, `no model is called ${type.model}`);
  return decodeStruct(decoding, structure, value, place);
}

function decodeStruct(decoding: Decoding, model: ModelStructure, value: unknown, place: Place): JsonRecord | undefined {
  const kind = jsonKind(value);
  if (kind !== 'object' || !isRecord(value)) return mismatch(decoding, { kind: 'ref', model: model.name }, kind, place);
  const decoded = new Map<string, unknown>();
  for (const key of Object.keys(value).sort()) {
    const field = model.fields.get(key);
    if (!field) saveUnknown(decoding, place, key);
    else decoded.set(key, decodeField(decoding, model, field, value[key], place));
  }
  const object: Record<string, unknown> = {};
  for (const field of model.fields.values()) {
    const fieldValue = decoded.get(field.name) ?? (field.alwaysPresent ? zeroOf(field.type) : undefined);
    if (fieldValue !== undefined) object[field.name] = fieldValue;
  }
  return object;
}

function decodeField(decoding: Decoding, model: ModelStructure, field: FieldStructure, value: unknown, place: Place): unknown {
  const inner = { path: [...place.path, field.name], struct: model.name, fieldNames: [...place.fieldNames, field.name] };
  return decodeValue(decoding, field.type, value, inner);
}

function decodeArray(decoding: Decoding, itemType: FieldType, items: readonly unknown[], place: Place): unknown[] {
  const decoded: unknown[] = [];
  for (let index = 0; index < items.length && !isTooLarge(decoding); index++) {
    decoded.push(decodeValue(decoding, itemType, items[index], { ...place, path: [...place.path, index] }) ?? zeroOf(itemType));
  }
  return decoded;
}

function decodeMap(decoding: Decoding, valueType: FieldType, value: unknown, place: Place): unknown {
  const decoded: Record<string, unknown> = {};
  if (!isRecord(value)) return decoded;
  for (const key of Object.keys(value).sort()) {
    if (isTooLarge(decoding)) break;
    if (FORBIDDEN_KEYS.has(key)) {
      saveUnknown(decoding, place, key);
      continue;
    }
    const errorsBefore = decoding.typeErrors.length;
    const entry = decodeValue(decoding, valueType, value[key], { ...place, path: [...place.path, key] });
    if (decoding.typeErrors.length === errorsBefore) decoded[key] = entry ?? zeroOf(valueType);
  }
  return decoded;
}

function decodeBytes(decoding: Decoding, value: string, place: Place): string | undefined {
  const result = normalizeBase64(value);
  if (!result.ok) saveError(decoding, place, result.message);
  return result.ok ? result.text : undefined;
}

function decodeNumber(decoding: Decoding, kind: 'int32' | 'int64' | 'double', value: number | bigint, place: Place, save: typeof saveError): number | undefined {
  const number = Number(value);
  const limit = kind === 'int32' ? 2 ** 31 : 2 ** 63;
  if (kind === 'double' || (Number.isInteger(number) && number >= -limit && number < limit)) return number + 0;
  save(decoding, place, `json: cannot unmarshal number ${value} into ${target(place)} of type ${kind}`);
  return undefined;
}

function decodeTime(decoding: Decoding, kind: 'time' | 'microTime', value: unknown, place: Place): string | undefined {
  if (typeof value !== 'string') {
    stopAt(decoding, place, `json: cannot unmarshal ${jsonKind(value)} into ${target(place)} of type string`);
    return undefined;
  }
  const result = kind === 'time' ? normalizeTime(value) : normalizeMicroTime(value);
  if (!result.ok) stopAt(decoding, place, result.message);
  return result.ok ? result.text : undefined;
}

function decodeQuantity(decoding: Decoding, value: unknown, place: Place): string | undefined {
  const result = parseQuantity(typeof value === 'string' || isNumber(value) ? String(value) : jsonKind(value));
  if (!result.ok) stopAt(decoding, place, result.message);
  return result.ok ? formatQuantity(result.quantity) : undefined;
}

function decodeIntOrString(decoding: Decoding, value: unknown, place: Place): number | string | undefined {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return decodeNumber(decoding, 'int32', value, place, stopAt);
  stopAt(decoding, place, `json: cannot unmarshal ${jsonKind(value)} into ${target(place)} of type int32`);
  return undefined;
}

/** A copy of a value that may be anything; it keeps what JSON can hold. */
function copyJson(decoding: Decoding, value: unknown, place: Place, depth: number): unknown {
  if (!isWithinLimits(decoding, value, place)) return undefined;
  if (jsonKind(value) === 'null') return depth === 0 ? undefined : null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) {
    stopAt(decoding, place, 'exceeded max depth');
    return undefined;
  }
  if (Array.isArray(value)) return Array.from(value, (item) => copyJson(decoding, item, place, depth + 1) ?? null);
  const copy: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) saveUnknown(decoding, place, key);
    else copy[key] = copyJson(decoding, entry, place, depth + 1) ?? null;
  }
  return copy;
}

/** Counts the value. False when the body is too large, or the value is a number that JSON cannot write. */
function isWithinLimits(decoding: Decoding, value: unknown, place: Place): boolean {
  decoding.valueCount++;
  if (isTooLarge(decoding)) {
    if (decoding.valueCount === MAX_BODY_BYTES / 2 + 1) stopAt(decoding, place, `Request entity too large: limit is ${MAX_BODY_BYTES}`);
    return false;
  }
  if (typeof value !== 'number' || Number.isFinite(value)) return true;
  const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  stopAt(decoding, place, `json: unsupported value: ${name}`);
  return false;
}

function isTooLarge(decoding: Decoding): boolean {
  return decoding.valueCount > MAX_BODY_BYTES / 2;
}

function mismatch(decoding: Decoding, type: FieldType, kind: string, place: Place): undefined {
  saveError(decoding, place, `json: cannot unmarshal ${kind} into ${target(place)} of type ${goTypeName(type)}`);
}

function target(place: Place): string {
  return place.fieldNames.length === 0 ? 'Go value' : `Go struct field ${place.struct}.${place.fieldNames.join('.')}`;
}

function saveError(decoding: Decoding, place: Place, message: string): void {
  decoding.typeErrors.push({ path: place.path, message });
}

function stopAt(decoding: Decoding, place: Place, message: string): void {
  if (decoding.hasStopped) return saveError(decoding, place, message);
  decoding.hasStopped = true;
  decoding.typeErrors.unshift({ path: place.path, message });
}

function saveUnknown(decoding: Decoding, place: Place, key: string): void {
  if (decoding.unknownFields.length >= MAX_UNKNOWN_FIELDS) return;
  const path = [...place.path, key];
  const field = path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part), '');
  decoding.unknownFields.push({ path, message: `unknown field ${goQuote(field)}` });
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
