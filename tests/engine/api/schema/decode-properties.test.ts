import '../../../../src/engine/api/schema/late-structure-table.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecodeError } from '../../../../src/engine/api/schema/decode-message.ts';
import { decodeObject } from '../../../../src/engine/api/schema/decode.ts';
import type { FieldType } from '../../../../src/engine/api/schema/structure-table.ts';
import { modelStructure, rootStructures } from '../../../../src/engine/api/schema/structure-table.ts';

const rootModel = fc.constantFrom(...rootStructures().map((root) => root.model));

/** Values that fit a type, or now and then (`errorWeight` in 20) anything at all. */
function valueFor(type: FieldType, depth: number, errorWeight: number): fc.Arbitrary<unknown> {
  const right = rightValueFor(type, depth, errorWeight);
  return errorWeight === 0 ? right : fc.oneof({ weight: 20, arbitrary: right }, { weight: errorWeight, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
}

function rightValueFor(type: FieldType, depth: number, errorWeight: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'string': return fc.string();
    case 'boolean': return fc.boolean();
    case 'int32': return fc.integer();
    case 'int64': return fc.maxSafeInteger();
    case 'double': return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'time': return fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString());
    case 'microTime': return fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString().replace('Z', '000Z'));
    case 'quantity': return fc.oneof(fc.nat(), fc.nat().map((n) => `${n}Mi`), fc.nat().map((n) => `${n}m`));
    case 'bytes': return fc.base64String();
    case 'intOrString': return fc.oneof(fc.integer(), fc.string());
    case 'any': return fc.dictionary(fc.stringMatching(/^[a-z:.]{1,8}$/), fc.integer());
    case 'array': return fc.array(valueFor(type.of, depth, errorWeight), { maxLength: 3 });
    case 'map': return fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9./-]{0,12}$/), valueFor(type.of, depth, errorWeight), { maxKeys: 3 });
    case 'ref': return objectFor(type.model, depth + 1, errorWeight);
  }
}

function objectFor(name: string, depth: number, errorWeight: number): fc.Arbitrary<unknown> {
  const fields = [...(modelStructure(name)?.fields.values() ?? [])].filter((field) => depth < 6 || field.alwaysPresent);
  const requiredKeys = fields.filter((field) => field.alwaysPresent).map((field) => field.name);
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, depth, errorWeight)])), { requiredKeys });
}

describe('decoding', () => {
  it('never throws and always gives an object of its kind, whatever it is given', () => {
    fc.assert(fc.property(rootModel, fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }), (model, value) => {
      const result = decodeObject(model, value);
      expect(typeof JSON.stringify(result.object)).toBe('string');
      formatDecodeError(model, 'v1', result);
    }), { numRuns: 500 });
  });

  it('finds a problem in every JSON document with a field that no kind has', () => {
    fc.assert(fc.property(rootModel, fc.jsonValue(), (model, value) => {
      expect(decodeObject(model, { 'not-a-field': value }).unknownFields.map((problem) => problem.message)).toEqual(['unknown field "not-a-field"']);
    }), { numRuns: 100 });
  });

  it('takes every object that fits the schema, and reads what it wrote as the same', () => {
    fc.assert(fc.property(rootModel.chain((model) => fc.tuple(fc.constant(model), objectFor(model, 4, 0))), ([model, value]) => {
      const first = decodeObject(model, value);
      expect(first.typeErrors).toEqual([]);
      expect(first.unknownFields).toEqual([]);
      const again = decodeObject(model, JSON.parse(JSON.stringify(first.object)));
      expect(again).toEqual({ object: first.object, typeErrors: [], unknownFields: [] });
    }), { numRuns: 60 });
  });

  it('gives of a partly wrong object one that itself decodes without problems', () => {
    fc.assert(fc.property(rootModel.chain((model) => fc.tuple(fc.constant(model), objectFor(model, 4, 1))), ([model, value]) => {
      const { object } = decodeObject(model, value);
      const again = decodeObject(model, JSON.parse(JSON.stringify(object)));
      expect(again).toEqual({ object, typeErrors: [], unknownFields: [] });
    }), { numRuns: 60 });
  });
});
