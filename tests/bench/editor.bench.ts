import { readManifest } from '../../src/ui/editor/manifest/manifest.ts';
import type { Benchmark } from './benchmark.ts';

const KEYS = 64_000;

/** Milliseconds that reading a manifest of so many keys takes, the best of five. */
function readKeys(): number {
  const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n${Array.from({ length: KEYS }, (_key, index) => `  k${index}: v`).join('\n')}`;
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now();
    const { problems } = readManifest(text);
    if (problems.length > 0) throw new Error(problems[0]?.message);
    return performance.now() - startedAt;
  });
  return Math.round(Math.min(...times));
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'read-manifest-64000-keys', unit: 'ms', run: readKeys, what: 'reading the text of a ConfigMap of 64,000 keys in the editor; best of five' },
];
