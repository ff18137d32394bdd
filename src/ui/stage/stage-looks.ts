import type { StageSize } from './scene-model.ts';

/** A stage that is not laid out yet (or hidden) is drawn as if it had this size. */
const UNSEEN = { width: 780, height: 620 };

/** An element's size in CSS pixels, and the type scale in force there. */
export function sizeOf(element: HTMLElement): StageSize {
  const scale = Number.parseFloat(getComputedStyle(element).getPropertyValue('--scale')) || 1;
  return { width: element.clientWidth || UNSEEN.width, height: element.clientHeight || UNSEEN.height, scale };
}

export interface LooksObserver {
  resized(): void;
  /** Theme, type scale or typeface changed. */
  restyled(): void;
}

/** Watches what decides how an element looks, besides what is in it. Returns how to stop. */
export function watchLooks(element: HTMLElement, { resized, restyled }: LooksObserver): () => void {
  const document = element.ownerDocument;
  const sizes = new ResizeObserver(resized);
  sizes.observe(element);
  const attributes = new MutationObserver(restyled);
  attributes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-presenting'] });
  // A canvas does not notice by itself that a typeface has arrived. Not every environment knows when one does.
  const fonts = document.fonts as FontFaceSet | undefined;
  fonts?.addEventListener?.('loadingdone', restyled);
  return () => {
    sizes.disconnect();
    attributes.disconnect();
    fonts?.removeEventListener?.('loadingdone', restyled);
  };
}
