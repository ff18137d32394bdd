import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readManifest } from '../../../../src/ui/editor/manifest/manifest.ts';

const PIECES = [
  'apiVersion: v1', 'kind: Pod', 'spec:', '  replicas: 3', '- name: a', '  - b', ' ', '\n', '\n\n', '\t', ': ', '"', "'", '[', ']', '{', '}', ',',
  '&a ', '*a', '<<: *a', '|\n', '>-\n', '---\n', '...\n', '%YAML 1.1\n', '#x', '!!int ', '!x ', '? ', '__proto__: 1', 'é', '\u{1F600}', '\r\n', '\0', '@',
];
const mess = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 40 }).map((pieces) => pieces.join(''));

const key = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_.-]{0,8}$/);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('any text at all', () => {
  it('is read without throwing, with every position inside the text and every object plain', () => {
    fc.assert(fc.property(mess, (text) => {
      const { objects, problems } = readManifest(text);
      const lines = text.split('\n').length;
      for (const problem of problems) {
        expect(problem.message).not.toBe('');
        expect(problem.from).toBeGreaterThanOrEqual(0);
        expect(problem.to).toBeGreaterThanOrEqual(problem.from);
        expect(problem.to).toBeLessThanOrEqual(text.length);
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(lines);
        expect(text.slice(0, problem.from).split('\n').length).toBe(problem.line);
      }
      for (const { object, positionOf } of objects) {
        expect(structuredClone(object)).toEqual(object);
        const place = positionOf(['spec', 'x', 0]);
        expect(place.to).toBeLessThanOrEqual(text.length);
        expect(place.line).toBeLessThanOrEqual(lines);
      }
    }), { numRuns: 400 });
  });
});

describe('any object written as YAML', () => {
  it('comes back unchanged, and each of its fields is found on a line that holds its key', () => {
    fc.assert(fc.property(fc.dictionary(key, json, { maxKeys: 5 }), (content) => {
      const object = { apiVersion: 'v1', kind: 'Thing', ...content };
      if (String(object.kind).endsWith('List')) return;
      const text = stringify(object, { version: '1.1', lineWidth: 0 });
      const { objects, problems } = readManifest(text);
      if (!object.apiVersion || !object.kind) return;
      expect(problems).toEqual([]);
      expect(objects[0]?.object).toEqual(object);
      for (const name of Object.keys(object)) {
        const place = objects[0]?.positionOf([name]);
        expect(place?.exact).toBe(true);
        expect(text.slice(place?.keyFrom, place?.keyTo)).toContain(name);
      }
    }), { numRuns: 200 });
  });
});
