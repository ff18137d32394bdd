import type { Session } from './session.ts';
import type { SavedSession, SessionStorage } from './saved-session.ts';

/** At least this long between two saves, milliseconds of wall time. */
const EVERY_MS = 4_000;
/** So soon after a deed or a change of pace, which must not be lost by a reload that follows at once. */
const AFTER_DEED_MS = 250;
/** A save may cost at most one part in this many of the time. */
const SHARE_OF_TIME = 20;

export interface AutosaveOptions {
  readonly session: Session;
  readonly storage: SessionStorage;
  /** the scenario the open cluster grew from; `null` while none is open, and nothing is saved. */
  scenario(): string | null;
  /** told once when the browser refuses to keep anything. */
  storageFailed(error: unknown): void;
  /** told when the engine cannot even say its state: it has stopped. */
  engineFailed(error: unknown): void;
}

/**
 * Saves the session every few seconds while the page is visible, soon after a deed, and at once when it is hidden or left. Nothing is asked of the
 * worker when nothing changed since the last save, and large clusters, which take longer, are saved less often. Returns the
 * function that stops it.
 */
export function startAutosave({ session, storage, scenario, storageFailed, engineFailed }: AutosaveOptions): () => void {
  let savedMark = '';
  let saving = false;
  let againAfter = false;
  let toldOfFailure = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deedTimer: ReturnType<typeof setTimeout> | undefined;

  const mark = (): string => {
    const { clock, deeds, controlPlane } = session.store.getState();
    return [scenario(), clock.startMs, clock.atMs, clock.pace, clock.paused, deeds.length, controlPlane?.resourceVersion].join(' ');
  };

  const write = async (saved: SavedSession): Promise<void> => {
    try {
      await storage.write(saved);
    } catch (error) {
      if (!toldOfFailure) storageFailed(error);
      toldOfFailure = true;
    }
  };

  const save = async (): Promise<void> => {
    const open = scenario();
    const now = mark();
    if (open === null || now === savedMark || !session.store.getState().living) return;
    if (saving) {
      againAfter = true;
      return;
    }
    saving = true;
    try {
      const text = await session.host.send({ type: 'save' });
      await write({ version: 1, scenario: open, text });
      savedMark = now;
    } catch (error) {
      engineFailed(error);
    } finally {
      saving = false;
    }
    if (againAfter) {
      againAfter = false;
      await save();
    }
  };

  const schedule = (afterMs: number): void => {
    timer = setTimeout(async () => {
      const startedAt = performance.now();
      if (document.visibilityState === 'visible') await save();
      if (timer !== undefined) schedule(Math.max(EVERY_MS, (performance.now() - startedAt) * SHARE_OF_TIME));
    }, afterMs);
  };
  const onHidden = (): void => { if (document.visibilityState === 'hidden') void save(); };
  const onLeave = (): void => void save();

  const stopWatching = session.store.subscribe((state, before) => {
    const { clock, deeds } = state;
    const same = deeds === before.deeds && clock.paused === before.clock.paused && clock.pace === before.clock.pace;
    if (same || !before.living) return;
    clearTimeout(deedTimer);
    deedTimer = setTimeout(onLeave, AFTER_DEED_MS);
  });

  schedule(EVERY_MS);
  document.addEventListener('visibilitychange', onHidden);
  window.addEventListener('pagehide', onLeave);
  return () => {
    stopWatching();
    clearTimeout(timer);
    clearTimeout(deedTimer);
    timer = undefined;
    document.removeEventListener('visibilitychange', onHidden);
    window.removeEventListener('pagehide', onLeave);
  };
}
