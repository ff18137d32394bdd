import { Fragment } from 'react';
import { breakable } from '../code/breakable.ts';

/** Text whose long field paths break after their dots. */
export function BreakableText({ text }: { readonly text: string }) {
  return breakable(text).map((part, index) => <Fragment key={index}>{index > 0 && <wbr />}{part}</Fragment>);
}
