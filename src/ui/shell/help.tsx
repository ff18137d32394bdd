import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { useView } from '../store/view.ts';
import { SHORTCUTS, type Shortcut } from './shortcuts.ts';
import './help.css';

const GROUPS: readonly Shortcut['group'][] = ['Time', 'Cluster', 'Page'];

/** Every key, from the one table that also drives them. */
export default function Help() {
  const set = useView((view) => view.set);
  const close = (): void => set({ helpOpen: false });
  return (
    <Dialog
      open onOpenChange={close} title="Help" description="Right-click, long-press or press the menu key on anything on the stage to see what can be done to it."
      footer={<Button onClick={() => set({ helpOpen: false, tourStep: 0 })}>Take the tour</Button>}
    >
      <div className="k-help">
        {GROUPS.map((group) => (
          <section key={group} aria-labelledby={`help-${group}`}>
            <h3 id={`help-${group}`} className="k-help-group">{group}</h3>
            <dl className="k-help-keys">
              {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                <div key={shortcut.key}>
                  <dt><kbd className="k-kbd">{shortcut.label}</kbd></dt>
                  <dd>{shortcut.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
