import { expect, it } from 'vitest';
import { notFound } from '../../../src/engine/api/errors.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createQuickJsSandbox } from '../../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();
const operator = (body: string): string => `operator({ for: { apiVersion: 'example.com/v1', kind: 'Thing' }, owns: [{ apiVersion: 'v1', kind: 'Pod' }], reconcile(thing, api) {\n${body}\n} });`;

function run(body: string, call: (name: string, parameters: readonly Json[]) => Json = () => null) {
  return sandbox.reconcile(operator(body), { metadata: { name: 'one' }, spec: { size: 3 } }, call);
}

it('reads what the code declares', () => {
  expect(sandbox.declare(operator(''))).toEqual({ for: { apiVersion: 'example.com/v1', kind: 'Thing' }, owns: [{ apiVersion: 'v1', kind: 'Pod' }], watches: [] });
});

it.each([
  ['The code must call operator', ''],
  ['reconcile must be a function', "operator({ for: { apiVersion: 'v1', kind: 'Pod' } })"],
  ['for must name an apiVersion and a kind', 'operator({ for: {}, reconcile() {} })'],
  ['SyntaxError', 'operator({'],
  ['can only be reached from within reconcile', 'console.log(1)'],
])('refuses code with "%s"', (words, code) => {
  expect(() => sandbox.declare(code)).toThrow(words);
});

it('calls reconcile with the object, and tells when it wants to look again', () => {
  expect(run('return { requeueAfterSeconds: thing.spec.size * 10 };')).toEqual({ ok: true, requeueAfterSeconds: 30 });
  expect(run('')).toEqual({ ok: true, requeueAfterSeconds: null });
});

it('passes calls on, their answers back, and refusals as errors with a reason', () => {
  const asked: unknown[] = [];
  const call = (name: string, parameters: readonly Json[]): Json => {
    asked.push([name, ...parameters]);
    if (name === 'get') throw notFound({ group: '', plural: 'pods', kind: 'Pod' }, 'x');
    return name === 'list' ? [{ metadata: { name: 'a' } }] : null;
  };
  const outcome = run("const pods = api.list('v1', 'Pod', { namespace: 'default' }); try { api.get('v1', 'Pod', 'default', 'x'); } catch (error) { console.log(pods.length, error.reason, error.message); }", call);
  expect(outcome).toEqual({ ok: true, requeueAfterSeconds: null });
  expect(asked).toEqual([
    ['list', 'v1', 'Pod', { namespace: 'default' }], ['get', 'v1', 'Pod', 'default', 'x'], ['log', '1 NotFound pods "x" not found'],
  ]);
});

it.each([
  ['a mistake, with its line', 'thing.status.x.y', /^TypeError: .*\(operator\.js, line 2\)$/],
  ['an endless loop', 'for (;;) {}', /did not come to an end/],
  ['a deep recursion', 'const f = () => f() + 1; f();', /stack/i],
  ['too much memory', "const all = []; for (;;) all.push({});", /memory|did not come to an end/],
  ['chance', 'Math.random()', /Math\.random is not there/],
  ['the time of day', 'new Date()', /time of day is not there/],
  ['waiting', 'return (async () => 1)();', /must not be async/],
])('ends with %s told', (_what, body, words) => {
  const outcome = run(body);
  expect(outcome.ok ? '' : outcome.error).toMatch(words);
});

it('reaches nothing of the page, and forgets everything between two runs', () => {
  const seen: Json[] = [];
  const look = "console.log([typeof fetch, typeof self, typeof process, typeof require, typeof globalThis.call, typeof globalThis.left].join(' ')); globalThis.left = 1;";
  for (let times = 0; times < 2; times++) run(look, (_name, [text = null]) => {
    seen.push(text);
    return null;
  });
  const nothing = Array.from({ length: 6 }, () => 'undefined').join(' ');
  expect(seen).toEqual([nothing, nothing]);
});
