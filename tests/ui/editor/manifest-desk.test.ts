import { beforeEach, describe, expect, it } from 'vitest';
import { createManifestDesk, LONGEST_CHECKED, type ManifestDesk } from '../../../src/ui/editor/apply/manifest-desk.ts';
import { editorFixture, type EditorFixture } from './editor-fixture.ts';

const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n      - name: a\n';

let fixture: EditorFixture;
let desk: ManifestDesk;
beforeEach(() => {
  fixture = editorFixture();
  desk = createManifestDesk(fixture.session);
});

const problems = () => desk.state.getState().problems.map(({ line, message, hint }) => `${line}: ${message} ${hint}`.trim());

describe('applying', () => {
  it('sends every object of the text and says what became of them in kubectl\'s words', async () => {
    await desk.apply(`${WEB}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n`);
    expect(desk.state.getState().result).toEqual({ sentences: ['deployment.apps/web created', 'configmap/settings created'], refusal: '' });
    await desk.apply(WEB.replace('3', '5'));
    expect(desk.state.getState().result?.sentences).toEqual(['deployment.apps/web configured']);
  });

  it.each([['broken YAML', 'a: ['], ['no kind', 'apiVersion: v1'], ['nothing', '# only a comment']])('sends nothing for %s', async (_what, text) => {
    await desk.apply(text);
    expect(fixture.sent).toEqual([]);
    expect(desk.state.getState().result?.refusal).not.toBe('');
  });

  it('places the server\'s problems at their lines: a value, a field\'s name, the parent of what is missing', async () => {
    fixture.refuse = [
      { document: 0, path: ['spec', 'replicas'], message: 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0' },
      { document: 0, path: ['spec', 'template', 'metadata', 'labels'], message: 'spec.template.metadata.labels: Required value' },
    ];
    await desk.apply(WEB);
    expect(problems()).toEqual([
      '6: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      '7: spec.template.metadata.labels: Required value',
    ]);
    expect(desk.state.getState().whileTyping).toBe(false);
    expect(desk.state.getState().result?.refusal).toBe('The API server refused it; the cluster is unchanged.');
    expect(fixture.live.size).toBe(0);
  });

  it('places problems in the right document', async () => {
    fixture.refuse = [{ document: 1, path: ['metadata', 'name'], message: 'bad name' }];
    await desk.apply(`${WEB}---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: X\n`);
    expect(problems()).toEqual(['15: bad name']);
    expect(desk.state.getState().result?.refusal).toBe('The API server refused 1 of 2 objects; nothing was applied.');
  });

  it('says why when the API server cannot be reached, and can be tried again', async () => {
    fixture.down = true;
    await desk.apply(WEB);
    expect(desk.state.getState().result?.refusal).toContain('was refused');
    fixture.down = false;
    await desk.apply(WEB);
    expect(desk.state.getState().result?.sentences).toEqual(['deployment.apps/web created']);
  });
});

describe('checking', () => {
  it('finds what applying would change', async () => {
    await desk.apply(WEB);
    await desk.check(WEB.replace('3', '5'));
    expect(desk.state.getState().preview).toMatchObject({ is: 'known', changes: [{ path: ['spec', 'replicas'], before: '3', after: '5' }] });
    expect(fixture.live.get('Deployment/default/web')).toMatchObject({ spec: { replicas: 3 } });
  });

  it('complains as the server does about wrong types and unknown fields, and guesses what was meant', async () => {
    await desk.check(WEB.replace('replicas: 3', 'replica: three'));
    expect(problems()).toEqual(['6: unknown field "spec.replica" did you mean "replicas"?']);
    await desk.check(WEB.replace('3', 'three'));
    expect(problems()[0]).toMatch(/^6: .*cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32/);
  });

  it('keeps the answer to the newest text when an older one comes late', async () => {
    const slow = desk.check(WEB.replace('3', '4'));
    await desk.check('a: [');
    await slow;
    expect(problems()).toHaveLength(1);
    expect(desk.state.getState().preview).toEqual({ is: 'empty' });
  });

  it('keeps the words under every line after a refused Apply until the text changes', async () => {
    fixture.refuse = [{ document: 0, path: ['spec', 'replicas'], message: 'no' }];
    await desk.apply(WEB);
    await desk.check(WEB);
    expect(desk.state.getState().whileTyping).toBe(false);
    await desk.check(`${WEB}\n`);
    expect(desk.state.getState().whileTyping).toBe(true);
  });

  it('leaves very long texts for Apply, which reads them', async () => {
    const long = `${WEB}# ${'x'.repeat(LONGEST_CHECKED)}\n`;
    await desk.check(long);
    expect(fixture.sent).toEqual([]);
    expect(desk.state.getState().preview.is).toBe('unknown');
    await desk.apply(long);
    expect(fixture.live.size).toBe(1);
  });

  it('keeps what Apply found wrong with a very long text until it changes', async () => {
    const long = 'a: b\n'.repeat(2_000_000);
    await desk.apply(long);
    await desk.check(long);
    expect(problems()).toHaveLength(1);
    await desk.check(`${long}# changed\n`);
    expect(problems()).toHaveLength(0);
  });

  it('refuses 10 MB and an alias bomb without asking the server', async () => {
    const bomb = `l0: &l0 x\n${Array.from({ length: 20 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`).join('\n')}`;
    for (const text of ['a: b\n'.repeat(2_000_000), bomb]) {
      await desk.apply(text);
      expect(problems()).toHaveLength(1);
    }
    expect(fixture.sent).toEqual([]);
  });
});
