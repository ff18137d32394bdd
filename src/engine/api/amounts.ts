const UNITS: Readonly<Record<string, number>> = {
  '': 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5, Ei: 1024 ** 6,
};

/** The number behind a Kubernetes quantity (`250m`, `64Mi`, `1e3`), as a node needs it: exact where doubles are. `undefined` when it is none. */
export function parseAmount(quantity: string | number | undefined): number | undefined {
  if (typeof quantity === 'number') return quantity;
  if (quantity === undefined) return undefined;
  if (remembered.has(quantity)) return remembered.get(quantity);
  const amount = readAmount(quantity);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(quantity, amount);
  return amount;
}

/** The same few amounts are asked for again and again. */
const remembered = new Map<string, number | undefined>();
const REMEMBERED = 1_000;

function readAmount(quantity: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(quantity);
  if (!match) return undefined;
  const unit = UNITS[match[2] ?? ''] ?? 1;
  // Dividing keeps 100m exact where multiplying by 0.001 would not.
  return unit < 1 ? Number(match[1]) / Math.round(1 / unit) : Number(match[1]) * unit;
}
