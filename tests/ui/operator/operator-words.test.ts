import { EditorState } from '@codemirror/state';
import { CompletionContext } from '@codemirror/autocomplete';
import { afterEach, describe, expect, it } from 'vitest';
import { completeApi } from '../../../src/ui/operator/code-completion.ts';
import { nameProblems, operatorName, pluralOf, variableFor } from '../../../src/ui/operator/operator-names.ts';
import { codeProblem, editorProblems, failuresOf, problemsOfRuns, refusalsOf, stateOf, type Run } from '../../../src/ui/operator/operator-state.ts';
import { begin, discard, setFirstDue, settle, typed, useOperatorTexts } from '../../../src/ui/operator/operator-texts.ts';
import { refusalIn, roleWith } from '../../../src/ui/operator/refusal.ts';
import { runLines } from '../../../src/ui/operator/run-lines.ts';
import type { OperatorSite, OperatorView } from '../../../src/worker/protocol.ts';

const FORBIDDEN = 'deployments.apps "shop" is forbidden: User "system:serviceaccount:web:robot" cannot get resource "deployments" in API group "apps" in the namespace "default"';

function run(part: Partial<Run> = {}): Run {
  return { atMs: 0, object: { kind: 'Website.example.com', namespace: 'default', name: 'shop' }, calls: [], callCount: part.calls?.length ?? 0, requeueAfterSeconds: null, error: null, ...part };
}
function view(part: Partial<OperatorView> = {}): OperatorView {
  return { namespace: 'web', name: 'web', pod: 'web-1', code: 'code', declaration: null, problem: '', runs: [], ...part };
}
function site(part: Partial<OperatorSite> = {}): OperatorSite {
  return { namespace: 'web', name: 'web', code: 'code', deployment: 'web', account: 'robot', pods: ['web-1'], roles: [], running: null, ...part };
}

describe('names', () => {
  it('proposes what people would say', () => {
    expect(['Website', 'Policy', 'Box', 'Day', 'Class'].map(pluralOf)).toEqual(['websites', 'policies', 'boxes', 'days', 'classes']);
    expect(['Website', 'SharedConfig', 'HTTPRoute'].map(operatorName)).toEqual(['website-operator', 'shared-config-operator', 'http-route-operator']);
    expect(['Website', 'SharedConfig', 'HTTPRoute', 'Class'].map(variableFor)).toEqual(['website', 'sharedConfig', 'httpRoute', 'object']);
  });
  it('says what is wrong with a name, and nothing of one that will do', () => {
    expect(nameProblems({ kind: 'Website', group: 'example.com', plural: 'websites' })).toEqual({});
    expect(Object.keys(nameProblems({ kind: 'website', group: 'example', plural: 'Web sites' }))).toEqual(['kind', 'group', 'plural']);
    expect(nameProblems({ kind: 'Website', group: 'apps.k8s.io', plural: 'websites' }).group).toMatch(/Kubernetes keeps/);
  });
});

describe('how an operator is doing', () => {
  it('says what one waits for', () => {
    const words = (one: OperatorSite | null): string => stateOf(one, () => 'ContainerCreating').words;
    expect(words(null)).toMatch(/^Not in the cluster yet/);
    expect(words(site({ deployment: null }))).toMatch(/no Deployment runs it/);
    expect(words(site())).toBe('Waiting for its pod web-1: ContainerCreating.');
    expect(words(site({ pods: [] }))).toBe('Nobody runs it: Deployment web has no pods.');
    expect(words(site({ running: view() }))).toBe('web-1 leads.');
    expect(words(site({ running: view({ code: 'older' }) }))).toMatch(/still runs the code from before/);
    expect(words(site({ running: view({ problem: 'SyntaxError: x (operator.js, line 2)' }) }))).toBe('web-1 cannot run it: SyntaxError: x');
  });
  it('counts an object as failing until a later run of it ends well', () => {
    const failed = run({ error: 'Oh (operator.js, line 3)' });
    expect(failuresOf(view({ runs: [failed, run()] }))).toEqual([]);
    expect(stateOf(site({ running: view({ runs: [run(), failed] }) }), () => undefined)).toEqual({ tone: 'failing', words: 'web-1 leads; it fails at one object and tries again.' });
  });
  it('puts an error under its line, if the code that ran is the code that is shown', () => {
    const running = view({ runs: [run({ error: 'Oh (operator.js, line 2)' })] });
    expect(problemsOfRuns(running, 'another')).toEqual([]);
    expect(problemsOfRuns(running, 'code')).toEqual([{ message: 'Oh', line: 2 }]);
    expect(editorProblems('one\n  two \nthree', [{ message: 'Oh', line: 2 }, { message: 'no line', line: null }])).toEqual([{ from: 6, to: 9, line: 2, message: 'Oh', hint: '' }]);
    expect(editorProblems('one', [{ message: 'Oh', line: 9 }])).toMatchObject([{ line: 1 }]);
    expect(codeProblem('it did not come to an end')).toEqual({ message: 'it did not come to an end', line: null });
  });
});

