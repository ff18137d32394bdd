import { act, cleanup, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../../../src/ui/app.tsx';
import { toastStore } from '../../../src/ui/controls/toast-store.ts';
import { announceActions } from '../../../src/ui/shell/cluster-deeds.ts';
import { usePreferences, type Preferences } from '../../../src/ui/store/preferences.ts';
import { createSession } from '../../../src/ui/store/session.ts';
import { useView } from '../../../src/ui/store/view.ts';
import { createFixtureHost } from '../fixture-host.ts';

const PREFERENCES = usePreferences.getInitialState();
const VIEW = useView.getInitialState();

/** The page over the hand-made cluster, after its first frame. The tour is done unless told otherwise. */
export async function openPage(preferences: Partial<Preferences> = {}) {
  usePreferences.setState({ ...PREFERENCES, tourDone: true, ...preferences }, true);
  useView.setState({ ...VIEW, scenario: 'first-deployment' }, true);
  const host = createFixtureHost({ running: false });
  const session = createSession(host, announceActions);
  const user = userEvent.setup();
  render(<App session={session} />);
  await act(async () => { await Promise.resolve(); });
  return { host, session, user, lastSent: () => host.sent.at(-1) };
}

/** Takes the page away again, with what it left behind. */
export function closePage(): void {
  cleanup();
  toastStore.setState({ toasts: [] });
  localStorage.clear();
}

/** Makes the viewport answer media queries as a screen of that width would. */
export function pretendWidth(width: number): void {
  Object.assign(window, { innerWidth: width });
  window.matchMedia = (query: string): MediaQueryList => {
    const most = /max-width: ([\d.]+)px/.exec(query)?.[1];
    return Object.assign(new EventTarget(), {
      matches: most !== undefined && width <= Number(most), media: query, onchange: null,
      addListener: () => undefined, removeListener: () => undefined,
    }) as MediaQueryList;
  };
}
