import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from './button.tsx';
import { dismissToast, toastStore, type Toast } from './toast-store.ts';
import './toaster.css';

/** Where toasts appear; rendered once, by the shell. */
export function Toaster() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <section className="k-toaster" aria-label="Notifications" aria-live="polite" aria-relevant="additions text">
      {toasts.map((toast) => <ToastCard key={toast.id} toast={toast} />)}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), toast.staysMs);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const { action } = toast;
  return (
    <div
      className={`k-toast k-toast--${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="k-toast-text">
        {toast.text}
        {toast.count > 1 && <span className="k-toast-count"> ×{toast.count}</span>}
      </p>
      {action && (
        <Button size="s" variant="quiet" className="k-toast-action" onClick={() => { dismissToast(toast.id); action.onSelect(); }}>
          {action.label}
        </Button>
      )}
      <button type="button" className="k-toast-close" aria-label="Dismiss" onClick={() => dismissToast(toast.id)}><X /></button>
    </div>
  );
}
