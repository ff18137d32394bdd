import fc from 'fast-check';

/**
 * Settings of a property test that tries `runs` inputs. Every run of the tests takes new inputs; a failure names its seed, and
 * `KUBARIUM_SEED=<seed> npm test -- <file>` tries the same inputs again.
 */
export function propertyOptions<Inputs>(runs: number): fc.Parameters<Inputs> {
  const seed = seedFromEnvironment();
  return { numRuns: runs, ...(seed === undefined ? {} : { seed }), reporter: failNamingTheSeed };
}

function seedFromEnvironment(): number | undefined {
  const text = process.env['KUBARIUM_SEED'];
  if (!text) return undefined;
  const seed = Number(text);
  if (!Number.isInteger(seed)) throw new Error(`KUBARIUM_SEED is "${text}": set it to the whole number that a failed property test printed.`);
  return seed;
}

function failNamingTheSeed<Inputs>(details: fc.RunDetails<Inputs>): void {
  if (!details.failed) return;
  throw new Error(`${fc.defaultReportMessage(details)}\n\nTry the same inputs again: KUBARIUM_SEED=${details.seed}`, { cause: details.errorInstance });
}
