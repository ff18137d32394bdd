import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../../src/engine/json.ts';
import { yamlLines, yamlText } from '../../../src/ui/panels/yaml-lines.ts';
import { withoutNoise } from '../../../src/ui/panels/yaml-noise.ts';

const POD: JsonObject = {
  kind: 'Pod', apiVersion: 'v1',
  metadata: { name: 'web-6d4f-x9k2p', labels: { app: 'web', 'kubarium.dev/on': 'true' }, creationTimestamp: '2026-01-05T10:02:58Z' },
  spec: {
    containers: [{ name: 'nginx', image: 'nginx:1.27', command: ['sh', '-c', 'echo one\necho two\n'], resources: {} }],
    tolerations: [],
  },
  status: { podIP: '10.244.0.3', startTime: null },
};

describe('yamlLines', () => {
  it('prints an object as kubectl does', () => {
    expect(yamlText(yamlLines(POD))).toBe(`apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "2026-01-05T10:02:58Z"
  labels:
    app: web
    kubarium.dev/on: "true"
  name: web-6d4f-x9k2p
spec:
  containers:
  - command:
    - sh
    - "-c"
    - |
      echo one
      echo two
    image: nginx:1.27
    name: nginx
    resources: {}
  tolerations: []
status:
  podIP: 10.244.0.3
  startTime: null
`);
  });

  it('names every line by the place of its value, so that a change can be told from a move', () => {
    const paths = yamlLines(POD).map((line) => line.path);
    expect(paths).toContain('/spec/containers/0/image');
    expect(paths).toContain('/metadata/labels/kubarium.dev~1on');
    expect(new Set(paths).size).toBe(paths.length);
  });

  const text = fc.oneof(
    fc.string(), fc.string({ unit: fc.constantFrom(...'ab1.:-# \n"\'|>[]{}&*!%@`,?~0xe') }),
    fc.constantFrom('true', 'No', '1e3', '0x1f', '1:30', '.5', '.inf', '2026-01-05', '', ' a', 'a ', 'a: b', 'a #b', '- a', '1_000', '25%', '0o7', '=', '<<', '__proto__'),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4 })),
  }));

  it('prints any object so that a YAML reader reads the same object', () => {
    fc.assert(fc.property(fc.dictionary(text.filter((key) => key !== '__proto__'), value, { minKeys: 1, maxKeys: 5 }), (object) => {
      const read: unknown = parse(yamlText(yamlLines(object as JsonObject)), { merge: false, version: '1.2' });
      expect(JSON.stringify(sorted(read))).toBe(JSON.stringify(sorted(object)));
    }), { numRuns: 500 });
  });
});

describe('withoutNoise', () => {
  it('leaves out what the cluster manages for itself and keeps what people wrote', () => {
    const object = { kind: 'Pod', metadata: { name: 'a', uid: 'u', resourceVersion: '7', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'mine' } } };
    expect(withoutNoise(object)).toEqual({ kind: 'Pod', metadata: { name: 'a', annotations: { note: 'mine' } } });
  });

  it('leaves no empty annotations behind', () => {
    const object = { metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } };
    expect(withoutNoise(object)).toEqual({ metadata: { name: 'a' } });
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'object' && value !== null) return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]);
  return typeof value === 'number' && Object.is(value, -0) ? 0 : value;
}
