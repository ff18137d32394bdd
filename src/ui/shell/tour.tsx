import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { Button } from '../controls/button.tsx';
import { focusStage } from '../controls/focus-place.ts';
import { usePreferences } from '../store/preferences.ts';
import { useCluster } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { placeCard, type Box, type Placement } from './tour-placement.ts';
import { TOUR_STEPS } from './tour-steps.ts';
import './tour.css';

const LOOK_AGAIN_MS = 200;
const RING_GAP = 4;

/** Three steps at real parts of the page. It blocks nothing: all it points at can be used while it stands. */
export default function Tour() {
  const index = useView((view) => view.tourStep) ?? 0;
  const set = useView((view) => view.set);
  const step = TOUR_STEPS[index];
  const card = useRef<HTMLDivElement>(null);
  const target = useTarget(step?.targets ?? []);
  const [place, setPlace] = useState<Placement | null>(null);

  useLayoutEffect(() => {
    const { current } = card;
    if (!current || !target) return setPlace(null);
    const { width, height } = current.getBoundingClientRect();
    setPlace(placeCard(target, { width, height }, { width: window.innerWidth, height: window.innerHeight }));
  }, [target, index]);

  useKill(() => {
    if (step?.takenBy === 'kill') set({ tourStep: index + 1 });
  });

  if (!step) return null;
  const last = index === TOUR_STEPS.length - 1;
  const end = (): void => {
    usePreferences.getState().set({ tourDone: true });
    set({ tourStep: null });
    focusStage();
  };
  return (
    <>
      {target && <div className="k-tour-ring" aria-hidden style={ringAround(target)} />}
      <div
        ref={card} className="k-tour" role="dialog" aria-modal="false" aria-labelledby="k-tour-title" aria-describedby="k-tour-text"
        data-side={place?.side} data-placed={place !== null}
        style={place ? { left: place.left, top: place.top, '--pointer': `${place.pointer}px` } as CSSProperties : undefined}
      >
        <p className="k-tour-count">{index + 1} of {TOUR_STEPS.length}</p>
        <h2 id="k-tour-title" className="k-tour-title">{step.title}</h2>
        <p id="k-tour-text" className="k-tour-text">{step.text}</p>
        <div className="k-tour-deeds">
          {!last && <Button size="s" variant="quiet" onClick={end}>Skip tour</Button>}
          <Button size="s" variant="primary" onClick={() => (last ? end() : set({ tourStep: index + 1 }))}>{last ? 'Done' : 'Next'}</Button>
        </div>
      </div>
    </>
  );
}

/** Calls when a node has lost its power since it was last looked. */
function useKill(onKill: () => void): void {
  const dead = useCluster(({ nodes }) => [...nodes.values()].reduce((count, { powered }) => count + (powered ? 0 : 1), 0));
  const before = useRef(dead);
  useEffect(() => {
    if (dead > before.current) onKill();
    before.current = dead;
  });
}

function ringAround(target: Box): CSSProperties {
  return { left: target.left - RING_GAP, top: target.top - RING_GAP, width: target.width + 2 * RING_GAP, height: target.height + 2 * RING_GAP };
}

/** The box of the first target on the screen; follows it when panels move, nodes come and go, or the window changes. */
function useTarget(selectors: readonly string[]): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  const key = selectors.join('|');
  useEffect(() => {
    const look = (): void => setBox((before) => {
      const found = findVisible(key.split('|'));
      return before && found && sameBox(before, found) ? before : found;
    });
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }, [key]);
  return box;
}

function findVisible(selectors: readonly string[]): Box | null {
  for (const selector of selectors) {
    for (const element of document.querySelectorAll(selector)) {
      const { left, top, width, height } = element.getBoundingClientRect();
      const inside = width > 0 && height > 0 && left >= 0 && top >= 0 && left + width <= window.innerWidth + 1 && top + height <= window.innerHeight + 1;
      if (inside) return { left, top, width, height };
    }
  }
  return null;
}

function sameBox(one: Box, other: Box): boolean {
  return one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height;
}
