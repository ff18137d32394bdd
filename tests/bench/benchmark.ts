/**
 * One figure of the project. A file `tests/bench/<subject>.bench.ts` exports `benchmarks: readonly Benchmark[]`; `npm run bench` runs each
 * in a fresh Node process started with `--expose-gc`, in the repository's top folder.
 */
export interface Benchmark {
  /** kebab-case, then a slash and a case where others named the cases; unique among all benchmarks; the name to give to `npm run bench -- NAME`. */
  readonly name: string;
  /** of the figure, such as `ms` or `KB`. */
  readonly unit: string;
  /** one line that says what is measured, and how. */
  readonly what: string;
  /** the project's own limit; a figure above it is pointed out. */
  readonly atMost?: number;
  /** the same for a figure that must not be below it. */
  readonly atLeast?: number;
  /** measures; rejects when there is nothing to measure. */
  run(): number | Promise<number>;
}
