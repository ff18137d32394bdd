import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SCENARIO_IDS } from '../../lessons/scenario-ids.ts';
import type { Host } from '../../worker/protocol.ts';
import { App } from '../app.tsx';
import { showToast } from '../controls/toast-store.ts';
import { startAutosave } from '../store/autosave.ts';
import { openFirstCluster } from '../store/open-cluster.ts';
import { createSessionStorage } from '../store/saved-session.ts';
import { createSession, messageOf, type Session } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { announceActions } from './cluster-deeds.ts';

/** Draws the page in `root`, opens its first cluster and keeps it saved. */
export function startPage(host: Host, root: HTMLElement): Session {
  const session = createSession(host, announceActions);
  const storage = createSessionStorage();
  createRoot(root).render(<StrictMode><App session={session} /></StrictMode>);
  openFirstCluster({ session, storage, asked: takeScenarioFromAddress(), known: SCENARIO_IDS, tell: (sentence) => showToast(sentence) })
    .catch((error: unknown) => useView.getState().set({ crash: messageOf(error) }));
  startAutosave({
    session, storage,
    scenario: () => useView.getState().scenario,
    storageFailed: (error) => showToast(`This browser does not keep your session: ${messageOf(error)}`, { tone: 'refused' }),
    engineFailed: (error) => useView.getState().set({ crash: messageOf(error) }),
  });
  return session;
}

/** `?scenario=…`, taken out of the address so that a reload continues the session instead of starting over. */
function takeScenarioFromAddress(): string | null {
  const address = new URL(window.location.href);
  const asked = address.searchParams.get('scenario');
  if (asked === null) return null;
  address.searchParams.delete('scenario');
  window.history.replaceState(window.history.state, '', address);
  return asked;
}