describe('refusals', () => {
  const refused = run({ error: FORBIDDEN, calls: [{ verb: 'get', object: null, text: FORBIDDEN, refused: true }] });
  it('are read from the words of the API server, once each', () => {
    expect(refusalIn(FORBIDDEN)).toEqual({ account: 'robot', verb: 'get', resource: 'deployments', group: 'apps', namespace: 'default' });
    expect(refusalIn('deployments.apps "shop" not found')).toBeNull();
    expect(refusalsOf(view({ runs: [refused, { ...refused, object: { ...refused.object, name: 'other' } }] }))).toHaveLength(1);
  });
  it('are answered by the least that does: a rule of their own, or a verb more in the one that is there', () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r', uid: '1' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] };
    const refusal = { account: 'robot', verb: 'get', resource: 'deployments', group: 'apps', namespace: '' };
    const with1 = roleWith(role, refusal);
    expect(with1).toEqual({ apiVersion: role.apiVersion, kind: 'ClusterRole', metadata: { name: 'r' }, rules: [...role.rules, { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] }] });
    expect(roleWith(with1, { ...refusal, verb: 'create' })['rules']).toEqual([role.rules[0], { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create'] }]);
  });
});

it('tells runs as lines, the newest first, and those that came to the same as one', () => {
  const object = { kind: 'Deployment', namespace: 'default', name: 'shop' };
  const lines = runLines([
    run({ calls: [{ verb: 'get', object, text: 'none there', refused: false }, { verb: 'create', object, text: '', refused: false }, { verb: 'log', object: null, text: 'hello', refused: false }] }),
    run(), run({ atMs: 5 }), run({ error: 'Oh' }), run({ error: 'Oh', atMs: 9 }),
  ]);
  expect(lines.map(({ atMs, count, error, parts }) => [atMs, count, error, parts.map(({ words }) => words)])).toEqual([
    [9, 2, 'Oh', []], [5, 2, null, []], [0, 1, null, ['created', 'said: hello']],
  ]);
});

describe('texts', () => {
  afterEach(() => useOperatorTexts.setState({ chosen: null, drafts: {} }));
  const draft = (key: string) => useOperatorTexts.getState().drafts[key];
  it('are kept for each operator while another is looked at, and are gone when they are the cluster’s', () => {
    typed('a/a', 'mine', 'theirs');
    typed('b/b', 'other', 'theirs');
    expect(draft('a/a')).toMatchObject({ code: 'mine', base: 'theirs' });
    typed('a/a', 'theirs', 'theirs');
    expect(draft('a/a')).toBeUndefined();
    settle('b/b', 'other');
    expect(draft('b/b')).toBeUndefined();
  });
  it('of an operator that was begun here stay, with what it needs', () => {
    const start = { objects: [{ kind: 'ConfigMap' }], first: [] };
    begin('a/a', 'code', start);
    setFirstDue('a/a', true);
    settle('a/a', 'code');
    typed('a/a', 'code', 'code');
    expect(draft('a/a')).toEqual({ code: 'code', base: 'code', start, firstDue: true });
    const bringBack = discard('a/a');
    expect(draft('a/a')).toBeUndefined();
    bringBack();
    expect(draft('a/a')?.code).toBe('code');
  });
  it('are remembered over a reload', () => {
    typed('a/a', 'mine', null);
    expect(localStorage.getItem('kubarium.operators')).toContain('"mine"');
  });
});

it('completes the calls of api after its dot, and nothing elsewhere', () => {
  const at = (text: string) => completeApi(new CompletionContext(EditorState.create({ doc: text }), text.length, false));
  expect(at('  api.')?.options.map(({ label }) => label)).toEqual(['get', 'list', 'create', 'update', 'updateStatus', 'delete', 'event', 'now']);
  expect(at('const x = api.up')?.from).toBe('const x = api.'.length);
  expect(at('papi.')).toBeNull();
  expect(at('api')).toBeNull();
});
