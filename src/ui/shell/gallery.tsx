import { useId, type KeyboardEvent } from 'react';
import { scenarios, type Scenario } from '../../lessons/scenarios.ts';
import { Dialog } from '../controls/dialog.tsx';
import { SearchedGallery } from '../controls/searched-gallery.tsx';
import { showToast } from '../controls/toast-store.ts';
import { openScenario } from '../store/open-cluster.ts';
import { usePreferences } from '../store/preferences.ts';
import { messageOf, useSession, type Session } from '../store/session.ts';
import { useView } from '../store/view.ts';
import './gallery.css';

/** All scenarios as cards, by level, with a filter. Opening one replaces the cluster, and can be taken back. */
export default function Gallery() {
  const session = useSession();
  const current = useView((view) => view.scenario);
  const set = useView((view) => view.set);
  const choose = ({ id, title }: Scenario): void => {
    set({ galleryOpen: false });
    void openWithUndo(session, id, title);
  };
  return (
    <Dialog
      open onOpenChange={(open) => set({ galleryOpen: open })} size="l" firstFocus={hasTouchKeyboard() ? 'dialog' : 'control'}
      title="Scenarios" description="Each opens a cluster of its own, with something to try."
    >
      <SearchedGallery
        className="k-gallery" label="Filter scenarios" placeholder={`Filter ${scenarios.length} scenarios, e.g. job`} noun="scenario"
        hint="Try a kind or a word such as drain, node or update." find={findScenarios} onTake={choose} onKeyDown={moveAmongCards}
      >
        {(found) => [...new Set(found.map(({ level }) => level))].map((level) => (
          <Level key={level} level={level} scenarios={found.filter((scenario) => scenario.level === level)} current={current} onChoose={choose} />
        ))}
      </SearchedGallery>
    </Dialog>
  );
}

/** Whether a focused text field brings up a keyboard that hides half of the page. */
function hasTouchKeyboard(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

interface LevelProps {
  readonly level: string;
  readonly scenarios: readonly Scenario[];
  /** id of the open one. */
  readonly current: string | null;
  onChoose(scenario: Scenario): void;
}

function Level({ level, scenarios: ofLevel, current, onChoose }: LevelProps) {
  const heading = useId();
  return (
    <section className="k-gallery-level" aria-labelledby={heading}>
      <h3 id={heading}>{level}</h3>
      <ul>
        {ofLevel.map((scenario) => (
          <li key={scenario.id}>
            <button type="button" className="k-gallery-card" aria-current={scenario.id === current ? 'true' : undefined} onClick={() => onChoose(scenario)}>
              <span className="k-gallery-title">{scenario.title}</span>
              <span className="k-gallery-summary">{scenario.summary}</span>
              {scenario.id === current && <span className="k-gallery-now">Open now</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Arrow keys walk from card to card as they lie on the screen; from the filter, down goes to the first. */
function moveAmongCards(event: KeyboardEvent<HTMLElement>): void {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('.k-gallery-card')];
  const at = cards.indexOf(event.target as HTMLElement);
  const next = at < 0 ? (event.key === 'ArrowDown' ? cards[0] : undefined) : cardTowards(event.key, cards, at);
  if (next) next.focus();
  else if (at === 0 && event.key === 'ArrowUp') event.currentTarget.querySelector('input')?.focus();
  else return;
  event.preventDefault();
}

function cardTowards(key: string, cards: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowRight': return cards[at + 1];
    case 'ArrowLeft': return cards[at - 1];
    case 'ArrowDown': return nearestInRow(cards.slice(at + 1), cards[at]);
    case 'ArrowUp': return nearestInRow(cards.slice(0, at).reverse(), cards[at]);
    case 'Home': return cards[0];
    case 'End': return cards.at(-1);
    default: return undefined;
  }
}

/** Of the next row that `others` come to, the card that lies closest to the same column. */
function nearestInRow(others: readonly HTMLElement[], from: HTMLElement | undefined): HTMLElement | undefined {
  if (!from) return undefined;
  const { left, top } = from.getBoundingClientRect();
  const places = others.map((card) => ({ card, place: card.getBoundingClientRect() }));
  const row = places.find(({ place }) => Math.abs(place.top - top) > 1)?.place.top;
  const inRow = places.filter(({ place }) => row !== undefined && Math.abs(place.top - row) <= 1);
  return inRow.sort((a, b) => Math.abs(a.place.left - left) - Math.abs(b.place.left - left))[0]?.card;
}

/** Scenarios in whose texts, level or name every word of `query` occurs. */
function findScenarios(query: string): readonly Scenario[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return scenarios.filter(({ id, title, level, summary, try: sentences }) => {
    const all = `${id} ${title} ${level} ${summary} ${sentences}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
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
