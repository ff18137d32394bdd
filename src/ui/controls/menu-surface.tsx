import * as Dropdown from 'radix-ui/dropdown-menu';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { MenuAnchor, MenuItemProps, MenuRadioGroupProps } from './menu.tsx';
import { rememberFocus } from './focus-place.ts';
import { overlayPlace } from './overlay-place.ts';
import './menu.css';

export interface MenuSurfaceProps {
  readonly anchor: MenuAnchor;
  readonly align: 'start' | 'center' | 'end';
  readonly label?: string;
  /** id of the element that names it, when there is no label. */
  readonly labelledBy?: string;
  /** opened by a key: the first item takes the focus, not the menu. */
  readonly byKeyboard: boolean;
  /** what gets the focus back; what had it before the menu, when absent. */
  readonly returnFocusTo?: HTMLElement | null;
  onClose(): void;
  readonly children: ReactNode;
}

/** A menu that opens in this part of the window opens upwards: squeezed into what is left below, it would hide its last items. */
const LOW = 0.6;

/** The open menu. Kept apart from `menu.tsx`, because what positions it weighs more than all that is needed before it opens. */
export function MenuSurface({ anchor, align, label, labelledBy, byKeyboard, returnFocusTo, onClose, children }: MenuSurfaceProps) {
  const [giveBackFocus] = useState(rememberFocus);
  const content = useRef<HTMLDivElement>(null);
  const leftByPointer = useRef(false);
  useEffect(() => {
    if (!byKeyboard) return;
    const frame = requestAnimationFrame(() => content.current?.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [byKeyboard]);
  return (
    <Dropdown.Root open modal={false} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dropdown.Trigger asChild>
        <span className="k-menu-anchor" aria-hidden tabIndex={-1} style={anchor} />
      </Dropdown.Trigger>
      <Dropdown.Portal container={overlayPlace()}>
        <Dropdown.Content
          ref={content}
          className="k-menu"
          aria-label={label}
          aria-labelledby={label ? undefined : labelledBy}
          side={anchor.top + anchor.height > window.innerHeight * LOW ? 'top' : 'bottom'}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={() => { leftByPointer.current = true; }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (leftByPointer.current) return;
            if (returnFocusTo) returnFocusTo.focus({ preventScroll: true });
            else giveBackFocus();
          }}
        >
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

export function Item({ title, detail, icon, shortcut, danger, disabled, onSelect }: MenuItemProps) {
  return (
    <Dropdown.Item className={`k-menu-item ${danger ? 'k-menu-item--danger' : ''}`} disabled={disabled} onSelect={onSelect}>
      {icon && <span className="k-menu-icon" aria-hidden>{icon}</span>}
      <span className="k-menu-words">
        <span className="k-menu-title">{title}</span>
        {detail && <span className="k-menu-detail">{detail}</span>}
      </span>
      {shortcut && <kbd className="k-kbd">{shortcut}</kbd>}
    </Dropdown.Item>
  );
}

export function RadioGroup({ label, value, onValueChange, items }: MenuRadioGroupProps<string>) {
  return (
    <Dropdown.RadioGroup aria-label={label} value={value} onValueChange={onValueChange}>
      {items.map((item) => (
        <Dropdown.RadioItem key={item.value} className="k-menu-item k-menu-item--radio" value={item.value}>
          <span className="k-menu-words">
            <span className="k-menu-title">{item.title}</span>
            {item.detail && <span className="k-menu-detail">{item.detail}</span>}
          </span>
        </Dropdown.RadioItem>
      ))}
    </Dropdown.RadioGroup>
  );
}

export function Heading({ children }: { readonly children: ReactNode }) {
  return <Dropdown.Label className="k-menu-heading">{children}</Dropdown.Label>;
}

export function Separator() {
  return <Dropdown.Separator className="k-menu-separator" />;
}
