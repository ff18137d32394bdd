import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeBase64 } from '../../../../src/engine/api/schema/base64.ts';

describe('base64', () => {
  it.each([
    ['', ''], ['aGVsbG8=', 'aGVsbG8='], ['aGk=\n', 'aGk='], ['aGVs\r\nbG8=', 'aGVsbG8='], ['YQ=\n=', 'YQ=='], ['YR==', 'YQ=='], ['YWJ=', 'YWI='],
  ])('%j is read as %j', (text, expected) => {
    expect(normalizeBase64(text)).toEqual({ ok: true, text: expected });
  });

  it.each([
    ['hunter2!', 7], ['abc', 0], ['abcde', 4], ['ab=c', 2], ['ab=', 3], ['=', 0], ['a===', 1], ['YQ==YQ==', 4], ['my password', 2], ['pä', 1], ['aGk=x', 4],
  ])('%j is illegal at byte %d', (text, offset) => {
    expect(normalizeBase64(text)).toEqual({ ok: false, message: `illegal base64 data at input byte ${offset}` });
  });

  it('takes every encoding of bytes as it is', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(normalizeBase64(text)).toEqual({ ok: true, text });
    }));
  });

  it('reads what it takes as the bytes that Node reads', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-d+/=\n]{0,12}$/), (text) => {
      const result = normalizeBase64(text);
      if (result.ok) expect(result.text).toBe(Buffer.from(text, 'base64').toString('base64'));
    }));
  });
});
