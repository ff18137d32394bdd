import { X } from 'lucide-react';
import * as RadixDialog from 'radix-ui/dialog';
import { useState, type ReactNode } from 'react';
import { rememberFocus } from './focus-place.ts';
import { IconButton } from './icon-button.tsx';
import './dialog.css';

export interface DialogProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  readonly title: string;
  /** a line under the title. */
  readonly description?: ReactNode;
  readonly size?: 's' | 'm' | 'l';
  /** where the focus goes on opening: the first control, unless that would bring up the keyboard of a phone. */
  readonly firstFocus?: 'control' | 'dialog';
  readonly children: ReactNode;
  /** buttons at the bottom right. */
  readonly footer?: ReactNode;
}

/** A modal dialog: holds the focus, closes by Escape, the cross and a click beside it. Fills the screen on a phone. */
export function Dialog({ open, onOpenChange, title, description, size = 'm', firstFocus = 'control', children, footer }: DialogProps) {
  const [giveBackFocus] = useState(rememberFocus);
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="k-dialog-veil" />
        <RadixDialog.Content
          className={`k-dialog k-dialog--${size}`}
          onOpenAutoFocus={(event) => {
            if (firstFocus === 'control') return;
            event.preventDefault();
            (event.target as HTMLElement).focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBackFocus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="k-dialog-head">
            <RadixDialog.Title className="k-dialog-title">{title}</RadixDialog.Title>
            {description && <RadixDialog.Description className="k-dialog-description">{description}</RadixDialog.Description>}
          </div>
          <div className="k-dialog-body">{children}</div>
          {footer && <div className="k-dialog-foot">{footer}</div>}
          {/* Last, so that the focus goes to the content first. */}
          <RadixDialog.Close asChild>
            <IconButton label="Close" className="k-dialog-close"><X /></IconButton>
          </RadixDialog.Close>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
