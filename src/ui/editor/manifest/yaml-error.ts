import { isCollection, isScalar, visit, type Document, type Node, type YAMLParseError } from 'yaml';

interface Described {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export const TOO_DEEP = 'exceeded max depth: this text nests lists or mappings too deeply';

/** What went wrong with the text and what to do about it, in place of the parser's terms. */
export function describeYamlError(error: YAMLParseError, document: Document.Parsed, text: string): Described {
  const [from, to] = error.pos;
  const said = error.message;
  if (error.code === 'RESOURCE_EXHAUSTION') return at(from, to, TOO_DEEP);
  if (error.code === 'TAB_AS_INDENT') return at(from, to, 'Tabs cannot indent YAML. Use spaces, two for each level.');
  if (said.startsWith('Missing closing')) {
    const start = lastNodeStart(document, from, (node) => isScalar(node));
    return at(start, lineEnd(text, start), `This text starts with ${said.includes('"') ? 'a double' : 'a single'} quote that is never closed.`);
  }
  if (/^Flow (map|sequence)/.test(said)) {
    const list = said.includes('sequence');
    const start = lastNodeStart(document, from, (node) => isCollection(node) && node.flow === true);
    return at(start, lineEnd(text, start), `This ${list ? 'list' : 'mapping'} is never closed: "${list ? ']' : '}'}" is missing, or a line in it is not indented.`);
  }
  if (said.startsWith('Nested mappings are not allowed in compact')) {
    return at(from, lineEnd(text, from), 'Mapping values are not allowed here: quote a value that contains ": ", or check the indentation of the next line.');
  }
  if (error.code === 'MULTILINE_IMPLICIT_KEY') {
    return at(from, lineEnd(text, from), 'This line has no ":" after its key, or the next line is not indented as it should be.');
  }
  if (said.startsWith('All mapping items')) {
    return at(from, lineEnd(text, from), 'This line fits no mapping above it: all keys of one mapping start at the same column.');
  }
  if (said.startsWith('All sequence items')) return at(from, lineEnd(text, from), 'All items of one list start at the same column.');
  if (said.startsWith('Implicit map keys need')) return at(from, to, 'A key needs ":" and a space after it.');
  if (said.startsWith('Unexpected block-seq-ind')) return at(from, to, 'A list starts on the line after its key, with "- " before each item.');
  if (error.code === 'BAD_SCALAR_START') return at(from, to, `A value cannot start with ${text.charAt(from)}. Put it in quotes.`);
  if (error.code === 'BAD_DQ_ESCAPE') return at(from, to, `${said}. In double quotes, write \\\\ for a backslash.`);
  if (/^Unexpected .* at node end/.test(said)) return at(from, lineEnd(text, from), 'This stands after the end of a value. Quote the whole value, or check the indentation.');
  return at(from, to, `${said}.`);
}

function at(from: number, to: number, message: string): Described {
  return { from, to: Math.max(from, to), message };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Start of the last node before `offset` that `matches`; what is unclosed began there. */
function lastNodeStart(document: Document.Parsed, offset: number, matches: (node: Node) => boolean): number {
  let start = -1;
  visit(document, {
    Node(_key, node) {
      const from = node.range?.[0];
      if (from !== undefined && from < offset && from > start && matches(node)) start = from;
    },
  });
  return start < 0 ? offset : start;
}
