// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useEditorText } from '../../../src/ui/editor/editor-text.ts';
import { SamplesGallery } from '../../../src/ui/editor/samples/samples-gallery.tsx';
import { SAMPLES } from '../../../src/ui/editor/samples/samples.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';

beforeEach(() => usePreferences.getState().set({ editorTab: 'samples' }));
afterEach(cleanup);

function openGallery() {
  render(<SamplesGallery />);
  return { user: userEvent.setup(), search: screen.getByRole('searchbox', { name: 'Find a sample' }) };
}

/** Headings of the groups with the titles under each. */
function shown(): Record<string, string[]> {
  const groups = screen.queryAllByRole('region').map((group) => {
    const titles = within(group).getAllByRole('button').map((card) => card.firstChild?.textContent ?? '');
    return [within(group).getByRole('heading').textContent, titles] as const;
  });
  return Object.fromEntries(groups);
}

test('every sample stands under the heading of its group', () => {
  openGallery();
  const groups = [...new Set(SAMPLES.map(({ group }) => group))];
  const expected = groups.map((group) => [group, SAMPLES.filter((sample) => sample.group === group).map(({ title }) => title)]);
  expect(shown()).toEqual(Object.fromEntries(expected));
  expect(screen.getAllByRole('region').map((group) => within(group).getByRole('heading').textContent)).toEqual(groups);
});

test('a card names the kinds of its sample, once each', () => {
  openGallery();
  expect(screen.getByRole('button', { name: /^Priority / }).textContent).toContain('PriorityClass · Deployment');
});

test('the filter keeps what has every word, hides empty groups, and says how many are left', async () => {
  const { user, search } = openGallery();
  expect(screen.getByRole('status').textContent).toBe('');
  await user.type(search, ' PartiTion statefulset ');
  expect(shown()).toEqual({ Rollouts: ['StatefulSet canary'] });
  expect(screen.getByRole('status').textContent).toBe('1 sample');
  await user.clear(search);
  await user.type(search, 'zeppelin');
  expect(shown()).toEqual({});
  expect(screen.getByText(/^No sample mentions “zeppelin”\. Try /)).toBeTruthy();
  await user.clear(search);
  expect(Object.values(shown()).flat()).toHaveLength(SAMPLES.length);
});

test('Enter opens the only sample that is left, and nothing while there are more', async () => {
  const { user, search } = openGallery();
  await user.type(search, 'job{Enter}');
  expect(usePreferences.getState().editorTab).toBe('samples');
  await user.clear(search);
  await user.type(search, 'schedulingGates{Enter}');
  expect(usePreferences.getState().editorTab).toBe('editor');
  expect(useEditorText.getState()).toMatchObject({ source: 'scheduling-gate.yaml', text: SAMPLES.find(({ file }) => file === 'scheduling-gate.yaml')?.text });
});

test('the up and down keys walk from the filter through the samples and back', async () => {
  const { user, search } = openGallery();
  const focused = (): string | undefined => document.activeElement?.firstChild?.textContent ?? undefined;
  await user.click(search);
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe(SAMPLES[0]?.title);
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(focused()).toBe(SAMPLES[1]?.title);
  await user.keyboard('{ArrowUp}{ArrowUp}');
  expect(document.activeElement).toBe(search);
});
