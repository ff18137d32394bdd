// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileName, openObject, remember, useEditorText } from '../../../src/ui/editor/editor-text.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { editorFixture } from './editor-fixture.ts';

const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    a: b\n  name: web\n';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  remember();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the editor\'s text', () => {
  it('is named after its source, or after its first object', () => {
    useEditorText.getState().open(WEB, 'mine.yaml');
    expect(useEditorText.getState().source).toBe('mine.yaml');
    useEditorText.getState().open(WEB);
    expect(useEditorText.getState().source).toBe('web.yaml');
    expect(fileName('kind: Pod')).toBe('manifest.yaml');
    expect(fileName('metadata:\n  name: <b>\n')).toBe('manifest.yaml');
  });

  it('is remembered at once when opened, and a moment after typing', () => {
    useEditorText.getState().open(WEB);
    expect(usePreferences.getState().editorText).toBe(WEB);
    useEditorText.getState().typed('a');
    useEditorText.getState().typed('ab');
    expect(usePreferences.getState().editorText).toBe(WEB);
    vi.advanceTimersByTime(1_000);
    expect(usePreferences.getState().editorText).toBe('ab');
  });

  it('is dropped when a scenario opens, and comes back when the person goes back', () => {
    useEditorText.getState().open(WEB);
    const { revision } = useEditorText.getState();
    usePreferences.getState().set({ editorText: null });
    expect(useEditorText.getState().text).toBeNull();
    usePreferences.getState().set({ editorText: WEB });
    expect(useEditorText.getState()).toMatchObject({ text: WEB, source: 'web.yaml' });
    expect(useEditorText.getState().revision).toBeGreaterThan(revision);
  });

  it('is still to be opened when the editor empties itself for the next scenario', () => {
    useEditorText.getState().open(WEB);
    usePreferences.getState().set({ editorText: null });
    useEditorText.getState().typed('');
    expect(useEditorText.getState().text).toBeNull();
  });

  it('stays when the storage is full', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { storage } = usePreferences.persist.getOptions();
    if (!storage) throw new Error('preferences are kept somewhere');
    const full = vi.spyOn(storage, 'setItem').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError'); });
    useEditorText.getState().open('kind: Pod');
    expect(useEditorText.getState().text).toBe('kind: Pod');
    expect(full).toHaveBeenCalled();
    expect(warned).toHaveBeenCalledOnce();
  });

  it('is not remembered when it is huge', () => {
    useEditorText.getState().open(WEB);
    useEditorText.getState().open('x'.repeat(2_000_000));
    expect(useEditorText.getState().text).toHaveLength(2_000_000);
    expect(usePreferences.getState().editorText).toBe(WEB);
  });
});

describe('opening a live object', () => {
  it('shows it as YAML', async () => {
    const { session, live } = editorFixture();
    live.set('Pod/default/a', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'x' }, status: {} });
    await openObject(session.host, { kind: 'Pod', namespace: 'default', name: 'a' });
    expect(useEditorText.getState()).toMatchObject({ source: 'a.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n' });
  });

  it('keeps the text and says so when the object is gone', async () => {
    useEditorText.getState().open(WEB);
    await expect(openObject(editorFixture().session.host, { kind: 'Pod', namespace: 'default', name: 'b' })).rejects.toThrow('Pod b is not there any more.');
    expect(useEditorText.getState().text).toBe(WEB);
  });
});
