/** What a step of `replicas` does to the text: the number between two offsets is written anew. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly value: number;
}

/** A `replicas` field in the text. Offsets are UTF-16 code units of its number. */
export interface ReplicasField {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

const MOST_REPLICAS = 2 ** 31 - 1;

/** The field whose number is `source` at `from`; `null` when that is no whole number as people write replicas. */
export function replicasField(source: string, from: number): ReplicasField | null {
  if (!/^(0|[1-9][0-9]{0,9})$/.test(source)) return null;
  const value = Number(source);
  return value <= MOST_REPLICAS ? { from, to: from + source.length, value } : null;
}

/** One replica more or fewer; `null` at the ends of what is possible. */
export function step(field: ReplicasField, change: 1 | -1): Step | null {
  const value = field.value + change;
  if (value < 0 || value > MOST_REPLICAS) return null;
  return { from: field.from, to: field.to, insert: String(value), value };
}
