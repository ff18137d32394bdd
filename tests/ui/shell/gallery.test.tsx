// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { scenarios } from '../../../src/lessons/scenarios.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { closePage, openPage } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

afterEach(closePage);

const failure = scenarios.find(({ id }) => id === 'node-failure');

test('the gallery shows every scenario and marks the open one', async () => {
  const { user } = await openPage();
  await user.click(screen.getByRole('button', { name: /^Scenario / }));
  const gallery = await screen.findByRole('dialog', { name: 'Scenarios' });
  for (const scenario of scenarios) expect(within(gallery).getByText(scenario.title)).toBeTruthy();
  expect(within(gallery).getAllByRole('button').filter((card) => card.getAttribute('aria-current') === 'true')).toHaveLength(1);
});

test('opening a scenario names it everywhere, says what to try, and can be taken back', async () => {
  const { user, host } = await openPage({ editorText: 'mine', lessonClosed: 'first-deployment' });
  const before = document.title;
  await user.keyboard('g');
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: new RegExp(failure?.title ?? '') }));
  expect(host.sent).toContainEqual({ type: 'open-scenario', scenario: 'node-failure' });
  await vi.waitFor(() => expect(document.title).toBe(`${failure?.title} · Kubarium`));
  expect(within(await screen.findByRole('region', { name: 'What to try' })).getByText(failure?.try ?? '')).toBeTruthy();
  expect(usePreferences.getState().editorText).toBeNull();

  await user.click(screen.getByRole('button', { name: 'Go back' }));
  expect(host.sent.at(-1)?.type).toBe('restore');
  expect(document.title).toBe(before);
  expect(usePreferences.getState().editorText).toBe('mine');
});

test('what to try stays closed once it is closed', async () => {
  const { user } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Close what to try' }));
  expect(screen.queryByRole('region', { name: 'What to try' })).toBeNull();
  expect(usePreferences.getState().lessonClosed).toBe('first-deployment');
});
