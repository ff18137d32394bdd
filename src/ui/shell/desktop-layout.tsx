import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Group, Panel, Separator, usePanelRef, type Layout, type LayoutChangedMeta } from 'react-resizable-panels';
import { usePreferences, type PanelSide } from '../store/preferences.ts';
import { setPanelOpen, useOpenPanels } from '../store/open-panels.ts';
import { openedSize, rememberedSizes, startLayout } from './panel-sizes.ts';
import './desktop-layout.css';

export interface DesktopLayoutProps {
  readonly left: ReactNode;
  readonly middle: ReactNode;
  readonly right: ReactNode;
  readonly bottom: ReactNode;
}

/** Per cent of the height that the bottom panel has at the least while somebody writes in it. */
const LEAST_TO_WRITE = 46;

/** The four places of the page. Sizes are dragged or set by arrow keys and remembered; side panels collapse to nothing. */
export function DesktopLayout({ left, middle, right, bottom }: DesktopLayoutProps) {
  return (
    <SizedGroup id="rows" orientation="vertical">
      <Panel id="upper" minSize={240}>
        <SizedGroup id="columns" orientation="horizontal">
          <SidePanel side="left" group="columns" minSize={220} maxSize="45%">{left}</SidePanel>
          <PanelEdge side="left" name="Width of the left panel" />
          <Panel id="middle" minSize={280}>{middle}</Panel>
          <PanelEdge side="right" name="Width of the right panel" />
          <SidePanel side="right" group="columns" minSize={220} maxSize="45%">{right}</SidePanel>
        </SizedGroup>
      </Panel>
      <PanelEdge side="bottom" name="Height of the bottom panel" />
      <SidePanel side="bottom" group="rows" minSize={110} maxSize="70%">{bottom}</SidePanel>
    </SizedGroup>
  );
}

interface SizedGroupProps {
  readonly id: 'rows' | 'columns';
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}

function SizedGroup({ id, orientation, children }: SizedGroupProps) {
  const open = useOpenPanels();
  const [atStart] = useState(() => startLayout(id, usePreferences.getState().layout[id], open));
  const onChanged = (layout: Layout, { isUserInteraction }: LayoutChangedMeta): void => {
    if (!isUserInteraction) return;
    const { layout: before, set } = usePreferences.getState();
    set({ layout: { ...before, [id]: rememberedSizes(before[id], layout) } });
    for (const side of ['left', 'right', 'bottom'] as const) {
      const size = layout[side];
      if (size !== undefined) setPanelOpen(side, size > 0);
    }
  };
  return (
    <Group id={id} className="k-group" orientation={orientation} defaultLayout={atStart} onLayoutChanged={onChanged}>
      {children}
    </Group>
  );
}

interface SidePanelProps {
  readonly side: PanelSide;
  readonly group: 'rows' | 'columns';
  /** pixels */
  readonly minSize: number;
  readonly maxSize: string;
  readonly children: ReactNode;
}

function SidePanel({ side, group, minSize, maxSize, children }: SidePanelProps) {
  const open = useOpenPanels()[side];
  const panel = usePanelRef();
  const wasWriting = useRef(false);
  const writing = usePreferences(({ bottomTab }) => side === 'bottom' && bottomTab === 'scheduler');
  useEffect(() => {
    const { current } = panel;
    if (current && open && (writing || wasWriting.current)) {
      const opened = openedSize(group, side, usePreferences.getState().layout[group]);
      current.resize(`${writing ? Math.max(LEAST_TO_WRITE, opened) : opened}%`);
    }
    wasWriting.current = writing;
  }, [writing, open, panel, group, side]);
  useEffect(() => {
    const { current } = panel;
    if (!current || current.isCollapsed() !== open) return;
    if (open) current.resize(`${openedSize(group, side, usePreferences.getState().layout[group])}%`);
    else current.collapse();
  }, [open, panel, group, side]);
  return (
    <Panel id={side} panelRef={panel} collapsible collapsedSize={0} minSize={minSize} maxSize={maxSize} groupResizeBehavior="preserve-pixel-size">
      <div className="k-side" data-side={side} inert={!open}>{children}</div>
    </Panel>
  );
}

function PanelEdge({ side, name }: { readonly side: PanelSide; readonly name: string }) {
  const open = useOpenPanels()[side];
  return <Separator className="k-edge" data-side={side} data-open={open} aria-label={name} />;
}
