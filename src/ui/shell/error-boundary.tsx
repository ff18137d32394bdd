import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Stopped } from './stopped.tsx';

export interface ErrorBoundaryProps {
  /** what stopped, as a sentence begins: "The inspector". */
  readonly part: string;
  readonly children: ReactNode;
}

interface Failure {
  readonly error: unknown;
  readonly stack: string;
}

/** Keeps a fault in one part of the page from taking the rest with it; offers to try again and to copy the details. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failure: Failure | null }> {
  override state: { readonly failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { readonly failure: Failure } {
    return { failure: { error, stack: '' } };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ failure: { error, stack: info.componentStack ?? '' } });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    const { error, stack } = failure;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return <Stopped title={`${this.props.part} stopped`} details={`${words}\n${stack}`} onRetry={() => this.setState({ failure: null })} />;
  }
}
