import type { Point } from './scene-model.ts';
import type { Target } from './hit-test.ts';

export interface PointerOptions {
  readonly element: HTMLElement;
  /** what lies under a point of the screen or belongs to a twin; `null` for empty stage. */
  targetOf(event: { readonly target: EventTarget | null; readonly clientX: number; readonly clientY: number }): Target | null;
  onChoose(target: Target | null): void;
  onFocus(target: Target | null): void;
  onMenu(target: Target | null, at: Point): void;
  /** `null` when the pointer rests on nothing. */
  onHover(target: Target | null, at: Point): void;
}

const LONG_PRESS_MS = 500;
const HOVER_MS = 320;
/** A node says most of itself already; only who lingers there wants to know more. */
const NODE_HOVER_MS = 900;
const SLIP_PIXELS = 8;
/** A long press on some systems is followed by a contextmenu event of its own. */
const SAME_MENU_MS = 900;

/** Click, double click, right click, long press and rest of the pointer on the stage. Returns how to stop listening. */
export function listenToPointer({ element, targetOf, onChoose, onFocus, onMenu, onHover }: PointerOptions): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let press: { readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  let hover: ReturnType<typeof setTimeout> | null = null;
  let shown: Target | null = null;
  let longPressMs = -Infinity;
  let swallowClick = false;

  const endPress = (): void => {
    if (press) clearTimeout(press.timer);
    press = null;
  };
  const endHover = (): void => {
    if (hover) clearTimeout(hover);
    hover = null;
    if (shown) onHover(null, { x: 0, y: 0 });
    shown = null;
  };
  const own = (event: Event): boolean => event.target instanceof Element && event.target.closest('[data-own-pointer]') !== null;

  element.addEventListener('click', (event) => {
    if (own(event)) return;
    if (swallowClick) swallowClick = false;
    else onChoose(targetOf(event));
  }, { signal });
  element.addEventListener('dblclick', (event) => {
    if (!own(event)) onFocus(targetOf(event));
  }, { signal });
  element.addEventListener('contextmenu', (event) => {
    if (own(event)) return;
    event.preventDefault();
    endPress();
    endHover();
    if (event.timeStamp - longPressMs < SAME_MENU_MS) return;
    onMenu(targetOf(event), { x: event.clientX, y: event.clientY });
  }, { signal });
  element.addEventListener('pointerdown', (event) => {
    swallowClick = false;
    endPress();
    endHover();
    if (event.pointerType === 'mouse' || !event.isPrimary || own(event)) return;
    const { clientX, clientY, target, timeStamp } = event;
    const timer = setTimeout(() => {
      press = null;
      swallowClick = true;
      longPressMs = timeStamp + LONG_PRESS_MS;
      onMenu(targetOf({ target, clientX, clientY }), { x: clientX, y: clientY });
    }, LONG_PRESS_MS);
    press = { x: clientX, y: clientY, timer };
  }, { signal });
  element.addEventListener('touchend', (event) => {
    // The mouse events that would follow a long press take the focus from its menu, which closes it. Heard before panning, which keeps it to itself.
    if (swallowClick && event.cancelable) event.preventDefault();
  }, { signal, passive: false, capture: true });
  element.addEventListener('pointermove', (event) => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP_PIXELS) endPress();
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const at = { x: event.clientX, y: event.clientY };
    if (shown) {
      const target = own(event) ? null : targetOf(event);
      if (sameTarget(target, shown)) return;
      endHover();
    }
    if (hover) clearTimeout(hover);
    const { target: eventTarget } = event;
    const rest = (): Target | null => targetOf({ target: eventTarget, clientX: at.x, clientY: at.y });
    const show = (): void => {
      hover = null;
      shown = rest();
      if (shown) onHover(shown, at);
    };
    hover = own(event) ? null : setTimeout(() => {
      if (rest()?.kind === 'node') hover = setTimeout(show, NODE_HOVER_MS - HOVER_MS);
      else show();
    }, HOVER_MS);
  }, { signal });
  for (const name of ['pointerup', 'pointercancel'] as const) element.addEventListener(name, endPress, { signal });
  element.addEventListener('pointerleave', () => { endPress(); endHover(); }, { signal });
  element.addEventListener('wheel', () => { endHover(); }, { signal, passive: true });

  return () => {
    stop.abort();
    endPress();
    endHover();
  };
}

function sameTarget(a: Target | null, b: Target | null): boolean {
  if (a?.kind === 'pod' && b?.kind === 'pod') return a.cell.key === b.cell.key;
  if (a?.kind === 'node' && b?.kind === 'node') return a.tank.name === b.tank.name;
  if (a?.kind === 'station' && b?.kind === 'station') return a.station.name === b.station.name;
  return a === b;
}
