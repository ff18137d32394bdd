import { UserRound, UserRoundPen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Menu, MenuHeading, MenuItem, MenuRadioGroup, MenuSeparator } from '../controls/menu.tsx';
import { ADMIN_NAME, useCurrentUser } from '../store/current-user.ts';
import { useView } from '../store/view.ts';
import { useKnownUsers } from './use-known-users.ts';
import { becomeUser, isSameUser, spokenName, wordsFor } from './user-choice.ts';
import './user-menu.css';

/** Whom a person acts as: its name is shown when that is not the administrator. The menu changes it. */
export default function UserMenu() {
  const user = useCurrentUser();
  const [open, setOpen] = useState(false);
  const name = user ? spokenName(user) : ADMIN_NAME;
  return (
    <Menu
      onOpenChange={setOpen}
      align="end"
      trigger={(
        <Button variant="quiet" className="k-user" aria-label={`Acting as ${name}`} tip={`Acting as ${name}`} data-other={user !== null}>
          <UserRound />{user && <span className="k-user-name">{user.name}</span>}
        </Button>
      )}
    >
      {open && <UserItems />}
    </Menu>
  );
}

const ADMIN = 'administrator';

function UserItems() {
  const user = useCurrentUser();
  const known = useKnownUsers();
  const openDialog = useView((view) => view.set);
  const isListed = user === null || known.some((each) => isSameUser(each.user, user));
  const items = [
    { value: ADMIN, title: ADMIN_NAME, detail: 'May do everything', user: null },
    ...known.map((each) => ({ value: JSON.stringify(each.user), ...wordsFor(each), user: each.user })),
    ...(isListed ? [] : [{ value: JSON.stringify(user), title: user.name, detail: user.groups.join(', '), user }]),
  ];
  return (
    <>
      <MenuHeading>Act as</MenuHeading>
      <MenuRadioGroup
        label="Act as" items={items}
        value={items.find((item) => isSameUser(item.user, user))?.value ?? ADMIN}
        onValueChange={(value) => becomeUser(items.find((item) => item.value === value)?.user ?? null)}
      />
      <MenuSeparator />
      <MenuItem icon={<UserRoundPen />} title="Someone else…" detail="Any name, with the groups you give it" onSelect={() => openDialog({ actAsOpen: true })} />
    </>
  );
}
