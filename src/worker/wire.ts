import type { Frame, Reply, Request } from './protocol.ts';

/** What goes from the page to the worker. `frame-taken` answers each frame, so that a busy page is not sent more than it can draw. */
export type ToWorker = Request | { readonly type: 'frame-taken' };
export type FromWorker = Frame | Reply;
