import { Activity, FilePenLine, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Sheet } from '../controls/sheet.tsx';
import { useView, type SheetName } from '../store/view.ts';
import './phone-layout.css';

export interface PhoneLayoutProps {
  readonly stage: ReactNode;
  readonly sheets: Readonly<Record<SheetName, ReactNode>>;
}

const SHEETS: readonly { readonly name: SheetName; readonly title: string; readonly Icon: typeof Search }[] = [
  { name: 'editor', title: 'Editor', Icon: FilePenLine },
  { name: 'inspect', title: 'Inspect', Icon: Search },
  { name: 'events', title: 'Events', Icon: Activity },
];

/** The stage fills the screen; the rest are sheets from below, opened from a row of tabs at the foot. */
export default function PhoneLayout({ stage, sheets }: PhoneLayoutProps) {
  const sheet = useView((view) => view.sheet);
  const set = useView((view) => view.set);
  return (
    <div className="k-phone">
      {stage}
      {SHEETS.map(({ name, title }) => (
        <Sheet key={name} title={title} open={sheet === name} onOpenChange={(open) => { if (!open && useView.getState().sheet === name) set({ sheet: null }); }}>
          {sheets[name]}
        </Sheet>
      ))}
      <nav className="k-foot" aria-label="Panels">
        {SHEETS.map(({ name, title, Icon }) => (
          <button
            key={name} type="button" className="k-foot-tab" aria-expanded={sheet === name} data-tour-foot={name}
            onClick={() => set({ sheet: sheet === name ? null : name })}
          >
            <Icon aria-hidden />
            {title}
          </button>
        ))}
      </nav>
    </div>
  );
}
