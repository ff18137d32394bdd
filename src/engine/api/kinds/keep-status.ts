/** An ordinary update leaves the status as it is; the very same object when the client sent no other. */
export function keepStatus<T extends { readonly status?: unknown }>(next: T, previous: T): T {
  return next.status === previous.status ? next : { ...next, status: previous.status };
}
