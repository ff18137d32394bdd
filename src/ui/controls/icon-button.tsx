import type { ComponentPropsWithRef } from 'react';
import './button.css';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  /** accessible name, also shown as the tooltip. */
  readonly label: string;
  /** key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
  readonly size?: 's' | 'm';
}

/** A button that shows only an icon; its name is its tooltip. */
export function IconButton({ label, shortcut, size = 'm', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type} aria-label={label} data-tip={label} data-tip-key={shortcut}
      className={`k-icon-button k-icon-button--${size} ${className ?? ''}`} {...rest}
    />
  );
}
