import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import './tooltip.css';

/** Rests this long on an element before its words appear, milliseconds; at once when another's have just been seen. */
const PATIENCE_MS = 500;
const STILL_WARM_MS = 400;
const GAP = 6;
const MARGIN = 8;

interface Tip {
  readonly words: string;
  readonly key: string | undefined;
  readonly box: DOMRect;
}

/**
 * Shows the words of `data-tip` (and the key of `data-tip-key`) beside the element under the pointer or with the keyboard's focus.
 * One layer for the whole page, rendered once by the shell. Hidden from screen readers: what has a tip also has a name.
 */
export function TooltipLayer() {
  const tip = useTip();
  const bubble = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    if (!tip || !bubble.current) return setPlace(null);
    const { width, height } = bubble.current.getBoundingClientRect();
    const below = tip.box.bottom + GAP;
    const top = below + height + MARGIN > window.innerHeight ? tip.box.top - GAP - height : below;
    const centred = tip.box.left + tip.box.width / 2 - width / 2;
    setPlace({ left: Math.max(MARGIN, Math.min(window.innerWidth - width - MARGIN, centred)), top });
  }, [tip]);
  if (!tip) return null;
  return (
    <div ref={bubble} className="k-tooltip" role="presentation" aria-hidden data-placed={place !== null} style={place ?? undefined}>
      {tip.words}
      {tip.key && <kbd className="k-kbd">{tip.key}</kbd>}
    </div>
  );
}

function useTip(): Tip | null {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: HTMLElement | null = null;
    let hiddenAt = -Infinity;
    const show = (element: HTMLElement): void => {
      const words = element.dataset['tip'];
      if (words && element.isConnected) setTip({ words, key: element.dataset['tipKey'], box: element.getBoundingClientRect() });
    };
    const hide = (): void => {
      clearTimeout(timer);
      if (over) hiddenAt = performance.now();
      over = null;
      setTip(null);
    };
    const turnTo = (target: EventTarget | null, patienceMs: number): void => {
      const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
      if (element === over) return;
      const warm = performance.now() - hiddenAt < STILL_WARM_MS;
      hide();
      over = element;
      if (element) timer = setTimeout(() => show(element), warm ? 0 : patienceMs);
    };
    const onOver = (event: PointerEvent): void => { if (event.pointerType === 'mouse') turnTo(event.target, PATIENCE_MS); };
    const onFocus = (event: FocusEvent): void => { if (event.target instanceof Element && event.target.matches(':focus-visible')) turnTo(event.target, PATIENCE_MS); };
    const listeners: readonly (readonly [string, (event: never) => void])[] = [
      ['pointerover', onOver], ['focusin', onFocus], ['focusout', hide], ['pointerdown', hide], ['keydown', hide], ['wheel', hide],
    ];
    for (const [name, listener] of listeners) document.addEventListener(name, listener as (event: Event) => void, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as (event: Event) => void);
    };
  }, []);
  return tip;
}
