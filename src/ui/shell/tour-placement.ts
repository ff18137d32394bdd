/** CSS pixels in the viewport. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export type Side = 'right' | 'left' | 'bottom' | 'top';

export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly side: Side;
  /** where along the card's edge the pointer sits, pixels from the card's left or top. */
  readonly pointer: number;
}

const GAP = 14;
const MARGIN = 10;
const POINTER_INSET = 18;
const SIDES: readonly Side[] = ['right', 'left', 'bottom', 'top'];

/** Puts a card beside its target where it fits whole; where it fits nowhere, at the side with most room. Never upon the target unless it fills the viewport. */
export function placeCard(target: Box, card: Size, viewport: Size): Placement {
  const room: Readonly<Record<Side, number>> = {
    right: viewport.width - (target.left + target.width) - card.width,
    left: target.left - card.width,
    bottom: viewport.height - (target.top + target.height) - card.height,
    top: target.top - card.height,
  };
  const fitting = SIDES.find((side) => room[side] >= GAP + MARGIN);
  const side = fitting ?? SIDES.reduce((best, candidate) => (room[candidate] > room[best] ? candidate : best));
  const sideways = side === 'right' || side === 'left';
  const wanted = sideways
    ? { left: side === 'right' ? target.left + target.width + GAP : target.left - card.width - GAP, top: target.top + Math.min(target.height, 2 * card.height) / 2 - card.height / 2 }
    : { left: target.left + target.width / 2 - card.width / 2, top: side === 'bottom' ? target.top + target.height + GAP : target.top - card.height - GAP };
  const left = clamp(wanted.left, MARGIN, viewport.width - card.width - MARGIN);
  const top = clamp(wanted.top, MARGIN, viewport.height - card.height - MARGIN);
  const pointer = sideways
    ? clamp(target.top + Math.min(target.height, 2 * card.height) / 2 - top, POINTER_INSET, card.height - POINTER_INSET)
    : clamp(target.left + target.width / 2 - left, POINTER_INSET, card.width - POINTER_INSET);
  return { left, top, side, pointer };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
