let last: { readonly digits: number; readonly text: string } | undefined;

/** π to so many digits, the 3 included, by Machin's formula. */
export function digitsOfPi(digits: number): string {
  if (last?.digits === digits) return last.text;
  const guard = 10;
  const unit = 10n ** BigInt(digits + guard);
  const pi = 4n * (4n * arctanOfInverse(5n, unit) - arctanOfInverse(239n, unit));
  // The last digit is rounded.
  const rounded = (pi / 10n ** BigInt(guard) + 5n) / 10n;
  const text = rounded.toString();
  last = { digits, text: digits < 2 ? text : `${text.slice(0, 1)}.${text.slice(1)}` };
  return last.text;
}

function arctanOfInverse(x: bigint, unit: bigint): bigint {
  let power = unit / x;
  let sum = power;
  for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
    power /= x * x;
    sum += (sign * power) / n;
  }
  return sum;
}
