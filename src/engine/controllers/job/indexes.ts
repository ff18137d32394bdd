/** Completion indexes as ascending intervals, both ends included, that do not touch (pkg/controller/job/indexed_job_utils.go orderedIntervals). */
export type Indexes = readonly (readonly [first: number, last: number])[];

/** Reads `0,2-4` as it stands in a Job's status. Indexes that the Job no longer has are left out. */
export function parseIndexes(text: string | undefined, completions: number): Indexes {
  const read: [number, number][] = [];
  for (const interval of text ? text.split(',') : []) {
    const [first = Number.NaN, last = first] = interval.split('-').map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last)) continue;
    if (first >= completions) break;
    read.push([first, Math.min(last, completions - 1)]);
  }
  return unite(read, []);
}

/** `0,2-4`; two in a row are listed both: `0,1`. */
export function formatIndexes(indexes: Indexes): string {
  return indexes.map(([first, last]) => (last === first ? String(first) : `${first}${last === first + 1 ? ',' : '-'}${last}`)).join(',');
}

/** The indexes of both. */
export function unite(a: Indexes, b: Indexes): Indexes {
  const united: [number, number][] = [];
  for (const [first, last] of [...a, ...b].sort(([left], [right]) => left - right)) {
    const previous = united.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else united.push([first, last]);
  }
  return united;
}

export function withIndexes(indexes: Indexes, more: Iterable<number>): Indexes {
  return unite(indexes, Array.from(more, (index) => [index, index] as const));
}

export function countIndexes(indexes: Indexes): number {
  return indexes.reduce((count, [first, last]) => count + last - first + 1, 0);
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(([first, last]) => first <= index && index <= last);
}

/** How many indexes are in both. */
export function countShared(a: Indexes, b: Indexes): number {
  let shared = 0;
  for (const [first, last] of a) for (const [otherFirst, otherLast] of b) shared += Math.max(0, Math.min(last, otherLast) - Math.max(first, otherFirst) + 1);
  return shared;
}

/** The first `count` indexes below `completions` that are not among these. */
export function firstMissing(indexes: Indexes, count: number, completions: number): number[] {
  const missing: number[] = [];
  let candidate = 0;
  for (const [first, last] of [...indexes, [completions, completions] as const]) {
    for (; candidate < Math.min(first, completions) && missing.length < count; candidate++) missing.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return missing;
}
