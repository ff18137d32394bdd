import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedQuantity } from '../../../../src/engine/api/schema/quantity.ts';
import {
  addQuantities, compareQuantities, formatQuantity, parseCpuMillis, parseMemoryBytes, parseQuantity, quantityOf, quantityOfMillis, subtractQuantities,
} from '../../../../src/engine/api/schema/quantity.ts';

function parsed(text: string): ParsedQuantity {
  const result = parseQuantity(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.quantity;
}

const canonical = (text: string) => formatQuantity(parsed(text));

/** Any quantity in range, with its exact value in units of 10^-9. */
const quantity = fc.tuple(
  fc.bigInt({ min: -999_999_999n, max: 999_999_999n }),
  fc.constantFrom<readonly [string, bigint]>(
    ['n', 1n], ['u', 1000n], ['m', 10n ** 6n], ['', 10n ** 9n], ['k', 10n ** 12n], ['M', 10n ** 15n], ['G', 10n ** 18n],
    ['Ki', 1024n * 10n ** 9n], ['Mi', 1024n ** 2n * 10n ** 9n], ['Gi', 1024n ** 3n * 10n ** 9n], ['e2', 10n ** 11n], ['E-3', 10n ** 6n],
  ),
).map(([number, [suffix, nanos]]) => ({ text: `${number}${suffix}`, nanos: number * nanos }));

describe('the canonical form', () => {
  it.each([
    ['0', '0'], ['0Mi', '0'], ['1', '1'], ['1000m', '1'], ['100m', '100m'], ['1.5', '1500m'], ['0.5', '500m'], ['.5', '500m'],
    ['0.001', '1m'], ['0.0001', '100u'], ['0.1m', '100u'], ['0.1n', '1n'], ['1e-12', '1e-9'], ['1024', '1024'], ['1000', '1k'], ['1500', '1500'],
    ['1024Ki', '1Mi'], ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['0.5Gi', '512Mi'], ['0.5Ki', '512'], ['512Mi', '512Mi'], ['100Ki', '100Ki'],
    ['12e6', '12e6'], ['12E6', '12E6'], ['1000e3', '1e6'], ['120e4', '1200e3'], ['1E', '1E'], ['1000P', '1E'], ['-100m', '-100m'], ['-1024Mi', '-1Gi'],
    ['100000000000000000000', '100E'], ['9Ei', '9223372036854775807'], ['1.1Ki', '1126400m'], ['Mi', '0'], ['  64Mi ', '64Mi'],
    ['9223372036854775807', '9223372036854775807'], ['1.234567891234', '1234567892n'],
  ])('of %s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each(['+5', '007', '5.', '1.250'])('of %s is left as it was written, as upstream does', (text) => {
    expect(canonical(text)).toBe(text);
  });

  it('of a canonical form is that form', () => {
    fc.assert(fc.property(quantity, ({ text }) => {
      const once = canonical(text);
      expect(canonical(once)).toBe(once);
    }));
  });

  it('is the same amount as what was written', () => {
    fc.assert(fc.property(quantity, ({ text }) => {
      expect(compareQuantities(parsed(text), parsed(canonical(text)))).toBe(0);
    }));
  });
});

describe('what is no quantity', () => {
  it.each(['', ' ', 'abc', '1 Gi', '64MB', '1.2.3', '1Gb', '--1', '1i ', '１'])('"%s" is refused with the regular expression or the suffix', (text) => {
    const result = parseQuantity(text);
    expect(result.ok).toBe(false);
  });

  it('says whether the form or the suffix is wrong', () => {
    expect(parseQuantity('64MB')).toEqual({ ok: false, message: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'" });
    expect(parseQuantity('64mi')).toEqual({ ok: false, message: "unable to parse quantity's suffix" });
    expect(parseQuantity('1e')).toEqual({ ok: false, message: "unable to parse quantity's suffix" });
    expect(parseQuantity('5+3')).toEqual({ ok: false, message: "unable to parse quantity's suffix" });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.eEinumkKMGTP]*$/)), (text) => {
      const result = parseQuantity(text);
      if (result.ok) expect(formatQuantity(result.quantity)).not.toBe('');
    }));
  });
});

