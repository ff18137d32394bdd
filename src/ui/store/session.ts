import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Action } from '../../engine/actions.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { Host, ReplyData } from '../../worker/protocol.ts';
import { actingAs } from './current-user.ts';
import { applyFrame, createClusterStore, type ClusterState, type ClusterStore } from './cluster-store.ts';

/** One open cluster: its host (the worker), its projection, and the deeds a person can do to it. */
export interface Session {
  readonly host: Host;
  readonly store: ClusterStore;
  /** Selects an object everywhere: stage, tables, inspector. */
  select(reference: ObjectReference | null): void;
  /**
   * Does an action as the current user; rejects with a message fit to be shown when it is refused. The shell announces both (the sentence, the
   * refusal), so a caller that has nothing to add need not catch.
   */
  act(action: Action): Promise<ReplyData['act']>;
  close(): void;
}

/** Hears of every action's end. */
export interface ActionObserver {
  done(action: Action, outcome: ReplyData['act']): void;
  refused(action: Action, message: string): void;
}

export function createSession(host: Host, observer?: ActionObserver): Session {
  const store = createClusterStore();
  const stop = host.onFrame((frame) => store.setState((state) => applyFrame(state, frame), true));
  return {
    host,
    store,
    select(reference) {
      store.setState({ selected: reference, detail: null });
      void host.send({ type: 'select', reference });
    },
    act(action) {
      const outcome = host.send({ type: 'act', action, ...actingAs() });
      outcome.then((data) => observer?.done(action, data), (error: unknown) => observer?.refused(action, messageOf(error)));
      return outcome;
    },
    close() {
      stop();
      host.close();
    },
  };
}

/** The words of a refusal, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it');
  return session;
}

/** A part of the projection; re-renders when the selected value changes. */
export function useCluster<T>(selector: (state: ClusterState) => T): T {
  return useStore(useSession().store, selector);
}
