import { useState } from 'react';
import type { ObjectReference } from '../../engine/api/reference.ts';
import { Button } from '../controls/button.tsx';
import { Menu } from '../controls/menu.tsx';
import { OfferItems } from '../shell/break-menu.tsx';
import { RolloutItems } from './rollout-items.tsx';

/** What can be done to an object. Asked for each time the menu opens, because it depends on the state of things. */
export function DeedMenu({ reference }: { readonly reference: ObjectReference }) {
  const [open, setOpen] = useState(false);
  return (
    <Menu trigger={<Button size="s">Do… <span aria-hidden="true">▾</span></Button>} label="What can be done" onOpenChange={setOpen}>
      {open && reference.kind === 'Deployment' && <RolloutItems reference={reference} />}
      {open && <OfferItems reference={reference} />}
    </Menu>
  );
}
