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

test('its cards are grouped by level, in the order of the scenarios', async () => {
  const { user } = await openPage();
  await user.keyboard('g');
  const gallery = await screen.findByRole('dialog');
  const levels = [...new Set(scenarios.map(({ level }) => level))];
  expect(within(gallery).getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual(levels);
  const groups = within(gallery).getAllByRole('region').map((group) => within(group).getAllByRole('button').map((card) => card.querySelector('span')?.textContent));
  expect(groups).toEqual(levels.map((level) => scenarios.filter((scenario) => scenario.level === level).map(({ title }) => title)));
});

test('typing at once filters by every word, says how many are left, and Enter opens the only one', async () => {
  const { user, host } = await openPage();
  await user.keyboard('g');
  const gallery = await screen.findByRole('dialog');
  await user.keyboard('node');
  expect(within(gallery).getAllByRole('button', { name: /./ }).length).toBeLessThan(scenarios.length);
  await user.keyboard('{Enter}');
  expect(host.sent.some(({ type }) => type === 'open-scenario')).toBe(false);
  await user.clear(within(gallery).getByRole('searchbox'));
  await user.keyboard('Break POWER');
  expect(within(gallery).getByText('1 scenario', { exact: true })).toBeTruthy();
  await user.keyboard('{Enter}');
  expect(host.sent).toContainEqual({ type: 'open-scenario', scenario: 'node-failure' });
});

test('a filter that finds nothing says what to do', async () => {
  const { user } = await openPage();
  await user.keyboard('g');
  await user.type(await screen.findByRole('searchbox', { name: 'Filter scenarios' }), 'zeppelin');
  expect(screen.getByText(/^No scenario mentions “zeppelin”\./)).toBeTruthy();
});

test('arrow keys walk through the cards', async () => {
  const { user } = await openPage();
  await user.keyboard('g');
  const gallery = await screen.findByRole('dialog');
  const focused = (): string | undefined => document.activeElement?.querySelector('span')?.textContent;
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe(scenarios[0]?.title);
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(focused()).toBe(scenarios[1]?.title);
  await user.keyboard('{End}');
  expect(focused()).toBe(scenarios.at(-1)?.title);
  await user.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement).toBe(within(gallery).getByRole('searchbox'));
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