describe('order and sums', () => {
  it('order quantities by their exact amounts', () => {
    fc.assert(fc.property(quantity, quantity, (a, b) => {
      const expected = a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
      expect(compareQuantities(parsed(a.text), parsed(b.text))).toBe(expected);
    }));
  });

  it('add exactly', () => {
    fc.assert(fc.property(quantity, quantity, (a, b) => {
      const sum = addQuantities(parsed(a.text), parsed(b.text));
      expect(sum.unscaled * 10n ** BigInt(sum.exponent + 9)).toBe(a.nanos + b.nanos);
      expect(compareQuantities(subtractQuantities(sum, parsed(b.text)), parsed(a.text))).toBe(0);
    }));
  });

  it('write a sum as the first amount is written, or as the second when the first is zero', () => {
    const sum = (a: string, b: string) => formatQuantity(addQuantities(parsed(a), parsed(b)));
    expect(sum('100m', '250m')).toBe('350m');
    expect(sum('64Mi', '64Mi')).toBe('128Mi');
    expect(sum('1Gi', '1M')).toBe('1074741824');
    expect(sum('0', '64Mi')).toBe('64Mi');
    expect(formatQuantity(subtractQuantities(parsed('1Gi'), parsed('512Mi')))).toBe('512Mi');
    expect(formatQuantity(subtractQuantities(parsed('1'), parsed('1')))).toBe('0');
  });

  it('deal with absurd exponents at once', () => {
    const huge = parsed('1e2000000000');
    expect(compareQuantities(huge, parsed('1'))).toBe(1);
    expect(compareQuantities(parsed('-1e2000000000'), parsed('1'))).toBe(-1);
    expect(formatQuantity(addQuantities(parsed('1'), huge))).toBe('100e1999999998');
    expect(formatQuantity(addQuantities(parsed('1Ki'), huge))).toBe('100e1999999998');
    expect(parseMemoryBytes('1e2000000000')).toBe(Number(2n ** 63n - 1n));
    expect(parseMemoryBytes('1e-2000000000')).toBe(1);
  });
});

describe('whole numbers of a unit', () => {
  it.each([['1', 1000], ['100m', 100], ['1.5', 1500], ['0.0001', 1], ['2k', 2_000_000], ['1n', 1], ['0', 0], ['-1.0001', -1001]])('%s of CPU is %d thousandths', (text, millis) => {
    expect(parseCpuMillis(text)).toBe(millis);
    expect(parseCpuMillis(text)).toBe(millis);
  });
  it.each([['64Mi', 67_108_864], ['1Gi', 1_073_741_824], ['1G', 1e9], ['1.5Ki', 1536], ['100m', 1], ['0', 0], ['12e6', 12e6], ['8Ei', Number(2n ** 63n - 1n)]])('%s of memory is %d bytes', (text, bytes) => {
    expect(parseMemoryBytes(text)).toBe(bytes);
  });
  it('stay right beyond what is remembered', () => {
    for (let millis = 0; millis < 10_000; millis++) expect(parseCpuMillis(`${millis}m`)).toBe(millis);
    expect(parseCpuMillis('7m')).toBe(7);
  });
  it('become quantities again', () => {
    expect(formatQuantity(quantityOfMillis(1500))).toBe('1500m');
    expect(formatQuantity(quantityOf(64 * 1024 * 1024, 'BinarySI'))).toBe('64Mi');
    expect(formatQuantity(quantityOf(110))).toBe('110');
  });
  it('of what is no quantity are a defect of the caller', () => {
    expect(() => parseMemoryBytes('lots')).toThrow('"lots" is not a quantity');
  });
});
