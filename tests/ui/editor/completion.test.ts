import { describe, expect, it } from 'vitest';
import { cursorContext } from '../../../src/ui/editor/completion/cursor-context.ts';
import { describeField } from '../../../src/ui/editor/completion/descriptions.ts';
import { fieldHelpAt, fieldHint } from '../../../src/ui/editor/completion/field-help.ts';
import { suggestionsAt } from '../../../src/ui/editor/completion/suggestions.ts';

/** The context at the `|` in the text. */
function at(text: string) {
  return cursorContext(text.replace('|', ''), text.indexOf('|'));
}

function suggested(text: string) {
  const context = at(text);
  return context ? suggestionsAt(context) : [];
}

const labels = (text: string) => suggested(text).map(({ label }) => label);
const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\n';

describe('where the cursor is', () => {
  it.each([
    ['|', [], ''],
    ['kind: Pod\nspe|', [], 'spe'],
    ['kind: Pod\nspec:\n  |', ['spec'], ''],
    ['spec:\n  replicas: 3\n  sel|', ['spec'], 'sel'],
    ['spec:\n  template:\n    spec:\n      containers:\n      - na|', ['spec', 'template', 'spec', 'containers', 0], 'na'],
    ['spec:\n  containers:\n  - name: a\n    im|', ['spec', 'containers', 0], 'im'],
    ['spec:\n  containers:\n    - name: a\n      ports:\n        - containerPort: 80\n          pro|', ['spec', 'containers', 0, 'ports', 0], 'pro'],
    ['spec:\n  containers:\n  - ports:\n    - |', ['spec', 'containers', 0, 'ports', 0], ''],
    ['spec:\n  containers:\n  - name: a\n  - name: b\n    im|', ['spec', 'containers', 0], 'im'],
    ['spec:\n  containers:\n  -\n    name: a\n    im|', ['spec', 'containers', 0], 'im'],
    ['spec:\n  a:\n    b: 1\n\n  # note\n  c|', ['spec'], 'c'],
    ['data:\n  text: |\n    spec:\n      x: 1\n  o|'.replace('|\n', '>\n'), ['data'], 'o'],
  ])('finds the path in %j', (text, path, typed) => {
    expect(at(text)).toMatchObject({ at: 'key', path, typed });
  });

  it('finds the key whose value is written', () => {
    expect(at('spec:\n  containers:\n  - imagePullPolicy: Al|')).toMatchObject({ at: 'value', key: 'imagePullPolicy', typed: 'Al', path: ['spec', 'containers', 0] });
  });

  it('reads kind and version of the cursor\'s own document, above and below', () => {
    expect(at('kind: Pod\n---\nspec:\n  |\nkind: Service # that\napiVersion: "v1"\n---\nkind: Secret')).toMatchObject({ kind: 'Service', apiVersion: 'v1' });
  });

  it('knows the keys that are beside it', () => {
    expect(at('spec:\n  a: 1\n  b:\n    x: 1\n  |\n  c: 3\nd: 4')?.siblings).toEqual(['b', 'a', 'c']);
  });

  it.each(['# comm|', 'a: { b|', "a: 'x|", 'a: b c|'])('says nothing in %j', (text) => expect(at(text)).toBeNull());
});

