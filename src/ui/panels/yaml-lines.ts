import type { Json, JsonObject } from '../../engine/json.ts';

/** One stretch of a line and what it is, for colouring. */
export interface YamlToken {
  readonly text: string;
  readonly kind: 'key' | 'punctuation' | 'string' | 'number' | 'word';
}

export interface YamlLine {
  /** where the value stands in the object, as a JSON pointer; lines of one block of text are numbered. */
  readonly path: string;
  /** columns of leading space. */
  readonly indent: number;
  readonly tokens: readonly YamlToken[];
}

/**
 * An object as the lines `kubectl get -o yaml` would print: keys in alphabetical order, lists at their key's own column,
 * several lines of text as a block. Texts that YAML would take for something else are quoted as JSON.
 */
export function yamlLines(object: JsonObject): YamlLine[] {
  const lines: YamlLine[] = [];
  writeFields(object, 0, '', [], lines);
  return lines;
}

export function yamlText(lines: readonly YamlLine[]): string {
  return lines.map((line) => `${' '.repeat(line.indent)}${lineText(line)}\n`).join('');
}

/** A line without its leading space. */
export function lineText(line: YamlLine): string {
  return line.tokens.map((token) => token.text).join('');
}

/** Writes the fields of an object; the first stands behind `lead`, the dashes of the lists it is in. */
function writeFields(object: JsonObject, indent: number, path: string, lead: readonly YamlToken[], lines: YamlLine[]): void {
  let before = lead;
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    const head: YamlToken[] = [{ text: scalarText(key), kind: 'key' }, { text: ':', kind: 'punctuation' }];
    writeValue(value, indent, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, before, head, lines);
    before = [];
  }
}

/** Writes `value` behind `lead` (dashes) and `head` (its key, if it has one). `indent` is the column after the dashes. */
function writeValue(value: Json, indent: number, path: string, lead: readonly YamlToken[], head: readonly YamlToken[], lines: YamlLine[]): void {
  const column = indent - lead.length * 2;
  const put = (tokens: readonly YamlToken[]) => lines.push({ path, indent: column, tokens: [...lead, ...head, ...tokens] });
  const space: YamlToken[] = head.length > 0 ? [{ text: ' ', kind: 'punctuation' }] : [];
  if (Array.isArray(value) && value.length > 0) {
    if (head.length > 0) put([]);
    value.forEach((item: Json, index) => {
      const dashes: YamlToken[] = [...(head.length > 0 || index > 0 ? [] : lead), { text: '- ', kind: 'punctuation' }];
      if (isObject(item) && Object.values(item).some((field) => field !== undefined)) writeFields(item, indent + 2, `${path}/${index}`, dashes, lines);
      else writeValue(item, indent + 2, `${path}/${index}`, dashes, [], lines);
    });
  } else if (isObject(value) && Object.values(value).some((field) => field !== undefined)) {
    put([]);
    writeFields(value, indent + 2, path, [], lines);
  } else if (typeof value === 'string' && isBlock(value)) {
    put([...space, { text: value.endsWith('\n') ? '|' : '|-', kind: 'punctuation' }]);
    const textIndent = head.length > 0 ? indent + 2 : indent;
    value.replace(/\n$/, '').split('\n').forEach((text, index) => {
      lines.push({ path: `${path}#${index}`, indent: text === '' ? 0 : textIndent, tokens: [{ text, kind: 'string' }] });
    });
  } else put([...space, scalar(value)]);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalar(value: Json): YamlToken {
  if (typeof value === 'string') return { text: scalarText(value), kind: 'string' };
  if (typeof value === 'number') return { text: String(value), kind: 'number' };
  if (Array.isArray(value)) return { text: '[]', kind: 'word' };
  return { text: typeof value === 'object' && value !== null ? '{}' : String(value), kind: 'word' };
}

/** Text that stands without quotes: it starts like a name or an address and holds nothing that means something in YAML. */
const PLAIN = /^(?:[A-Za-z_/]|\d+\.\d+\.\d)(?:[\w./@=+%(),;-]|:(?! |$)| (?! |#|$))*$/;
const QUANTITY = /^[1-9]\d*(?:m|k|M|G|Ki|Mi|Gi|%)$/;
const TAKEN_FOR_ANOTHER = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

function scalarText(text: string): string {
  const plain = (PLAIN.test(text) && !TAKEN_FOR_ANOTHER.test(text)) || QUANTITY.test(text);
  return plain ? text : JSON.stringify(text);
}

/** Whether text of several lines can be a block: it must not start or end with space that YAML would lose or misread. */
function isBlock(text: string): boolean {
  return text.includes('\n') && !text.endsWith('\n\n') && /^[\x20-\x7e\n]+$/.test(text) && /^[^\s]/.test(text) && !/ (?=\n|$)/.test(text);
}
