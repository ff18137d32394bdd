import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { meaningOf } from './glossary.ts';
import './term.css';

/** Room between a word and its meaning, and between the meaning and the edge of the window: pixels. */
const GAP = 6;
const MEANING_WIDTH = 280;

/** A word of Kubernetes whose meaning shows on hover, focus or tap. A word the glossary does not know is plain text. */
export function Term({ name, children }: { readonly name: string; readonly children?: ReactNode }) {
  const meaning = meaningOf(name);
  const text = children ?? name;
  return meaning === undefined ? <>{text}</> : <Explained meaning={meaning}>{text}</Explained>;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly above: boolean;
}

/** Words that carry an explanation, shown on hover, focus or tap and put away by Escape, leaving or scrolling. */
export function Explained({ meaning, children }: { readonly meaning: string; readonly children: ReactNode }) {
  const id = useId();
  const word = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const open = () => {
    if (word.current) setPlace(placeBeside(word.current.getBoundingClientRect()));
  };
  const close = () => setPlace(null);
  useEffect(() => {
    if (!place) return;
    // Not every browser takes the focus from a word when something else is tapped.
    const onPointerDown = (event: Event) => {
      if (event.target instanceof Node && !word.current?.contains(event.target)) close();
    };
    window.addEventListener('scroll', close, { capture: true, passive: true });
    window.addEventListener('pointerdown', onPointerDown);
    return () => {
      window.removeEventListener('scroll', close, { capture: true });
      window.removeEventListener('pointerdown', onPointerDown);
    };
  }, [place]);
  const forMouse = (act: () => void) => (event: PointerEvent) => {
    // A tap makes pointer events too, and then a click; the click alone decides.
    if (event.pointerType === 'mouse') act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !place) return;
    event.stopPropagation();
    close();
  };
  return (
    <>
      <button
        ref={word} type="button" className="k-term" aria-describedby={place ? id : undefined} onKeyDown={onKeyDown}
        onPointerEnter={forMouse(open)} onPointerLeave={forMouse(close)} onFocus={open} onBlur={close} onClick={open}
      >
        {children}
      </button>
      {place && createPortal(
        <span role="tooltip" id={id} className="k-term-meaning" data-above={place.above} style={{ left: place.left, top: place.top }}>{meaning}</span>,
        document.body,
      )}
    </>
  );
}

/** Under the word, or above it in the lower half of the window; never beyond the window's right edge. */
function placeBeside(word: DOMRect): Place {
  const above = word.bottom > window.innerHeight / 2;
  return { left: Math.max(GAP, Math.min(word.left, window.innerWidth - MEANING_WIDTH - GAP)), top: above ? word.top - GAP : word.bottom + GAP, above };
}
