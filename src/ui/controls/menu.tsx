import {
  cloneElement, lazy, Suspense, useId, useRef, useState,
  type ButtonHTMLAttributes, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode, type Ref,
} from 'react';

const loadSurface = () => import('./menu-surface.tsx');
const MenuSurface = lazy(() => loadSurface().then((module) => ({ default: module.MenuSurface })));

/** Where a menu opens, CSS pixels in the viewport: under this box. */
export interface MenuAnchor {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface MenuProps {
  /** the button that opens it; gets its click handler, its ref and its id from here. */
  readonly trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement> & { readonly ref?: Ref<HTMLButtonElement> }>;
  /** accessible name, when the trigger's own words are not enough. */
  readonly label?: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A menu under a button. Fill it with {@link MenuItem} and the like; they are drawn only while it is open. */
export function Menu({ trigger, label, align = 'start', onOpenChange, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const [open, setOpen] = useState<{ readonly anchor: MenuAnchor; readonly byKeyboard: boolean } | null>(null);
  const show = (byKeyboard: boolean): void => {
    const box = button.current?.getBoundingClientRect();
    if (!box) return;
    setOpen({ anchor: { left: box.left, top: box.top, width: box.width, height: box.height }, byKeyboard });
    onOpenChange?.(true);
  };
  const close = (): void => {
    setOpen(null);
    onOpenChange?.(false);
  };
  return (
    <>
      {cloneElement(trigger, {
        id, ref: button, 'aria-haspopup': 'menu', 'aria-expanded': open !== null,
        onPointerEnter: preloadMenus,
        onFocus: preloadMenus,
        // A press on the button of an open menu closes it as any press outside does; the click that follows must not open it again.
        onPointerDown: () => { wasOpen.current = open !== null; },
        onClick: (event: MouseEvent) => {
          if (!wasOpen.current) show(event.detail === 0);
          wasOpen.current = false;
        },
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          show(true);
        },
      })}
      {open && (
        <Suspense>
          <MenuSurface anchor={open.anchor} align={align} label={label} labelledBy={id} byKeyboard={open.byKeyboard} returnFocusTo={button.current} onClose={close}>
            {children}
          </MenuSurface>
        </Suspense>
      )}
    </>
  );
}

export interface PointMenuProps {
  /** where it opens, CSS pixels in the viewport; `null` closes it. */
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly label: string;
  /** true when a key asked for it: the first item takes the focus. */
  readonly byKeyboard?: boolean;
  onClose(): void;
  readonly children: ReactNode;
}

/**
 * A menu at a point: right click, long press, or the menu key on the stage. On closing, the focus returns to the element that
 * had it when the menu opened.
 */
export function PointMenu({ at, label, byKeyboard = false, onClose, children }: PointMenuProps) {
  if (!at) return null;
  return (
    <Suspense>
      <MenuSurface key={`${at.x} ${at.y}`} anchor={{ left: at.x, top: at.y, width: 0, height: 0 }} align="start" label={label} byKeyboard={byKeyboard} onClose={onClose}>
        {children}
      </MenuSurface>
    </Suspense>
  );
}

/** Fetches what open menus need, so that the first one opens at once. */
export function preloadMenus(): void {
  void loadSurface();
}

export interface MenuItemProps {
  readonly title: ReactNode;
  /** a second, smaller line. */
  readonly detail?: ReactNode;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  onSelect(): void;
}

export const MenuItem = lazy(() => loadSurface().then((module) => ({ default: module.Item })));
export const MenuHeading = lazy(() => loadSurface().then((module) => ({ default: module.Heading })));
export const MenuSeparator = lazy(() => loadSurface().then((module) => ({ default: module.Separator })));
const RadioGroup = lazy(() => loadSurface().then((module) => ({ default: module.RadioGroup })));

export interface MenuRadioGroupProps<T extends string> {
  readonly label: string;
  readonly value: T;
  onValueChange(value: T): void;
  readonly items: readonly { readonly value: T; readonly title: string; readonly detail?: string }[];
}

/** One choice of several; the chosen one is marked. */
export function MenuRadioGroup<T extends string>({ label, value, onValueChange, items }: MenuRadioGroupProps<T>) {
  const choose = (chosen: string): void => {
    const item = items.find((candidate) => candidate.value === chosen);
    if (item) onValueChange(item.value);
  };
  return <RadioGroup label={label} value={value} items={items} onValueChange={choose} />;
}
