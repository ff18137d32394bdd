import { invariant } from '../../invariant.ts';
import { parseSuffix, splitQuantity, suffixOf } from './quantity-syntax.ts';
import type { QuantityFormat } from './quantity-syntax.ts';

export type { QuantityFormat };

/**
 * An exact amount: `unscaled` × 10^`exponent`, with the family of suffixes it was written in. `canonicalText` is there when
 * upstream writes the amount again exactly as it was given.
 */
export interface ParsedQuantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  readonly canonicalText?: string;
}

/** A parse error in upstream's words (apimachinery/pkg/api/resource/quantity.go). */
export type QuantityResult = { readonly ok: true; readonly quantity: ParsedQuantity } | { readonly ok: false; readonly message: string };

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_WRONG = "unable to parse quantity's suffix";

/** The most digits of an amount that upstream reads as an int64. */
const INT64_DIGITS = 18;
const MAX_INT64 = 2n ** 63n - 1n;
/** Nothing is kept below 10^-9. */
const NANO = -9;
/** Sums never write out more digits than this to bring two amounts to one exponent. */
const MAX_ALIGNED_DIGITS = 10_000;

/** Reads a quantity such as `100m`, `1.5Gi` or `12e6`. Surrounding blanks are allowed as in a manifest. */
export function parseQuantity(text: string): QuantityResult {
  const trimmed = text.trim();
  const parts = trimmed === '' ? undefined : splitQuantity(trimmed);
  if (!parts) return { ok: false, message: FORMAT_WRONG };
  const suffix = parseSuffix(parts.suffix);
  if (!suffix) return { ok: false, message: SUFFIX_WRONG };
  const digits = `${parts.whole}${parts.fraction}`;
  const magnitude = BigInt(digits);
  const unscaled = parts.negative ? -magnitude : magnitude;
  if (suffix.format === 'BinarySI') return { ok: true, quantity: binaryQuantity(trimmed, unscaled, parts.fraction.length, suffix.exponent) };
  return { ok: true, quantity: decimalQuantity(trimmed, digits, unscaled, suffix.exponent - parts.fraction.length, suffix.format) };
}

function decimalQuantity(text: string, digits: string, unscaled: bigint, exponent: number, format: QuantityFormat): ParsedQuantity {
  if (digits.length > INT64_DIGITS || exponent < NANO) return { ...roundUp({ unscaled, exponent, format }, NANO), format };
  // Upstream keeps the text whenever digits and exponent already have the canonical shape, a sign or leading zeros included.
  const isCanonical = exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return isCanonical ? { unscaled, exponent, format, canonicalText: text } : { unscaled, exponent, format };
}

function binaryQuantity(text: string, unscaled: bigint, fractionDigits: number, bits: number): ParsedQuantity {
  const amount = unscaled << BigInt(bits);
  if (fractionDigits === 0) {
    const digitCount = absolute(unscaled).toString().length;
    const fitsInt64 = 15 - digitCount - Math.trunc((bits * 3) / 10) - 1 >= 0;
    if (fitsInt64 && (absolute(unscaled) & 7n) !== 0n) return { unscaled: amount, exponent: 0, format: 'BinarySI', canonicalText: text };
  }
  const capped = capToInt64(roundUp({ unscaled: amount, exponent: -fractionDigits, format: 'BinarySI' }, NANO));
  const isBelowOne = capped.unscaled !== 0n && compareQuantities({ ...capped, unscaled: absolute(capped.unscaled) }, ONE) < 0;
  return isBelowOne ? { ...capped, format: 'DecimalSI' } : capped;
}

const ONE: ParsedQuantity = { unscaled: 1n, exponent: 0, format: 'DecimalSI' };

/** The amount as the API writes it: no fraction, the largest suffix of its family that loses nothing. */
export function formatQuantity(quantity: ParsedQuantity): string {
  if (quantity.canonicalText !== undefined) return quantity.canonicalText;
  if (quantity.unscaled === 0n) return '0';
  const whole = quantity.format === 'BinarySI' ? wholeAmount(quantity) : undefined;
  if (whole !== undefined && absolute(whole) >= 1024n) return formatBinary(whole);
  const format = quantity.format === 'BinarySI' ? 'DecimalSI' : quantity.format;
  return formatDecimal(quantity.unscaled, quantity.exponent, format);
}

function formatBinary(whole: bigint): string {
  let amount = whole;
  let bits = 0;
  while (bits < 60 && amount % 1024n === 0n) {
    amount /= 1024n;
    bits += 10;
  }
  return `${amount}${suffixOf('BinarySI', bits)}`;
}

function formatDecimal(unscaled: bigint, exponent: number, format: QuantityFormat): string {
  let amount = unscaled;
  let power = exponent;
  while (amount % 10n === 0n) {
    amount /= 10n;
    power++;
  }
  const largest = format === 'DecimalSI' ? 18 : Number.POSITIVE_INFINITY;
  while (power > largest || power % 3 !== 0) {
    amount *= 10n;
    power--;
  }
  return `${amount}${suffixOf(format, power)}`;
}

/** The whole number the amount is, or undefined when it has a fraction. */
function wholeAmount({ unscaled, exponent }: ParsedQuantity): bigint | undefined {
  if (exponent >= 0) return unscaled * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return unscaled % divisor === 0n ? unscaled / divisor : undefined;
}

