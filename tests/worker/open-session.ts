import { connectInline } from '../../src/worker/connect-inline.ts';
import type { ClockView, Frame, Host, PodView } from '../../src/worker/protocol.ts';
import { applyFrame, createClusterStore, type ClusterState } from '../../src/ui/store/cluster-store.ts';
import { createFakeWallClock } from './fake-wall-clock.ts';

/** A page's end of an open session, with the page's own projection of the cluster and a wall clock that is driven by hand. */
export interface OpenSession {
  readonly host: Host;
  readonly frames: readonly Frame[];
  readonly cluster: ClusterState;
  readonly clock: ClockView;
  pods(workload: string): readonly PodView[];
  /** Lets wall time pass. */
  pass(ms: number): void;
  /** Lets wall time pass until something is so; returns how long that took, and fails after `mostMs`. */
  passUntil(isSo: () => boolean, mostMs: number): number;
  close(): void;
}

const LOOK_MS = 20;

export async function openSession(scenario: string): Promise<OpenSession> {
  const wallClock = createFakeWallClock();
  const host = connectInline({ wallClock });
  const store = createClusterStore();
  const frames: Frame[] = [];
  host.onFrame((frame) => {
    frames.push(structuredClone(frame));
    store.setState((state) => applyFrame(state, frame), true);
  });
  await host.send({ type: 'open-scenario', scenario });
  return {
    host,
    frames,
    get cluster() {
      return store.getState();
    },
    get clock() {
      return store.getState().clock;
    },
    pods: (workload) => [...store.getState().pods.values()].filter((pod) => pod.workload === workload),
    pass: wallClock.pass,
    passUntil(isSo, mostMs) {
      for (let passedMs = 0; passedMs <= mostMs; passedMs += LOOK_MS) {
        if (isSo()) return passedMs;
        wallClock.pass(LOOK_MS);
      }
      throw new Error(`It was not so after ${mostMs} ms.`);
    },
    close: host.close,
  };
}
