import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT, readManifest } from '../../../../src/ui/editor/manifest/manifest.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3 # three of them
  selector:
    matchLabels: { app: web }
  template:
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
      - name: side
        image: busybox
`;

function only(text: string) {
  const manifest = readManifest(text);
  expect(manifest.problems).toEqual([]);
  expect(manifest.objects).toHaveLength(1);
  const [object] = manifest.objects;
  if (!object) throw new Error('no object');
  return object;
}

function problemsOf(text: string): string[] {
  return readManifest(text).problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
}

describe('reading a manifest', () => {
  it('gives the object as plain JSON', () => {
    expect(only(WEB).object).toEqual({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
      spec: {
        replicas: 3, selector: { matchLabels: { app: 'web' } },
        template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }, { name: 'side', image: 'busybox' }] } },
      },
    });
  });

  it('reads several documents and skips empty ones', () => {
    const { objects, problems } = readManifest(`---\n# nothing\n---\n${WEB}---\n---\napiVersion: v1\nkind: Pod\n`);
    expect(problems).toEqual([]);
    expect(objects.map(({ object }) => object.kind)).toEqual(['Deployment', 'Pod']);
    expect(objects[1]?.positionOf(['kind']).line).toBe(22);
  });

  it('gives nothing for an empty text', () => {
    expect(readManifest('')).toEqual({ objects: [], problems: [] });
    expect(readManifest('# only a comment\n')).toEqual({ objects: [], problems: [] });
  });

  it('accepts JSON, indented by tabs too', () => {
    expect(only('{\n\t"apiVersion": "v1",\n\t"kind": "Pod", "metadata": {"name": "a"}}').object).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
  });

  it('expands a List and finds positions inside its items', () => {
    const { objects, problems } = readManifest('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- apiVersion: v1\n  kind: Secret\n  type: x\n');
    expect(problems).toEqual([]);
    expect(objects.map(({ object }) => object.kind)).toEqual(['Pod', 'Secret']);
    expect(objects[1]?.positionOf(['type'])).toMatchObject({ line: 8, exact: true });
    expect(objects[1]?.positionOf(['metadata', 'name'])).toMatchObject({ line: 6, exact: false });
  });

  it('follows anchors, aliases and merge keys', () => {
    const { object } = only('apiVersion: v1\nkind: Pod\na: &base { x: 1, z: 2 }\nb: *base\nc:\n  z: 0\n  <<: *base\n  x: 9\nd:\n  <<: [ { x: 5 }, *base ]\n');
    expect(object).toMatchObject({ b: { x: 1, z: 2 }, c: { x: 9, z: 2 }, d: { x: 5, z: 2 } });
  });

  it('reads keys that are no text as kubectl does', () => {
    expect(only('apiVersion: v1\nkind: ConfigMap\ndata:\n  on: a\n  8080: b\n').object.data).toEqual({ true: 'a', 8080: 'b' });
  });
});

describe('where a field stands', () => {
  const web = only(WEB);
  const textAt = (path: (string | number)[]) => {
    const { from, to, line } = web.positionOf(path);
    return `${line}: ${WEB.slice(from, to)}`;
  };

  it('is the value of a plain field', () => expect(textAt(['spec', 'replicas'])).toBe('6: 3'));
  it('is the key of a list or mapping', () => expect(textAt(['spec', 'template', 'spec', 'containers'])).toBe('11: containers'));
  it('is the first key of a list item', () => expect(textAt(['spec', 'template', 'spec', 'containers', 1])).toBe('14: name'));
  it('is found in flow mappings', () => expect(textAt(['spec', 'selector', 'matchLabels', 'app'])).toBe('8: web'));
  it('is the nearest field around one that is missing', () => {
    expect(textAt(['spec', 'template', 'metadata', 'labels'])).toBe('9: template');
    expect(textAt(['spec', 'template', 'spec', 'containers', 0, 'ports', 2, 'name'])).toBe('12: name');
    expect(textAt(['nothing'])).toBe('1: apiVersion');
  });
  it('names the key beside the value', () => {
    const place = web.positionOf(['spec', 'replicas']);
    expect(WEB.slice(place.keyFrom, place.keyTo)).toBe('replicas');
  });
  it('is the key of a field without a value', () => {
    const pod = only('apiVersion: v1\nkind: Pod\nspec:\n');
    expect(pod.positionOf(['spec'])).toMatchObject({ line: 3, from: 25, to: 29, exact: true });
  });
  it('is the merge key for what a merge brings in', () => {
    const pod = only('apiVersion: v1\nkind: Pod\nx: &x\n  a: 1\nspec:\n  <<: *x\n');
    expect(pod.positionOf(['spec', 'a'])).toMatchObject({ line: 6 });
  });
});

