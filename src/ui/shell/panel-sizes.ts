import type { OpenPanels, PanelSide } from '../store/preferences.ts';

export type GroupName = 'rows' | 'columns';
/** Per cent of the group, by panel; they add up to 100. */
export type Sizes = Readonly<Record<string, number>>;

const DEFAULTS: Readonly<Record<GroupName, Readonly<Partial<Record<PanelSide, number>>>>> = {
  columns: { left: 23, right: 21.6 },
  rows: { bottom: 24 },
};
const REST: Readonly<Record<GroupName, string>> = { columns: 'middle', rows: 'upper' };
const SIDES: Readonly<Record<GroupName, readonly PanelSide[]>> = { columns: ['left', 'right'], rows: ['bottom'] };
const LEAST_REST = 20;

/** The size a side panel opens to: as it was last dragged, else its default. */
export function openedSize(group: GroupName, side: PanelSide, remembered: Sizes | undefined): number {
  const size = remembered?.[side];
  return size !== undefined && size > 0 && size < 100 ? size : (DEFAULTS[group][side] ?? 0);
}

/** The layout to begin with: open panels at their remembered size, closed ones at nothing, the middle takes the rest. */
export function startLayout(group: GroupName, remembered: Sizes | undefined, open: OpenPanels): Record<string, number> {
  const sides = SIDES[group].map((side): readonly [PanelSide, number] => [side, open[side] ? openedSize(group, side, remembered) : 0]);
  const taken = sides.reduce((sum, [, size]) => sum + size, 0);
  const shrink = taken > 100 - LEAST_REST ? (100 - LEAST_REST) / taken : 1;
  const layout: Record<string, number> = {};
  for (const [side, size] of sides) layout[side] = size * shrink;
  layout[REST[group]] = 100 - taken * shrink;
  return layout;
}

/** Sizes to remember after a drag: a panel that was dragged shut keeps the size it had, to open to again. */
export function rememberedSizes(before: Sizes | undefined, dragged: Sizes): Sizes {
  const after: Record<string, number> = { ...before };
  for (const [panel, size] of Object.entries(dragged)) if (size > 0) after[panel] = size;
  return after;
}
