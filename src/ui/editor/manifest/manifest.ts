import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import type { JsonObject } from '../../../engine/json.ts';
import { createConverter, isPlainObject } from './plain-json.ts';
import { locate, type FieldPath, type FieldPlace } from './field-place.ts';
import { describeYamlError, TOO_DEEP } from './yaml-error.ts';

/** The longest text that is read, in UTF-16 code units. Kubernetes itself refuses a request above 3 MiB. */
export const LONGEST_TEXT = 1_000_000;

/** Part of the text. `from` and `to` are offsets in UTF-16 code units, `line` and `column` count from 1. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

export interface ManifestProblem extends TextRange {
  readonly message: string;
}

/** One object to be applied. A `List` in the text gives one for each of its items. */
export interface ManifestObject {
  readonly object: JsonObject;
  /** number of the YAML document in the text it comes from, from 0, empty documents counted. */
  readonly document: number;
  /** where the field stands; a missing field is placed at the nearest field around it that is there. */
  positionOf(path: FieldPath): FieldPlace;
}

export interface Manifest {
  readonly objects: readonly ManifestObject[];
  /** in the order of the text; when there is any, nothing of the text should be applied. */
  readonly problems: readonly ManifestProblem[];
}

/**
 * Reads manifests (YAML of one or more documents, or JSON) the way kubectl does, without ever throwing. Broken documents give
 * a problem at their place; the others are still read. Keys such as `__proto__` become plain own properties, as `JSON.parse` makes them.
 */
export function readManifest(text: string): Manifest {
  if (text.length > LONGEST_TEXT) return { objects: [], problems: [tooLong(text)] };
  const lines = new LineCounter();
  const reading = createReading(text, lines);
  try {
    // Keys are checked for doubles while converting: the parser's own check takes quadratic time.
    const documents = parseAllDocuments(text, {
      schema: 'failsafe', version: '1.1', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent',
      lineCounter: lines,
    });
    for (const [index, document] of [...documents].entries()) reading.readDocument(document, index);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser's recursion ran out of stack.
    reading.problem(0, text.length, TOO_DEEP);
  }
  return reading.result();
}

function tooLong(text: string): ManifestProblem {
  const megabytes = (text.length / 1e6).toFixed(1);
  const message = `This text has ${megabytes} MB; at most ${LONGEST_TEXT / 1e6} MB can be read. Split it into smaller parts.`;
  return { from: 0, to: Math.max(1, text.indexOf('\n')), line: 1, column: 1, message };
}

function createReading(text: string, lines: LineCounter) {
  const objects: ManifestObject[] = [];
  const problems: ManifestProblem[] = [];

  function rangeOf(from: number, to: number): TextRange {
    const start = Math.min(Math.max(0, from), text.length);
    const end = Math.min(Math.max(start, to), text.length);
    const { line, col } = lines.linePos(start);
    return { from: start, to: end, line: Math.max(1, line), column: Math.max(1, col) };
  }

  function problem(from: number, to: number, message: string): void {
    problems.push({ ...rangeOf(from, to), message });
  }

  function readDocument(document: Document.Parsed, index: number): void {
    const firstError = document.errors[0];
    if (firstError) {
      const described = describeYamlError(firstError, document, text);
      problem(described.from, described.to, described.message);
      return;
    }
    if (!document.contents) return;
    const before = problems.length;
    const value = createConverter(problem).convert(document.contents);
    if (problems.length > before || value === null) return;
    addObjects(document, index, value, []);
  }

  function addObjects(document: Document.Parsed, index: number, value: unknown, prefix: FieldPath): void {
    const positionOf = (path: FieldPath): FieldPlace => {
      const place = locate(document.contents, [...prefix, ...path]);
      return { ...place, ...rangeOf(place.from, place.to) };
    };
    const place = positionOf([]);
    if (!isPlainObject(value)) {
      const found = Array.isArray(value) ? 'list' : typeof value;
      problem(place.from, place.to, `couldn't get version/kind: a manifest is a mapping with apiVersion and kind, this is a ${found}`);
      return;
    }
    const missing = missingKind(value);
    if (missing) {
      problem(place.from, place.to, `error validating data: ${missing}`);
      return;
    }
    if (String(value.kind).endsWith('List') && Array.isArray(value.items)) {
      for (const [item, content] of value.items.entries()) addObjects(document, index, content, [...prefix, 'items', item]);
      return;
    }
    objects.push({ object: value, document: index, positionOf });
  }

  return { readDocument, problem, result: (): Manifest => ({ objects, problems }) };
}

/** kubectl's words for an object without version or kind (`kubectl/pkg/validation`); empty when both are there. */
function missingKind(object: JsonObject): string {
  const unset = ['apiVersion', 'kind'].filter((field) => object[field] === undefined || object[field] === null || object[field] === '');
  const first = unset[0];
  if (first === undefined) return '';
  return unset.length > 1 ? `[${unset.map((field) => `${field} not set`).join(', ')}]` : `${first} not set`;
}

export type { FieldPath, FieldPlace };
