#!/usr/bin/env node
// @ts-check
// One benchmark in a process of its own: node --expose-gc run-benchmark.mjs BUNDLE NAME. Started by bench.mjs.
import { pathToFileURL } from 'node:url';

const [file = '', name] = process.argv.slice(2);

// Standard output is for the figure alone.
console.log = console.error;
console.info = console.error;

/** @type {{ readonly benchmarks: readonly import('../tests/bench/benchmark.ts').Benchmark[] }} */
const { benchmarks } = await import(pathToFileURL(file).href);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (!benchmark) throw new Error(`${file} holds no benchmark ${name}`);

const value = await benchmark.run();
if (!Number.isFinite(value)) throw new Error(`${name} measured ${value}`);
process.stdout.write(`${JSON.stringify({ name, value, unit: benchmark.unit })}\n`);
if (benchmark.atMost !== undefined && value > benchmark.atMost) {
  console.error(`${name} is above its limit of ${benchmark.atMost} ${benchmark.unit}.`);
}
if (benchmark.atLeast !== undefined && value < benchmark.atLeast) {
  console.error(`${name} is below its limit of ${benchmark.atLeast} ${benchmark.unit}.`);
}
// What a benchmark left open (a server, a browser) must not keep the next one waiting.
process.exit(0);
