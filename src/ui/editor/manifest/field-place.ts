import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { asNode, isMergeKey, keyOf } from './plain-json.ts';

export type FieldPath = readonly (string | number)[];

/** Where a field stands in the text. Offsets are UTF-16 code units; `line` and `column` count from 1. */
export interface FieldPlace {
  /** the value when it is a scalar, the key when the value is a list or mapping, the item's start in a list. */
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  /** the key itself, for complaints about the key; equals `from`/`to` where there is none. */
  readonly keyFrom: number;
  readonly keyTo: number;
  /** false when the field is not in the text and this is the nearest field around it. */
  readonly exact: boolean;
}

interface Span { readonly from: number; readonly to: number }

/**
 * Finds the field at `path` under `root`. `line` and `column` are left at 1: the caller knows the lines. What a merge key or an
 * alias brings in is placed at the merge key or alias.
 */
export function locate(root: Node | null, path: FieldPath): FieldPlace {
  let node = root;
  let span: Span = firstKey(root);
  let key: Span = span;
  for (const step of path) {
    const child = isMap(node) ? childOfMap(node, String(step)) : isSeq(node) ? childOfSeq(node.items[Number(step)]) : null;
    if (!child) return place(span, key, false);
    node = child.node;
    span = child.span;
    key = child.key;
  }
  return place(span, key, true);
}

function place(span: Span, key: Span, exact: boolean): FieldPlace {
  return { from: span.from, to: span.to, keyFrom: key.from, keyTo: key.to, line: 1, column: 1, exact };
}

interface Child { readonly node: Node | null; readonly span: Span; readonly key: Span }

function childOfMap(map: YAMLMap, wanted: string): Child | null {
  let merged: Child | null = null;
  // From the end: of a key that is set twice, the last one counts.
  for (const pair of map.items.toReversed()) {
    const keyNode = asNode(pair.key);
    if (!keyNode) continue;
    const key = spanOf(keyNode);
    if (isMergeKey(keyNode)) merged ??= { node: null, span: key, key };
    else if (keyOf(keyNode) === wanted) {
      const value = asNode(pair.value);
      return { node: value, span: isScalar(value) && value.range && value.range[1] > value.range[0] ? spanOf(value) : key, key };
    }
  }
  return merged;
}

function childOfSeq(item: unknown): Child | null {
  const node = asNode(item);
  if (!node) return null;
  const span = isScalar(node) ? spanOf(node) : firstKey(node);
  return { node, span, key: span };
}

/** The first key of a mapping, which stands for the whole; else the node's first character. */
function firstKey(node: Node | null): Span {
  const key = isMap(node) ? asNode(node.items[0]?.key) : null;
  if (key) return spanOf(key);
  const start = node?.range?.[0] ?? 0;
  return { from: start, to: start + 1 };
}

function spanOf(node: Node): Span {
  const range = node.range ?? [0, 0, 0];
  return { from: range[0], to: range[1] };
}
