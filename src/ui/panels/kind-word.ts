/** A kind as people call it: a custom one without the group it is served in. */
export function kindWord(kind: string): string {
  const dot = kind.indexOf('.');
  return dot < 0 ? kind : kind.slice(0, dot);
}