/** Negative when `a` is less than `b`, zero when they are the same amount (whatever their suffixes), positive when greater. */
export function compareQuantities(a: ParsedQuantity, b: ParsedQuantity): number {
  const signs = Number(sign(a.unscaled)) - Number(sign(b.unscaled));
  if (signs !== 0 || a.unscaled === 0n) return Math.sign(signs);
  const magnitudes = digitsBeforePoint(a) - digitsBeforePoint(b);
  if (magnitudes !== 0) return Math.sign(magnitudes) * Number(sign(a.unscaled));
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The sum, written as `a` is, or as `b` when `a` is zero (resource.Quantity.Add). Exact, unless the two are so far apart
 * (10,000 digits) that the lesser cannot matter: then the larger.
 */
export function addQuantities(a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity {
  const format = a.unscaled === 0n ? b.format : a.format;
  if (a.unscaled === 0n) return { unscaled: b.unscaled, exponent: b.exponent, format };
  if (b.unscaled === 0n) return { unscaled: a.unscaled, exponent: a.exponent, format };
  if (Math.abs(a.exponent - b.exponent) > MAX_ALIGNED_DIGITS) {
    const larger = digitsBeforePoint(a) > digitsBeforePoint(b) ? a : b;
    return { unscaled: larger.unscaled, exponent: larger.exponent, format: larger.format };
  }
  const [left, right] = align(a, b);
  return { unscaled: left + right, exponent: Math.min(a.exponent, b.exponent), format };
}

/** The difference, written as `a` is, or as `b` when `a` is zero (resource.Quantity.Sub). */
export function subtractQuantities(a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity {
  return addQuantities(a, { unscaled: -b.unscaled, exponent: b.exponent, format: b.format });
}

/** The amount in units of 10^`scale`, rounded away from zero and held within an int64 (resource.Quantity.ScaledValue). */
export function scaledValue(quantity: ParsedQuantity, scale: number): number {
  if (quantity.unscaled === 0n) return 0;
  const limit = sign(quantity.unscaled) * MAX_INT64;
  if (digitsBeforePoint(quantity) - scale > INT64_DIGITS + 1) return Number(limit);
  if (digitsBeforePoint(quantity) - scale < -1) return Number(sign(quantity.unscaled));
  const rounded = roundUp(quantity, scale);
  const value = rounded.unscaled * 10n ** BigInt(rounded.exponent - scale);
  return Number(absolute(value) > MAX_INT64 ? limit : value);
}

const MAX_CACHED = 4096;
const cpuMillisByText = new Map<string, number>();
const memoryBytesByText = new Map<string, number>();

/** Thousandths of a CPU, rounded up, of a valid quantity such as `250m` or `1.5`. */
export function parseCpuMillis(text: string): number {
  return cpuMillisByText.get(text) ?? remember(cpuMillisByText, text, -3);
}

/** Bytes (or any other whole units), rounded up, of a valid quantity such as `64Mi`. */
export function parseMemoryBytes(text: string): number {
  return memoryBytesByText.get(text) ?? remember(memoryBytesByText, text, 0);
}

function remember(cache: Map<string, number>, text: string, scale: number): number {
  const result = parseQuantity(text);
  invariant(result.ok, `"${text}" is not a quantity`);
  const value = scaledValue(result.quantity, scale);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(text, value);
  return value;
}

/** A quantity of whole units, such as a count of bytes, written in the given family of suffixes. */
export function quantityOf(units: number, format: QuantityFormat = 'DecimalSI'): ParsedQuantity {
  return { unscaled: BigInt(Math.trunc(units)), exponent: 0, format };
}

/** A quantity of thousandths, such as `250` for a quarter of a CPU. */
export function quantityOfMillis(millis: number): ParsedQuantity {
  return { unscaled: BigInt(Math.trunc(millis)), exponent: -3, format: 'DecimalSI' };
}

/** Rounds away from zero to a multiple of 10^`exponent`; amounts that are such a multiple stay as they are. */
function roundUp(quantity: ParsedQuantity, exponent: number): ParsedQuantity {
  if (quantity.exponent >= exponent || quantity.unscaled === 0n) return { ...quantity, exponent: Math.max(quantity.exponent, exponent) };
  if (digitsBeforePoint(quantity) < exponent) return { unscaled: sign(quantity.unscaled), exponent, format: quantity.format };
  const divisor = 10n ** BigInt(exponent - quantity.exponent);
  const remainder = quantity.unscaled % divisor;
  return { unscaled: quantity.unscaled / divisor + (remainder === 0n ? 0n : sign(quantity.unscaled)), exponent, format: quantity.format };
}

function capToInt64(quantity: ParsedQuantity): ParsedQuantity {
  const limit: ParsedQuantity = { unscaled: sign(quantity.unscaled) * MAX_INT64, exponent: 0, format: quantity.format };
  const excess = compareQuantities(quantity, limit) * Number(sign(quantity.unscaled));
  return excess > 0 ? limit : quantity;
}

/** Both amounts in units of the smaller exponent. */
function align(a: ParsedQuantity, b: ParsedQuantity): [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.unscaled * 10n ** BigInt(a.exponent - exponent), b.unscaled * 10n ** BigInt(b.exponent - exponent)];
}

/** The exponent of the power of ten just above the amount's magnitude. */
function digitsBeforePoint({ unscaled, exponent }: ParsedQuantity): number {
  return absolute(unscaled).toString().length + exponent;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function sign(value: bigint): bigint {
  return value > 0n ? 1n : value < 0n ? -1n : 0n;
}
