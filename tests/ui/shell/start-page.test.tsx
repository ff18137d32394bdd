// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scenarios } from '../../../src/lessons/scenarios.ts';
import { startPage } from '../../../src/ui/shell/start-page.tsx';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { useView } from '../../../src/ui/store/view.ts';
import { createFixtureHost } from '../fixture-host.ts';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

beforeEach(() => usePreferences.setState({ tourDone: true }));
afterEach(() => { document.body.replaceChildren(); });

async function start(address: string, host = createFixtureHost({ opened: false, running: false })) {
  window.history.replaceState(null, '', address);
  const root = document.body.appendChild(document.createElement('div'));
  await act(async () => { startPage(host, root); });
  return host;
}

test('a scenario in the address opens, and a reload after that would not open it afresh', async () => {
  const host = await start('/?scenario=scaling&other=1');
  await screen.findByRole('region', { name: 'Cluster' });
  expect(host.sent[0]).toEqual({ type: 'open-scenario', scenario: 'scaling' });
  expect(window.location.search).toBe('?other=1');
  expect(document.title).toBe(`${scenarios.find(({ id }) => id === 'scaling')?.title} · Kubarium`);
});

test('an engine that opens nothing is said to have stopped', async () => {
  const host = createFixtureHost({ opened: false, running: false });
  vi.spyOn(host, 'send').mockRejectedValue(new Error('out of memory'));
  await start('/', host);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The engine stopped');
  expect(alert.textContent).toContain('out of memory');
  useView.setState({ crash: null });
});
