import { describe, expect, it } from 'vitest';
import { keyText, resolveScalar } from '../../../../src/ui/editor/manifest/scalar.ts';

function plain(source: string): unknown {
  const resolved = resolveScalar(source, true, undefined);
  return resolved.ok ? resolved.value : resolved.message;
}

describe('a bare YAML scalar, as kubectl reads it', () => {
  it.each([
    ['yes', true], ['Yes', true], ['on', true], ['y', true], ['TRUE', true],
    ['no', false], ['off', false], ['N', false], ['False', false], ['yEs', 'yEs'],
  ])('%s is %j: YAML 1.1 booleans', (source, value) => expect(plain(source)).toBe(value));

  it.each([
    ['0777', 511], ['0o777', 511], ['0x1F', 31], ['0b101', 5], ['-0b101', -5], ['1_000', 1000], ['+5', 5], ['-3', -3], ['0', 0],
    ['08', 8], ['18446744073709551615', 2 ** 64], ['99999999999999999999', 1e20],
  ])('%s is the number %d', (source, value) => expect(plain(source)).toBe(value));

  it.each([['1.5', 1.5], ['.5', 0.5], ['1e3', 1000], ['-1.', -1]])('%s is the float %d', (source, value) => expect(plain(source)).toBe(value));

  it.each(['250m', '1.27.0', 'nginx:1.27', '2024-01-01', '2024-01-01T10:00:00Z', '12:30', '1e999', '0xZZ', '.', '-', 'nul', '3d'])(
    '%s stays text', (source) => expect(plain(source)).toBe(source),
  );

  it.each(['', '~', 'null', 'Null', 'NULL'])('"%s" is null', (source) => expect(plain(source)).toBeNull());

  it('refuses numbers that JSON cannot hold', () => {
    expect(plain('.nan')).toBe('json: unsupported value: NaN');
    expect(plain('-.inf')).toBe('json: unsupported value: -Inf');
  });

  it('keeps what is quoted as text', () => {
    expect(resolveScalar('yes', false, undefined)).toMatchObject({ value: 'yes' });
    expect(resolveScalar('8080', false, undefined)).toMatchObject({ value: '8080' });
  });

  it('obeys explicit tags and refuses those that do not fit', () => {
    expect(resolveScalar('8080', true, 'tag:yaml.org,2002:str')).toMatchObject({ value: '8080' });
    expect(resolveScalar('5', false, 'tag:yaml.org,2002:int')).toMatchObject({ value: 5 });
    expect(resolveScalar('3', true, 'tag:yaml.org,2002:float')).toMatchObject({ ok: true, value: 3 });
    expect(resolveScalar('aGk=', true, 'tag:yaml.org,2002:binary')).toMatchObject({ value: 'hi' });
    expect(resolveScalar('abc', true, 'tag:yaml.org,2002:int')).toEqual({ ok: false, message: 'cannot decode !!str `abc` as a !!int' });
  });

  it('writes keys that are no text as sigs.k8s.io/yaml does', () => {
    expect(keyText(true, false)).toBe('true');
    expect(keyText(8080, false)).toBe('8080');
    expect(keyText(1.1, true)).toBe('1.1');
    expect(keyText(1e6, true)).toBe('1e+06');
    expect(keyText(0.00001, true)).toBe('1e-05');
    expect(keyText(null, false)).toBeNull();
  });
});
