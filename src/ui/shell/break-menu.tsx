import { Zap } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FaultOffer } from '../../worker/protocol.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuHeading, MenuItem } from '../controls/menu.tsx';
import { openWorkshop } from '../scheduler/open-workshop.ts';
import { messageOf, useSession } from '../store/session.ts';

/** What can be broken in the cluster as a whole; asked of the engine whenever the menu opens. */
export function BreakMenu({ compact }: { readonly compact?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Menu
      onOpenChange={setOpen}
      align="end"
      trigger={<Button variant="quiet" className="k-break" aria-label="Break something"><Zap />{!compact && <span className="k-bar-words">Break something</span>}</Button>}
    >
      <MenuHeading>What breaks in the cluster</MenuHeading>
      {open && <OfferItems reference={null} />}
    </Menu>
  );
}

/** Menu items for what can be done to an object, or to the cluster (`null`). Choosing one does it. */
export function OfferItems({ reference }: { readonly reference: ObjectReference | null }) {
  const session = useSession();
  const [offers, setOffers] = useState<readonly FaultOffer[] | string | null>(null);
  useEffect(() => {
    let current = true;
    session.host.send({ type: 'offers', reference }).then(
      (found) => { if (current) setOffers(found); },
      (error: unknown) => { if (current) setOffers(messageOf(error)); },
    );
    return () => { current = false; };
  }, [session, reference]);
  if (offers === null) return <MenuItem title="Asking the cluster…" disabled onSelect={() => undefined} />;
  if (typeof offers === 'string') return <MenuItem title={offers} disabled onSelect={() => undefined} />;
  const configurable = reference?.kind === 'ControlPlane' && reference.name === 'kube-scheduler';
  if (offers.length === 0 && !configurable) return <MenuItem title="Nothing can be done to it" disabled onSelect={() => undefined} />;
  return (
    <>
      {configurable && (
        <MenuItem title="Configure it" detail="See where pods would go under another configuration, and use it." onSelect={() => openWorkshop()} />
      )}
      {offers.map((offer) => (
        <MenuItem
          key={`${offer.fault} ${offer.title}`}
          title={offer.title}
          detail={offer.explanation}
          danger={offer.danger}
          disabled={!offer.enabled}
          onSelect={() => void session.act({ type: 'fault', fault: offer.fault, target: offer.target })}
        />
      ))}
    </>
  );
}
