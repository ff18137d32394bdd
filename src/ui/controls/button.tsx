import type { ComponentPropsWithRef } from 'react';
import './button.css';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `plain` has an outline, `quiet` none, `primary` is the one thing to do here, `danger` breaks something. */
  readonly variant?: 'plain' | 'quiet' | 'primary' | 'danger';
  readonly size?: 's' | 'm';
  /** words that appear beside it on hover and keyboard focus; never the only place where something is said. */
  readonly tip?: string;
  /** key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
}

/** A button with words. At least 40 px high under a coarse pointer. */
export function Button({ variant = 'plain', size = 'm', tip, shortcut, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} data-tip={tip} data-tip-key={shortcut} className={`k-button k-button--${variant} k-button--${size} ${className ?? ''}`} {...rest} />;
}
