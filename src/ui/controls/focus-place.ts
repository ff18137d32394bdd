/** Puts the focus on the stage: on the one thing there that the Tab key leads to, or on the place of the stage while it is empty. */
export function focusStage(): void {
  const place = document.getElementById('stage');
  const stop = place?.querySelector<HTMLElement>('[data-twin][tabindex="0"]');
  (stop ?? place)?.focus({ preventScroll: true });
}

/** Remembers what has the focus; the answer gives it back, or to the stage when that has gone, so that the keyboard is never lost. */
export function rememberFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus({ preventScroll: true });
    else focusStage();
  };
}
