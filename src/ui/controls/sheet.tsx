import { X } from 'lucide-react';
import * as RadixDialog from 'radix-ui/dialog';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import './sheet.css';

export interface SheetProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  readonly title: string;
  readonly children: ReactNode;
}

/** Heights a sheet rests at, shares of the viewport. */
const HALF = 0.56;
const FULL = 0.92;
const CLOSES_BELOW = 0.3;
const TAP_PIXELS = 6;

/**
 * A panel that rises from below on a phone and leaves the page above it usable: touching the stage does not close it. Its grip is
 * dragged to resize, tapped to grow or shrink, pulled down to close.
 */
export function Sheet({ open, onOpenChange, title, children }: SheetProps) {
  const [share, setShare] = useState(HALF);
  const [dragging, setDragging] = useState(false);
  const grip = useRef<{ readonly y: number; readonly share: number; moved: boolean } | null>(null);

  const start = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { y: event.clientY, share, moved: false };
  };
  const move = (event: PointerEvent): void => {
    const from = grip.current;
    if (!from) return;
    const up = from.y - event.clientY;
    if (Math.abs(up) > TAP_PIXELS) from.moved = true;
    if (!from.moved) return;
    setDragging(true);
    setShare(Math.min(FULL, Math.max(0.1, from.share + up / window.innerHeight)));
  };
  const settle = (): void => {
    const from = grip.current;
    grip.current = null;
    setDragging(false);
    if (!from) return;
    if (from.moved && share < CLOSES_BELOW) {
      setShare(HALF);
      onOpenChange(false);
    } else if (from.moved) setShare(share > (HALF + FULL) / 2 ? FULL : HALF);
    else setShare(share === FULL ? HALF : FULL);
  };
  const byKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') setShare(FULL);
    else if (event.key === 'ArrowDown') setShare(HALF);
    else if (event.key === 'Enter' || event.key === ' ') setShare(share === FULL ? HALF : FULL);
    else return;
    event.preventDefault();
  };

  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <RadixDialog.Portal>
        <RadixDialog.Content
          className="k-sheet"
          data-dragging={dragging}
          style={{ height: `${share * 100}dvh` }}
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <button
            type="button"
            className="k-sheet-grip"
            aria-label={share === FULL ? 'Make the panel smaller' : 'Make the panel larger'}
            onPointerDown={start}
            onPointerMove={move}
            onPointerUp={settle}
            onPointerCancel={settle}
            onKeyDown={byKey}
          />
          <RadixDialog.Title className="k-sheet-title">{title}</RadixDialog.Title>
          <RadixDialog.Close asChild>
            <IconButton label={`Close ${title}`} className="k-sheet-close"><X /></IconButton>
          </RadixDialog.Close>
          <div className="k-sheet-body">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
