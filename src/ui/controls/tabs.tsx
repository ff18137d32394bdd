import * as RadixTabs from 'radix-ui/tabs';
import type { ReactNode } from 'react';
import './tabs.css';

export interface TabsProps<T extends string> {
  /** accessible name of the tab list. */
  readonly label: string;
  readonly value: T;
  onValueChange(value: T): void;
  readonly tabs: readonly { readonly value: T; readonly label: ReactNode }[];
  /** what stands at the right end of the tab row. */
  readonly end?: ReactNode;
  /** one {@link TabPanel} a tab. */
  readonly children: ReactNode;
}

/** Tabs that fill their container: a row of names, and under it the panel of the chosen one. */
export function Tabs<T extends string>({ label, value, onValueChange, tabs, end, children }: TabsProps<T>) {
  const choose = (chosen: string): void => {
    const tab = tabs.find((candidate) => candidate.value === chosen);
    if (tab) onValueChange(tab.value);
  };
  return (
    <RadixTabs.Root className="k-tabs" value={value} onValueChange={choose}>
      <div className="k-tabs-row">
        <RadixTabs.List className="k-tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <RadixTabs.Trigger key={tab.value} className="k-tab" value={tab.value}>{tab.label}</RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {end && <div className="k-tabs-end">{end}</div>}
      </div>
      {children}
    </RadixTabs.Root>
  );
}

export interface TabPanelProps {
  readonly value: string;
  /** keep it in the document while another tab is shown (an editor that must not lose its state). */
  readonly keepMounted?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The content of one tab; fills the space under the tab row and scrolls on its own. */
export function TabPanel({ value, keepMounted, className, children }: TabPanelProps) {
  return (
    <RadixTabs.Content className={`k-tab-panel ${className ?? ''}`} value={value} forceMount={keepMounted ? true : undefined}>
      {children}
    </RadixTabs.Content>
  );
}