describe('completion', () => {
  it('offers kinds, the most used first', () => {
    expect(labels('kind: |').slice(0, 3)).toEqual(['Deployment', 'Service', 'Pod']);
    expect(labels('kind: |')).not.toContain('Binding');
  });

  it('offers the version of the kind first', () => {
    expect(labels('kind: Deployment\napiVersion: |')[0]).toBe('apps/v1');
    expect(labels('kind: Pod\napiVersion: |')[0]).toBe('v1');
  });

  it('starts an empty text with what every manifest has', () => expect(labels('|')).toEqual(['apiVersion', 'kind', 'metadata']));

  it('offers the fields of the place with their types, required ones first', () => {
    const fields = suggested(`${DEPLOYMENT}spec:\n  |`);
    expect(fields.slice(0, 2).map(({ label }) => label)).toEqual(['selector', 'template']);
    expect(fields.find(({ label }) => label === 'replicas')).toMatchObject({ detail: '<integer>', insert: 'replicas: ' });
  });

  it('leaves out what is there already and what the cluster fills in', () => {
    expect(labels(`${DEPLOYMENT}spec:\n  replicas: 1\n  |`)).not.toContain('replicas');
    expect(labels(`${DEPLOYMENT}|`)).not.toContain('status');
    expect(labels(`${DEPLOYMENT}metadata:\n  |`)).not.toContain('uid');
  });

  it('opens lists and mappings at the right column', () => {
    const find = (text: string, name: string) => suggested(text).find(({ label }) => label === name)?.insert;
    expect(find(`${DEPLOYMENT}spec:\n  |`, 'template')).toBe('template:\n    ');
    expect(find('kind: Pod\nspec:\n  |', 'containers')).toBe('containers:\n  - ');
    expect(find('kind: Pod\nspec:\n  containers:\n    |', 'image')).toBe('- image: ');
    expect(find('kind: Pod\nspec:\n  containers:\n  - |', 'ports')).toBe('ports:\n    - ');
  });

  it.each([
    ['kind: Pod\nspec:\n  containers:\n  - imagePullPolicy: |', ['IfNotPresent', 'Always', 'Never']],
    ['kind: Pod\nspec:\n  restartPolicy: |', ['Always', 'OnFailure', 'Never']],
    ['kind: Pod\nspec:\n  containers:\n  - ports:\n    - protocol: |', ['TCP', 'UDP', 'SCTP']],
    ['kind: Service\nspec:\n  type: |', ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']],
    [`${DEPLOYMENT}spec:\n  strategy:\n    type: |`, ['RollingUpdate', 'Recreate']],
    [`${DEPLOYMENT}spec:\n  paused: |`, ['true', 'false']],
  ])('offers the values in %j', (text, values) => expect(labels(text)).toEqual(values));

  it('offers nothing in maps of a person\'s own keys and for unknown kinds', () => {
    expect(labels('kind: Pod\nmetadata:\n  labels:\n    |')).toEqual([]);
    expect(labels('kind: Spaceship\nspec:\n  |')).toEqual([]);
  });
});

describe('help', () => {
  const text = `${DEPLOYMENT}spec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n      - imagePullPolicy: Always\n`;
  const over = (word: string) => fieldHelpAt(text, text.indexOf(word) + 1);

  it('names the field under the pointer, its type and its values', () => {
    expect(over('replicas')).toMatchObject({ model: 'DeploymentSpec', field: 'replicas', type: '<integer>', required: false });
    expect(over('imagePullPolicy')).toMatchObject({ model: 'Container', values: ['IfNotPresent', 'Always', 'Never'] });
    expect(over('template')).toMatchObject({ required: true, ownModel: 'PodTemplateSpec' });
    expect(over('Always')).toBeNull();
  });

  it('has upstream\'s words for fields, and for those without words the words for their type', async () => {
    expect(await describeField({ model: 'DeploymentSpec', field: 'replicas', ownModel: undefined })).toContain('Number of desired pods');
    expect(await describeField({ model: 'DeploymentSpec', field: 'template', ownModel: 'PodTemplateSpec' })).toContain('PodTemplateSpec describes');
    expect(await describeField({ model: 'Nothing', field: 'x', ownModel: undefined })).toBe('');
  });

  it('guesses which field was meant', () => {
    expect(fieldHint('apps/v1', 'Deployment', ['spec', 'replica'])).toBe('did you mean "replicas"?');
    expect(fieldHint('v1', 'Pod', ['spec', 'containers', 0, 'imagee'])).toBe('did you mean "image"?');
    expect(fieldHint('v1', 'Pod', ['spec', 'zzzzzzzz'])).toBe('');
    expect(fieldHint('v9', 'Nothing', ['spec', 'x'])).toBe('');
  });
});
