import type { Direction } from './spatial.ts';

export interface KeyboardOptions {
  readonly element: HTMLElement;
  onArrow(direction: Direction, from: string): void;
  /** Enter or space on what is no button. */
  onChoose(key: string): void;
  onMenu(key: string): void;
  onFocus(key: string): void;
  onZoom(step: 'in' | 'out' | 'fit'): void;
}

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const ZOOMS: Readonly<Record<string, 'in' | 'out' | 'fit'>> = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' };

/** Keys pressed on twins. Returns how to stop listening. */
export function listenToKeyboard({ element, onArrow, onChoose, onMenu, onFocus, onZoom }: KeyboardOptions): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const key = event.target instanceof HTMLElement ? event.target.dataset['twin'] : undefined;
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const zoom = ZOOMS[event.key];
    if (arrow) onArrow(arrow, key);
    else if (zoom) onZoom(zoom);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) onMenu(key);
    else if (event.key === 'f') onFocus(key);
    else if (event.key === 'Enter' && key.startsWith('node:')) onChoose(key);
    else return;
    event.preventDefault();
  };
  element.addEventListener('keydown', onKey);
  return () => element.removeEventListener('keydown', onKey);
}