describe('bad input', () => {
  it.each([
    ['kind: Pod\n\tspec: 1', 2, 'Tabs cannot indent YAML'],
    ['kind: "Pod\nspec: 1', 1, 'double quote that is never closed'],
    ["kind: 'Pod\nspec: 1", 1, 'single quote that is never closed'],
    ['kind: Pod\nspec: [1,\nb: 2', 2, '"]" is missing'],
    ['kind: Pod\nspec: {a: 1', 2, '"}" is missing'],
    ['kind: Pod\nspec:\n  replicas 3\n  x: 1', 3, 'no ":" after its key'],
    ['kind: Pod\nspec: a: b', 2, 'Mapping values are not allowed here'],
    ['spec:\n  a: 1\n b: 2', 3, 'fits no mapping above it'],
    ['spec: - a', 1, 'A list starts on the line after its key'],
    ['spec: @a', 1, 'cannot start with @'],
    ['spec: "a" b', 1, 'stands after the end of a value'],
    ['spec: "\\q"', 1, 'Invalid escape sequence \\q'],
  ])('explains %j', (text, line, words) => {
    const [problem] = readManifest(text).problems;
    expect(problem?.message).toContain(words);
    expect(problem?.line).toBe(line);
  });

  it('still reads the other documents', () => {
    const manifest = readManifest('a: [\n---\napiVersion: v1\nkind: Pod\n');
    expect(manifest.problems).toHaveLength(1);
    expect(manifest.objects).toHaveLength(1);
  });

  it('reports a key that is set twice at its second place', () => {
    expect(problemsOf('apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  name: b\n')).toEqual(['5:3 key "name" already set in map']);
  });

  it('says in kubectl\'s words what is not set', () => {
    expect(problemsOf('metadata: {}')).toEqual(['1:1 error validating data: [apiVersion not set, kind not set]']);
    expect(problemsOf('apiVersion: v1')).toEqual(['1:1 error validating data: kind not set']);
    expect(problemsOf('\nkind: Pod')).toEqual(['2:1 error validating data: apiVersion not set']);
    expect(problemsOf('apiVersion: v1\nkind: List\nitems:\n- a: 1')).toEqual(['4:3 error validating data: [apiVersion not set, kind not set]']);
  });

  it('refuses what is no mapping', () => {
    expect(problemsOf('- a')[0]).toContain('this is a list');
    expect(problemsOf('hello')[0]).toContain('this is a string');
  });

  it('reports unknown and self-containing anchors, and keys that JSON has not', () => {
    expect(problemsOf('a: *x')).toEqual(["1:4 unknown anchor 'x' referenced"]);
    expect(problemsOf('a: &x [ *x ]')).toEqual(["1:9 anchor 'x' value contains itself"]);
    expect(problemsOf('~: 1')[0]).toContain('a key must be a string');
    expect(problemsOf('? [a]\n: 1')[0]).toContain('a key must be a string');
    expect(problemsOf('a: .nan')).toEqual(['1:4 json: unsupported value: NaN']);
    expect(problemsOf('<<: 3')[0]).toContain('map merge requires map');
  });

  it('refuses an alias bomb', () => {
    const laughs = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 10 }, () => `*l${level}`).join(', ')}]`);
    const text = `l0: &l0 ha\n${laughs.join('\n')}\n`;
    expect(problemsOf(text)[0]).toContain('document contains excessive aliasing');
  });

  it('refuses 10 MB, and says how large the text is', () => {
    expect(problemsOf('a: b\n'.repeat(2_000_000))[0]).toContain('10.0 MB');
    expect(readManifest(`${WEB}#${'x'.repeat(LONGEST_TEXT - WEB.length - 1)}`).objects).toHaveLength(1);
  });

  it('reads tens of thousands of keys', () => {
    const keys = Array.from({ length: 64_000 }, (_key, index) => `  k${index}: v`);
    const { objects, problems } = readManifest(`apiVersion: v1\nkind: ConfigMap\ndata:\n${keys.join('\n')}`);
    expect(problems).toEqual([]);
    expect(Object.keys(objects[0]?.object['data'] as object)).toHaveLength(keys.length);
  });

  it('refuses deep nesting without running out of stack', () => {
    for (const deep of [300, 20_000]) {
      expect(readManifest(`a: ${'['.repeat(deep)}${']'.repeat(deep)}`).problems[0]?.message).toContain('exceeded max depth');
    }
  });

  it('never assigns a prototype', () => {
    const { object } = only('apiVersion: v1\nkind: Pod\n__proto__:\n  polluted: true\nspec:\n  constructor: { prototype: { polluted: true } }\n  <<: { __proto__: { polluted: true } }\n');
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.keys(object)).toContain('__proto__');
    expect(Object.getPrototypeOf(object.spec)).toBe(Object.prototype);
    expect(object.polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
