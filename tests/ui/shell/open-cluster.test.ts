// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { openFirstCluster } from '../../../src/ui/store/open-cluster.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import type { SavedSession } from '../../../src/ui/store/saved-session.ts';
import { createSession } from '../../../src/ui/store/session.ts';
import { useView } from '../../../src/ui/store/view.ts';
import { createFixtureHost } from '../fixture-host.ts';
import { FIXTURE_START_MS } from '../fixture-cluster.ts';

beforeEach(() => {
  useView.setState({ scenario: null });
  usePreferences.setState({ editorText: 'kept text' });
});

async function open(saved: SavedSession | Error | null, asked: string | null = null) {
  const host = createFixtureHost({ opened: false, running: false });
  const session = createSession(host);
  const told: string[] = [];
  const read = async (): Promise<SavedSession | null> => {
    if (saved instanceof Error) throw saved;
    return saved;
  };
  await openFirstCluster({
    session, asked, known: ['first-deployment', 'node-failure', 'scaling'], tell: (sentence) => told.push(sentence),
    storage: { read, write: async () => undefined, clear: async () => undefined },
  });
  return { sent: host.sent.map((command) => command.type), told, state: session.store.getState(), scenario: useView.getState().scenario };
}

const SAVED: SavedSession = { version: 1, scenario: 'scaling', text: `fixture ${FIXTURE_START_MS + 77_000}` };

test('a first visit opens the first deployment', async () => {
  const { sent, told, state, scenario } = await open(null);
  expect(sent).toEqual(['open-scenario']);
  expect(scenario).toBe('first-deployment');
  expect(state.living).toBe(true);
  expect(told).toEqual([]);
});

test('a saved session goes on where it was, under its scenario, with the editor text', async () => {
  const { sent, state, scenario } = await open(SAVED);
  expect(sent).toEqual(['restore']);
  expect(state.clock.atMs).toBe(FIXTURE_START_MS + 77_000);
  expect(scenario).toBe('scaling');
  expect(usePreferences.getState().editorText).toBe('kept text');
});

test('a session that cannot be restored is told of, and the text outlives it', async () => {
  const { sent, told, scenario } = await open({ ...SAVED, text: 'of another version' });
  expect(sent).toEqual(['restore', 'open-scenario']);
  expect(told.join()).toContain('could not be restored');
  expect(scenario).toBe('first-deployment');
  expect(usePreferences.getState().editorText).toBe('kept text');
});

test('a browser without storage opens a fresh cluster', async () => {
  const { sent, scenario } = await open(new Error('storage is blocked'));
  expect(sent).toEqual(['open-scenario']);
  expect(scenario).toBe('first-deployment');
});

test('the address outranks the saved session', async () => {
  const { sent, scenario } = await open(SAVED, 'node-failure');
  expect(sent).toEqual(['open-scenario']);
  expect(scenario).toBe('node-failure');
});

test('an unknown scenario in the address is told of and the saved session opens', async () => {
  const { told, scenario } = await open(SAVED, '<b>nope</b>');
  expect(told).toEqual(['There is no scenario “<b>nope</b>”.']);
  expect(scenario).toBe('scaling');
});
