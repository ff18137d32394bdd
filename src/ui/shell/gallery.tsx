import { scenarios } from '../../lessons/scenarios.ts';
import { Dialog } from '../controls/dialog.tsx';
import { showToast } from '../controls/toast-store.ts';
import { openScenario } from '../store/open-cluster.ts';
import { usePreferences } from '../store/preferences.ts';
import { messageOf, useSession, type Session } from '../store/session.ts';
import { useView } from '../store/view.ts';
import './gallery.css';

/** All scenarios as cards. Opening one replaces the cluster, and can be taken back. */
export default function Gallery() {
  const session = useSession();
  const current = useView((view) => view.scenario);
  const set = useView((view) => view.set);
  const choose = (id: string, title: string): void => {
    set({ galleryOpen: false });
    void openWithUndo(session, id, title);
  };
  return (
    <Dialog open onOpenChange={(open) => set({ galleryOpen: open })} size="l" title="Scenarios" description="Each opens a cluster of its own, with something to try.">
      <ul className="k-gallery">
        {scenarios.map((scenario) => (
          <li key={scenario.id}>
            <button
              type="button" className="k-gallery-card" aria-current={scenario.id === current ? 'true' : undefined}
              onClick={() => choose(scenario.id, scenario.title)}
            >
              <span className="k-gallery-level">{scenario.level}{scenario.id === current && ' · open now'}</span>
              <span className="k-gallery-title">{scenario.title}</span>
              <span className="k-gallery-summary">{scenario.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

async function openWithUndo(session: Session, id: string, title: string): Promise<void> {
  const { scenario: before } = useView.getState();
  const { editorText, lessonClosed } = usePreferences.getState();
  try {
    const saved = await session.host.send({ type: 'save' });
    await openScenario(session, id);
    const goBack = async (): Promise<void> => {
      await session.host.send({ type: 'restore', saved });
      useView.getState().set({ scenario: before });
      usePreferences.getState().set({ editorText, lessonClosed });
    };
    showToast(`Opened “${title}”.`, { action: { label: 'Go back', onSelect: () => goBack().catch(refuse) } });
  } catch (error) {
    refuse(error);
  }
}

function refuse(error: unknown): void {
  showToast(messageOf(error), { tone: 'refused' });
}
