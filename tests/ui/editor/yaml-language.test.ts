import { syntaxTree } from '@codemirror/language';
import { EditorState, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { canBeColoured, yamlLanguage } from '../../../src/ui/editor/code/yaml-language.ts';
import { SAMPLES } from '../../../src/ui/editor/samples/samples.ts';

const textOf = (text: string): Text => Text.of(text.split('\n'));
const isParsed = (state: EditorState): boolean => syntaxTree(state).length > 0;

describe('the colours of YAML', () => {
  it.each(SAMPLES)('are there for $file', ({ text }) => expect(canBeColoured(textOf(text))).toBe(true));

  it.each([
    ['open lists', `a: ${'['.repeat(5_000)}`],
    ['open mappings over many lines', '{\n'.repeat(1_000)],
    ['dashes in a row', '- '.repeat(5_000)],
    ['indentation', Array.from({ length: 600 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    ['a text beyond a million characters', 'a: b\n'.repeat(200_001)],
  ])('are left off for %s', (_what, text) => expect(canBeColoured(textOf(text))).toBe(false));

  it('stay for long lines, many brackets that are closed, and wide indentation', () => {
    for (const text of [`a: ${'x'.repeat(50_000)}`, 'a: [[1], [2]]\n'.repeat(2_000), `${' '.repeat(900)}a: b`]) expect(canBeColoured(textOf(text))).toBe(true);
  });

  it('go with a text that is too deep, and come back with the next', () => {
    const doc = textOf('a: [b]');
    const first = EditorState.create({ doc, extensions: yamlLanguage(doc) });
    expect(isParsed(first)).toBe(true);
    const deep = first.update({ changes: { from: 0, to: first.doc.length, insert: '['.repeat(5_000) } }).state;
    expect(isParsed(deep)).toBe(false);
    expect(isParsed(deep.update({ changes: { from: 0, to: deep.doc.length, insert: 'a: [b]' } }).state)).toBe(true);
  });
});
