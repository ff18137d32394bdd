import type { Session } from './session.ts';
import { usePreferences } from './preferences.ts';
import type { SessionStorage } from './saved-session.ts';
import { useView } from './view.ts';

export const DEFAULT_SCENARIO = 'first-deployment';

export interface FirstClusterOptions {
  readonly session: Session;
  readonly storage: SessionStorage;
  /** the scenario named in the address, if any. */
  readonly asked: string | null;
  /** ids that exist. */
  readonly known: readonly string[];
  /** says a sentence to the person. */
  tell(sentence: string): void;
}

/**
 * Opens the first cluster of a visit: the scenario named in the address, else the saved session, else the default scenario. What
 * cannot be opened is said, and the default takes its place. Rejects only when the engine cannot open that either.
 */
export async function openFirstCluster({ session, storage, asked, known, tell }: FirstClusterOptions): Promise<void> {
  if (asked !== null && known.includes(asked)) return openScenario(session, asked);
  if (asked !== null) tell(`There is no scenario “${asked}”.`);
  if (await restored(session, storage, known, tell)) return;
  // The editor's text is the person's own and outlives a session that could not be restored.
  await session.host.send({ type: 'open-scenario', scenario: DEFAULT_SCENARIO });
  useView.getState().set({ scenario: DEFAULT_SCENARIO });
  usePreferences.getState().set({ user: null });
}

async function restored(session: Session, storage: SessionStorage, known: readonly string[], tell: (sentence: string) => void): Promise<boolean> {
  const saved = await storage.read().catch(() => null);
  if (!saved) return false;
  try {
    await session.host.send({ type: 'restore', saved: saved.text });
    useView.getState().set({ scenario: known.includes(saved.scenario) ? saved.scenario : DEFAULT_SCENARIO });
    return true;
  } catch {
    tell('Your last session could not be restored, so here is a fresh cluster.');
    return false;
  }
}

/** Opens a scenario in place of the present cluster; the editor starts afresh with it, and nobody but the administrator is known to it. */
export async function openScenario(session: Session, scenario: string): Promise<void> {
  await session.host.send({ type: 'open-scenario', scenario });
  useView.getState().set({ scenario });
  usePreferences.getState().set({ lessonClosed: null, editorText: null, user: null });
}
