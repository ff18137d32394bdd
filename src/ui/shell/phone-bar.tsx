import { CircleHelp, Ellipsis, LayoutGrid, MonitorPlay, Redo2, RotateCcw, UserRound } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Menu, MenuHeading, MenuItem, MenuRadioGroup, MenuSeparator } from '../controls/menu.tsx';
import { ADMIN_NAME, useCurrentUser } from '../store/current-user.ts';
import { usePreferences } from '../store/preferences.ts';
import { useCluster, useSession } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { BreakMenu } from './break-menu.tsx';
import { resetCluster, undoReset } from './cluster-deeds.ts';
import { Logo } from './logo.tsx';
import { THEMES } from './theme.ts';
import { TimeControl } from './time-control.tsx';
import { ScenarioButton } from './top-bar.tsx';
import { spokenName } from './user-choice.ts';
import './user-menu.css';

/** The top bar of a narrow screen: time keeps a row of its own, the rest goes into a menu. */
export default function PhoneBar() {
  return (
    <header className="k-phone-bar">
      <div className="k-phone-bar-row">
        <h1 className="k-brand"><Logo /><span className="k-unseen">Kubarium</span></h1>
        <ScenarioButton />
        <OtherUser />
        <BreakMenu compact />
        <MoreMenu />
      </div>
      <TimeControl compact />
    </header>
  );
}

/** Says so when the person is not the administrator; changes it. */
function OtherUser() {
  const user = useCurrentUser();
  if (!user) return null;
  return (
    <Button variant="quiet" className="k-user" data-other="true" aria-label={`Acting as ${spokenName(user)}`} aria-haspopup="dialog" onClick={() => useView.getState().set({ actAsOpen: true })}>
      <UserRound /><span className="k-user-name">{user.name}</span>
    </Button>
  );
}

function MoreMenu() {
  const session = useSession();
  const canUndo = useCluster((state) => state.canUndoReset);
  const theme = usePreferences((preferences) => preferences.theme);
  const presenting = usePreferences((preferences) => preferences.presenting);
  const set = usePreferences((preferences) => preferences.set);
  const view = useView((state) => state.set);
  const user = useCurrentUser();
  return (
    <Menu align="end" trigger={<IconButton label="More"><Ellipsis /></IconButton>}>
      <MenuItem icon={<LayoutGrid />} title="Scenarios" onSelect={() => view({ galleryOpen: true })} />
      <MenuItem icon={<RotateCcw />} title="Reset" onSelect={() => void resetCluster(session)} />
      {canUndo && <MenuItem icon={<Redo2 />} title="Undo reset" onSelect={() => void undoReset(session)} />}
      <MenuItem icon={<MonitorPlay />} title={presenting ? 'Leave presenting' : 'Present'} onSelect={() => set({ presenting: !presenting })} />
      <MenuItem icon={<UserRound />} title="Act as…" detail={`Now ${user ? spokenName(user) : ADMIN_NAME}`} onSelect={() => view({ actAsOpen: true })} />
      <MenuItem icon={<CircleHelp />} title="Help" onSelect={() => view({ helpOpen: true })} />
      <MenuSeparator />
      <MenuHeading>Theme</MenuHeading>
      <MenuRadioGroup label="Theme" value={theme} items={THEMES} onValueChange={(chosen) => set({ theme: chosen })} />
    </Menu>
  );
}
