import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json, JsonObject } from '../../../engine/json.ts';
import { TOO_DEEP } from './yaml-error.ts';
import { keyText, resolveScalar } from './scalar.ts';

/** Nesting beyond this is refused; no manifest comes near it. */
const DEEPEST_NESTING = 200;
/** Nodes that aliases may stand for in one document. A "billion laughs" text stands for more than 10⁹ of them. */
const MOST_ALIASED_NODES = 20_000;

type Report = (from: number, to: number, message: string) => void;

/**
 * Turns the nodes of one document into plain JSON, with the semantics of kubectl's YAML library: YAML 1.1 scalars, merge keys,
 * aliases. What cannot be JSON, keys that are set twice, unknown or self-containing anchors and alias bombs are reported.
 */
export function createConverter(report: Report) {
  const anchors = new Map<string, { readonly node: Node; readonly size: number; readonly value: Json }>();
  /** anchors whose node is being converted: an alias to one of them contains itself. */
  const open = new Set<string>();
  let aliasedNodes = 0;
  let excessive = false;
  let size = 0;

  function convert(node: Node | null, depth = 0): Json {
    size++;
    if (node === null) return null;
    if (depth > DEEPEST_NESTING) return complain(node, TOO_DEEP);
    if (isAlias(node)) return convertAlias(node);
    const anchor = (isScalar(node) || isMap(node) || isSeq(node)) ? node.anchor : undefined;
    if (anchor === undefined) return convertContent(node, depth);
    const sizeBefore = size;
    open.add(anchor);
    const value = convertContent(node, depth);
    open.delete(anchor);
    anchors.set(anchor, { node, size: size - sizeBefore + 1, value });
    return value;
  }

  function convertContent(node: Node, depth: number): Json {
    if (isMap(node)) return convertMap(node, depth);
    if (isSeq(node)) return convertSeq(node, depth);
    return isScalar(node) ? scalarOf(node) : null;
  }

  function convertAlias(node: Alias): Json {
    const name = node.source;
    if (open.has(name)) return complain(node, `anchor '${name}' value contains itself`);
    const target = anchors.get(name);
    if (!target) return complain(node, `unknown anchor '${name}' referenced`);
    aliasedNodes += target.size;
    size += target.size;
    if (aliasedNodes <= MOST_ALIASED_NODES) return target.value;
    // Said once: a bomb has many aliases, and what they stand for is left out from here on.
    if (!excessive) complain(node, 'document contains excessive aliasing');
    excessive = true;
    return null;
  }

  function scalarOf(node: Node): Json {
    if (!isScalar(node)) return null;
    const resolved = resolveScalar(String(node.value ?? ''), node.type === 'PLAIN' || node.type === undefined, node.tag);
    return resolved.ok ? resolved.value : complain(node, resolved.message);
  }

  function convertSeq(node: YAMLSeq, depth: number): Json {
    return node.items.map((item) => convert(asNode(item), depth + 1));
  }

  function convertMap(node: YAMLMap, depth: number): Json {
    const object: { [key: string]: Json | undefined } = {};
    const seen = new Set<string>();
    for (const pair of node.items) {
      const keyNode = asNode(pair.key);
      if (isMergeKey(keyNode)) {
        merge(object, asNode(pair.value), depth);
        continue;
      }
      const key = keyOf(keyNode);
      if (key === null) {
        complain(keyNode ?? node, 'a key must be a string: JSON has no null, list or mapping as a key');
        continue;
      }
      if (seen.has(key)) complain(keyNode ?? node, `key "${key}" already set in map`);
      seen.add(key);
      setOwn(object, key, convert(asNode(pair.value), depth + 1));
    }
    return object;
  }

  /** As in the library, keys of a merge replace those set before it, and are replaced by those set after it. */
  function merge(object: { [key: string]: Json | undefined }, node: Node | null, depth: number): void {
    const value = convert(node, depth + 1);
    const sources = Array.isArray(value) ? value.toReversed() : [value];
    for (const source of sources) {
      if (!isPlainObject(source)) {
        complain(node, 'map merge requires map or sequence of maps as the value');
        return;
      }
      for (const [key, content] of Object.entries(source)) setOwn(object, key, content);
    }
  }

  function complain(node: Node | null, message: string): null {
    const range = node?.range ?? [0, 0, 0];
    report(range[0], range[1], message);
    return null;
  }

  return { convert };
}

/** Assigning to `__proto__` would replace the prototype; defining it makes a plain property. */
function setOwn(object: { [key: string]: Json | undefined }, key: string, value: Json | undefined): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** The key under which the pair lands in the JSON object; `null` when it cannot be a key. Aliases are not followed. */
export function keyOf(node: Node | null): string | null {
  if (!isScalar(node)) return null;
  const resolved = resolveScalar(String(node.value ?? ''), node.type === 'PLAIN' || node.type === undefined, node.tag);
  return resolved.ok ? keyText(resolved.value, resolved.float) : null;
}

export function isMergeKey(node: Node | null): boolean {
  return isScalar(node) && node.value === '<<' && (node.type === 'PLAIN' || node.tag === 'tag:yaml.org,2002:merge');
}

/** Parsed documents hold nodes or nothing where the library's types say `unknown`. */
export function asNode(value: unknown): ParsedNode | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? (value as ParsedNode) : null;
}

export function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
