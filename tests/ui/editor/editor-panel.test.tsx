// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { EditorView } from '@codemirror/view';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toastStore } from '../../../src/ui/controls/toast-store.ts';
import EditorPanel from '../../../src/ui/editor/editor-panel.tsx';
import { useEditorText } from '../../../src/ui/editor/editor-text.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { editorFixture, type EditorFixture } from './editor-fixture.ts';

vi.mock('../../../src/ui/shell/lesson-card.tsx', () => ({ LessonCard: () => <p>What to try</p> }));
vi.mock('../../../src/ui/shell/scenario.ts', () => ({ useScenario: () => ({ id: 'first-deployment' }) }));
vi.mock('../../../src/lessons/manifests.ts', () => ({ manifests: { get: () => WEB } }));

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
`;

let fixture: EditorFixture;
beforeEach(() => {
  usePreferences.getState().set({ editorText: null, editorTab: 'editor' });
  fixture = editorFixture();
  // The DOM of these tests reports a changed selection in the middle of the change, which browsers never do; so the caret stays out.
  vi.spyOn(EditorView.prototype, 'focus').mockImplementation(() => {});
  for (const { object } of readManifest(WEB).objects) fixture.live.set('Deployment/default/web', object);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function openEditor() {
  const page = render(<SessionProvider value={fixture.session}><EditorPanel /></SessionProvider>);
  return { page, user: userEvent.setup() };
}

const text = () => useEditorText.getState().text ?? '';
const write = (from: string, to: string) => useEditorText.getState().open(text().replace(from, to), 'web.yaml');
/** The view behind the labelled text box. */
function view(): EditorView {
  const found = EditorView.findFromDOM(screen.getByRole('textbox', { name: 'Manifest YAML' }));
  if (!found) throw new Error('no editor');
  return found;
}

describe('the editor', () => {
  it('opens on the scenario\'s manifest, named after its object', () => {
    openEditor();
    expect(view().state.doc.toString()).toBe(WEB);
    expect(screen.getByRole('tab', { name: 'web.yaml' }).getAttribute('aria-selected')).toBe('true');
  });

  it('says what applying would change, applies, and then there is nothing to change', async () => {
    const { user } = openEditor();
    expect(await screen.findByText('No changes')).toBeTruthy();
    write('replicas: 4', 'replicas: 6');
    const summary = await screen.findByRole('button', { name: '1 change: replicas 4 → 6' });
    await user.click(summary);
    const list = screen.getByRole('region', { name: 'Changes against the live objects' });
    expect(within(list).getByText('spec.replicas')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(await screen.findByText('deployment.apps/web configured')).toBeTruthy();
    expect(fixture.live.get('Deployment/default/web')).toMatchObject({ spec: { replicas: 6 } });
    expect(await screen.findByText('No changes')).toBeTruthy();
  });

  it('applies by Ctrl-Enter', async () => {
    openEditor();
    write('replicas: 4', 'replicas: 5');
    view().contentDOM.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true }));
    expect(await screen.findByText('deployment.apps/web configured')).toBeTruthy();
  });

  it('shows a problem under its line and in a list that leads to it; the text stays, the cluster too', async () => {
    const { user, page } = openEditor();
    write('replicas: 4', 'replica: <b>4</b>');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    const list = await screen.findByRole('list', { name: 'Problems' });
    const widget = page.container.querySelector('.k-problem');
    expect(widget?.textContent).toContain('unknown field "spec.replica" did you mean "replicas"?');
    expect(widget?.previousElementSibling?.textContent).toContain('replica: <b>4</b>');
    expect(page.container.querySelector('.k-squiggle')?.textContent).toBe('replica');
    view().dispatch({ selection: { anchor: 0 } });
    await user.click(within(list).getByRole('button', { name: /line 6/ }));
    expect(view().state.doc.lineAt(view().state.selection.main.head).number).toBe(6);
    expect(text()).toContain('replica: <b>4</b>');
    expect(fixture.live.get('Deployment/default/web')).toMatchObject({ spec: { replicas: 4 } });
  });

  it('forgets a problem as soon as its place is edited', async () => {
    const { user, page } = openEditor();
    write('replicas: 4', 'replica: 4');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await screen.findByRole('list', { name: 'Problems' });
    const at = text().indexOf('replica') + 7;
    view().dispatch({ changes: { from: at, insert: 's' } });
    expect(page.container.querySelector('.k-squiggle')).toBeNull();
    expect(await screen.findByText('No changes')).toBeTruthy();
  });

  it('names the parser\'s trouble at its line while the person writes', async () => {
    openEditor();
    write('name: nginx', 'name: "nginx');
    expect(await screen.findByText('1 problem, line 14')).toBeTruthy();
  });

  it('says so when the API server is down, and checks again with the next deed', async () => {
    fixture.down = true;
    const { user } = openEditor();
    expect(await screen.findByText('The API server does not answer: nothing to compare with.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(await screen.findByText(/connection to the server .* was refused.* start the API server, then apply again/)).toBeTruthy();
    fixture.down = false;
    fixture.session.store.setState({ deeds: [{ index: 0, atMs: 0, sentence: 'You started the API server' }] });
    expect(await screen.findByText('No changes')).toBeTruthy();
  });
});

describe('the stepper', () => {
  it('steps replicas in the text, one undo step each', async () => {
    const { user } = openEditor();
    await user.click(await screen.findByRole('button', { name: 'Increase replicas' }));
    await user.click(screen.getByRole('button', { name: 'Increase replicas' }));
    await user.click(screen.getByRole('button', { name: 'Decrease replicas' }));
    expect(text()).toContain('replicas: 5');
    const { undo } = await import('@codemirror/commands');
    undo(view());
    expect(text()).toContain('replicas: 6');
    undo(view());
    expect(text()).toContain('replicas: 5');
  });

  it('stops at none', async () => {
    const { user } = openEditor();
    write('replicas: 4', 'replicas: 0');
    const fewer = await screen.findByRole('button', { name: 'Decrease replicas' });
    expect(fewer.getAttribute('aria-disabled')).toBe('true');
    await user.click(fewer);
    expect(text()).toContain('replicas: 0');
  });

  it('stands only beside spec.replicas', async () => {
    openEditor();
    write('  name: web', '  name: web\n  labels:\n    replicas: 3');
    expect(await screen.findAllByRole('group', { name: /^Replicas/ })).toHaveLength(1);
  });

  it('steps by keyboard on its line', () => {
    openEditor();
    view().dispatch({ selection: { anchor: text().indexOf('replicas') } });
    view().contentDOM.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', keyCode: 38, altKey: true, bubbles: true, cancelable: true }));
    expect(text()).toContain('replicas: 5');
  });
});

describe('samples and lesson', () => {
  it('are found by words, and replace the text so that it can be brought back', async () => {
    const { user } = openEditor();
    await user.click(screen.getByRole('tab', { name: 'Samples' }));
    await user.type(screen.getByRole('searchbox', { name: 'Find a sample' }), 'crash');
    await user.click(screen.getByRole('button', { name: /^Crash loop/ }));
    expect(usePreferences.getState().editorTab).toBe('editor');
    expect(view().state.doc.toString()).toContain('exit 1');
    expect(screen.getByRole('tab', { name: 'crash-loop.yaml' })).toBeTruthy();
    expect(await screen.findByText('1 new object: Deployment crashing')).toBeTruthy();
    const { undo } = await import('@codemirror/commands');
    undo(view());
    expect(text()).toBe(WEB);
    useEditorText.getState().open('other');
    toastStore.getState().toasts.at(-1)?.action?.onSelect();
    expect(text()).toBe(WEB);
  });

  it('say what to do when nothing is found', async () => {
    const { user } = openEditor();
    await user.click(screen.getByRole('tab', { name: 'Samples' }));
    await user.type(screen.getByRole('searchbox'), 'qqq');
    expect(screen.getByText(/No sample mentions “qqq”/)).toBeTruthy();
  });

  it('leave the text and its undo history alone', async () => {
    const { user } = openEditor();
    await user.click(await screen.findByRole('button', { name: 'Increase replicas' }));
    await user.click(screen.getByRole('tab', { name: 'Lesson' }));
    expect(screen.getByText('What to try')).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: 'web.yaml' }));
    const { undo } = await import('@codemirror/commands');
    undo(view());
    expect(text()).toBe(WEB);
  });
});

it('keeps text and undo history while the panel is away', async () => {
  const { page, user } = openEditor();
  await user.click(await screen.findByRole('button', { name: 'Increase replicas' }));
  page.unmount();
  openEditor();
  expect(view().state.doc.toString()).toContain('replicas: 5');
  const { undo } = await import('@codemirror/commands');
  undo(view());
  await waitFor(() => expect(text()).toBe(WEB));
});
