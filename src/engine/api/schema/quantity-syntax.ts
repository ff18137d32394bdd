/** The three families of suffixes: `12Mi`, `12M`, `12e6`. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** A number cut at its point and its suffix. `whole` has no leading zeros but at least one digit. */
interface QuantityParts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

/** `exponent` is of two for BinarySI, else of ten. */
interface QuantitySuffix {
  readonly format: QuantityFormat;
  readonly exponent: number;
}

const BINARY: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: readonly string[] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** As upstream's scanner, digits may be missing altogether: `Mi` is zero. undefined when the text has another shape. */
export function splitQuantity(text: string): QuantityParts | undefined {
  const match = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (!match) return undefined;
  return { negative: match[1] === '-', whole: match[2] || '0', fraction: match[3] ?? '', suffix: match[4] ?? '' };
}

/** undefined when there is no such suffix (apimachinery/pkg/api/resource/suffix.go). */
export function parseSuffix(suffix: string): QuantitySuffix | undefined {
  const decimal = DECIMAL.indexOf(suffix);
  if (decimal !== -1) return { format: 'DecimalSI', exponent: decimal * 3 - 9 };
  const binary = BINARY.indexOf(suffix);
  if (binary !== -1) return { format: 'BinarySI', exponent: binary * 10 };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) < 2 ** 31 ? { format: 'DecimalExponent', exponent } : undefined;
}

/** The suffix for an exponent that the family can write. */
export function suffixOf(format: QuantityFormat, exponent: number): string {
  if (format === 'BinarySI') return BINARY[exponent / 10] ?? '';
  if (format === 'DecimalSI') return DECIMAL[exponent / 3 + 3] ?? '';
  return exponent === 0 ? '' : `e${exponent}`;
}
