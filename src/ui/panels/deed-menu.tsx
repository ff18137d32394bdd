import { lazy, Suspense, useState } from 'react';
import type { ObjectReference } from '../../engine/api/reference.ts';
import { Button } from '../controls/button.tsx';
import { Menu } from '../controls/menu.tsx';
import { OfferItems } from '../shell/break-menu.tsx';

const ObjectDeedItems = lazy(() => import('./object-deed-items.tsx').then((module) => ({ default: module.ObjectDeedItems })));

/** Kinds in which something can be broken. */
const BREAKABLE: ReadonlySet<string> = new Set(['Pod', 'Node', 'ControlPlane', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController']);

/** What can be done to an object. Asked for each time the menu opens, because it depends on the state of things. */
export function DeedMenu({ reference }: { readonly reference: ObjectReference }) {
  const [open, setOpen] = useState(false);
  const breakable = BREAKABLE.has(reference.kind);
  return (
    <Menu trigger={<Button size="s">Do… <span aria-hidden="true">▾</span></Button>} label="What can be done" onOpenChange={setOpen}>
      {open && <Suspense><ObjectDeedItems reference={reference} before={breakable} /></Suspense>}
      {open && breakable && <OfferItems reference={reference} />}
    </Menu>
  );
}
