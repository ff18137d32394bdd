import { useState, type FormEvent } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ADMIN_NAME, useCurrentUser } from '../store/current-user.ts';
import { useView } from '../store/view.ts';
import { useKnownUsers } from './use-known-users.ts';
import { becomeUser, isSameUser, wordsFor } from './user-choice.ts';
import './act-as-dialog.css';

type ChosenUser = Parameters<typeof becomeUser>[0];

/** Chooses whom to act as: somebody the cluster knows, or any name with any groups, as `kubectl --as` takes them. */
export default function ActAsDialog() {
  const user = useCurrentUser();
  const known = useKnownUsers();
  const [name, setName] = useState(user?.name ?? '');
  const [groups, setGroups] = useState(user?.groups.join(', ') ?? '');
  const set = useView((view) => view.set);
  const close = (): void => set({ actAsOpen: false });
  const choose = (chosen: ChosenUser): void => {
    becomeUser(chosen);
    close();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = { name: name.trim(), groups: groups.split(',').map((group) => group.trim()).filter((group) => group !== '') };
    if (typed.name !== '') choose(typed.name === ADMIN_NAME ? null : typed);
  };
  return (
    <Dialog open onOpenChange={close} size="s" title="Act as" description="What you do is asked for with the permissions of this user. You can always look at everything.">
      <form className="k-act-as" onSubmit={submit}>
        <label>User<input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} placeholder="jane" /></label>
        <label>
          Groups, separated by commas
          <input value={groups} onChange={(event) => setGroups(event.target.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} placeholder="developers" />
        </label>
        <Button variant="primary" type="submit" disabled={name.trim() === ''}>Act as this user</Button>
      </form>
      <h3 className="k-act-as-head">Known to the cluster</h3>
      <ul className="k-act-as-known">
        <Choice title={ADMIN_NAME} detail="May do everything" current={user === null} onChoose={() => choose(null)} />
        {known.map((each) => (
          <Choice key={`${each.kind} ${each.name}`} {...wordsFor(each)} current={isSameUser(each.user, user)} onChoose={() => choose(each.user)} />
        ))}
      </ul>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly detail: string;
  readonly current: boolean;
  onChoose(): void;
}

function Choice({ title, detail, current, onChoose }: ChoiceProps) {
  return (
    <li>
      <button type="button" className="k-act-as-choice" aria-current={current || undefined} onClick={onChoose}>
        <span className="k-act-as-title">{title}</span> <span className="k-act-as-detail">{detail}</span>
      </button>
    </li>
  );
}
