import { createStore } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'refused';
  readonly action?: { readonly label: string; onSelect(): void };
  /** how long it stays, milliseconds of wall time. */
  readonly staysMs: number;
  /** how often the same words were said in a row. */
  readonly count: number;
}

export interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly action?: Toast['action'];
  readonly staysMs?: number;
}

const MOST_SHOWN = 4;
const PLAIN_STAYS_MS = 5_000;
const REFUSED_STAYS_MS = 9_000;
const WITH_ACTION_STAYS_MS = 12_000;

export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let lastId = 0;

/**
 * Says something at the foot of the page, politely to screen readers too. Words that are already shown are counted, not
 * repeated. Returns its id for {@link dismissToast}.
 */
export function showToast(text: string, options: ToastOptions = {}): number {
  const tone = options.tone ?? 'plain';
  const { toasts } = toastStore.getState();
  const same = toasts.find((toast) => toast.text === text && toast.tone === tone && !toast.action);
  const patience = options.action ? WITH_ACTION_STAYS_MS : tone === 'refused' ? REFUSED_STAYS_MS : PLAIN_STAYS_MS;
  const id = ++lastId;
  const toast: Toast = { id, text, tone, action: options.action, staysMs: options.staysMs ?? patience, count: (same?.count ?? 0) + 1 };
  toastStore.setState({ toasts: [...toasts.filter((other) => other !== same), toast].slice(-MOST_SHOWN) });
  return id;
}

export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
