import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import './stopped.css';

export interface StoppedProps {
  readonly title: string;
  /** what a bug report needs. */
  readonly details: string;
  /** draws the part again; absent when only a reload can help. */
  readonly onRetry?: () => void;
  /** forgets the saved cluster; the way out when reloading runs into the same again. */
  readonly onStartOver?: () => void;
}

/** Says that something broke, what is safe, and what to do next. */
export function Stopped({ title, details, onRetry, onStartOver }: StoppedProps) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(details);
    setCopied(true);
  };
  return (
    <div className="k-stopped" role="alert">
      <h2 className="k-stopped-title">{title}</h2>
      <p className="k-stopped-text">Your cluster is saved every few seconds and your text is kept. Reloading continues from there.</p>
      <div className="k-stopped-deeds">
        <Button variant="primary" onClick={() => window.location.reload()}>Reload</Button>
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        {onStartOver && <Button onClick={onStartOver}>Start over</Button>}
        <Button variant="quiet" onClick={() => void copy()}>{copied ? 'Copied' : 'Copy the details'}</Button>
      </div>
      <details className="k-stopped-details">
        <summary>Details</summary>
        <pre tabIndex={0}>{details}</pre>
      </details>
    </div>
  );
}
