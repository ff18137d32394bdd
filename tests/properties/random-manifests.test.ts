import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import { propertyOptions } from '../property-settings.ts';

const VALID: readonly JsonObject[] = [
  {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { app: 'web' }, annotations: { note: '<b>hello</b>' } },
    spec: {
      replicas: 2, minReadySeconds: 0, selector: { matchLabels: { app: 'web' } }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{
            name: 'nginx', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }], env: [{ name: 'A', value: 'b' }],
            resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } }, readinessProbe: { httpGet: { path: '/', port: 'http' } },
          }],
        },
      },
    },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { key: 'value' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { token: 'abc' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' }, spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox', command: ['sleep', '5'] }] } },
];

const MOST_REPLICAS = 1_000;

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]))];
}

/** A copy with the value at a path replaced, or left out. */
function replaced(value: unknown, [head, ...rest]: Path, next: unknown): unknown {
  if (head === undefined) return next;
  if (Array.isArray(value)) return value.map((item, index) => (index === head ? replaced(item, rest, next) : item));
  const entries = Object.entries(value as JsonObject).map(([key, item]) => [key, key === head ? replaced(item, rest, next) : item] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', -1, 0, 1e9, 1.5, 'x'.repeat(300), '25%', '250m', '-1Gi', true, [], {}, ['a'], { a: 1 }, [{}], '<script>', '__proto__', '2026-01-01T00:00:00Z'),
  fc.jsonValue({ maxDepth: 3 }),
);

const mutated = fc.constantFrom(...VALID).chain((manifest) => fc.record({
  manifest: fc.constant(manifest),
  changes: fc.array(fc.tuple(fc.constantFrom(...pathsOf(manifest)), strange), { minLength: 1, maxLength: 3 }),
})).map(({ manifest, changes }) => changes.reduce<unknown>((value, [path, next]) => {
  try {
    return replaced(value, path, next);
  } catch {
    // An earlier change took away where this one would be.
    return value;
  }
}, manifest));

/** Everything that the API holds. */
function contents(simulation: Simulation): string {
  return JSON.stringify(simulation.checkpoint().store);
}

test('a manifest is applied, or refused with words at places and the cluster unchanged', () => {
  fc.assert(fc.property(fc.array(mutated, { minLength: 1, maxLength: 3 }), (manifests) => {
    const simulation = createSimulation({ seed: 3 });
    simulation.api.apply(...VALID.slice(0, 2));
    simulation.settle();
    const before = contents(simulation);
    const objects = manifests.filter((manifest): manifest is JsonObject => typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest));
    const preview = simulation.preview(objects);
    expect(contents(simulation)).toBe(before);
    const { problems } = simulation.api.apply(...objects);
    expect(problems).toEqual(preview.problems);
    if (problems.length > 0) expect(contents(simulation)).toBe(before);
    for (const { message, document } of problems) {
      expect(message).not.toBe('');
      expect(document).toBeLessThan(objects.length);
    }
    // Whoever asks for a billion pods gets them, as fast as a real controller never could.
    if (simulation.api.list('Deployment').every(({ spec }) => (spec.replicas ?? 1) <= MOST_REPLICAS)) simulation.advance(30_000);
  }), propertyOptions(300));
}, 120_000);

test('what was applied is unchanged when it is applied again', () => {
  fc.assert(fc.property(mutated, (manifest) => {
    if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return;
    // null asks for a field to be taken away, which is not the same as never having been there.
    if (JSON.stringify(manifest).includes('null')) return;
    const simulation = createSimulation({ seed: 3 });
    if (simulation.api.apply(manifest).problems.length > 0) return;
    expect(simulation.api.apply(manifest).outcomes.map(({ verdict }) => verdict)).toEqual(['unchanged']);
  }), propertyOptions(300));
}, 120_000);

test.each(['__proto__', 'constructor', 'prototype'])('a key named %s is refused like any other unknown field and harms nothing', (key) => {
  const simulation = createSimulation();
  const manifest = JSON.parse(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"${key}":{"polluted":true}}`) as JsonObject;
  const { problems } = simulation.api.apply(manifest);
  expect(problems.map(({ message }) => message)).toEqual([`strict decoding error: unknown field "${key}"`]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
