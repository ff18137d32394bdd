import type { Simulation, Wait } from '../engine/simulation.ts';
import { UnreachableError } from '../engine/api/errors.ts';
import { DEFAULT_TIMINGS } from '../engine/timings.ts';

const LEASE_NAMESPACE = 'kube-node-lease';
const MONITOR = 'node-lifecycle-controller';
/** Looks at a node that pass after its grace period before nobody expects the control plane to notice any more. */
const MOST_LOOKS = 3;

/**
 * Nodes whose machine is off or cut off while the control plane still takes them for Ready. Nothing is due in the cluster, and yet a person
 * waits: for the grace period to run out.
 */
export interface SilentNodes {
  /** Looks at the machines again: after whatever may have switched one off. */
  look(): void;
  /** the soonest end of a grace period. */
  wait(): Wait | undefined;
}

export function createSilentNodes(simulation: Simulation): SilentNodes {
  const { nodeMonitorGracePeriodMs: graceMs, nodeMonitorPeriodMs: periodMs } = { ...DEFAULT_TIMINGS, ...simulation.record().options.timings };
  let silent: readonly string[] = [];

  function waitFor(name: string): Wait | undefined {
    const { api } = simulation;
    const node = api.get('Node', '', name);
    const renewTime = api.get('Lease', LEASE_NAMESPACE, name)?.spec?.renewTime;
    const isReady = node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    if (!node || !isReady || renewTime === undefined) return undefined;
    const nowMs = simulation.now();
    const graceEndsMs = Date.parse(renewTime) + graceMs;
    // The controller looks every few seconds only, so that it notices a little after the grace period's end.
    const looks = Math.max(0, Math.floor((nowMs - graceEndsMs) / periodMs) + 1);
    if (looks > MOST_LOOKS) return undefined;
    return { label: 'node-monitor-grace-period', subject: { kind: 'Node', namespace: '', name }, dueAtMs: graceEndsMs + looks * periodMs };
  }

  return {
    look() {
      silent = simulation.machines.list().filter(({ powered, partitioned }) => !powered || partitioned).map(({ name }) => name);
    },
    wait() {
      if (silent.length === 0 || !isWatched(simulation)) return undefined;
      try {
        return soonest(silent.map(waitFor));
      } catch (error) {
        if (error instanceof UnreachableError) return undefined;
        throw error;
      }
    },
  };
}

/** whether anybody is there to notice. */
function isWatched({ controlPlane, controllers }: Simulation): boolean {
  return controlPlane.apiServer && controllers.some(({ name, running }) => running && name === MONITOR);
}

function soonest(waits: readonly (Wait | undefined)[]): Wait | undefined {
  let first: Wait | undefined;
  for (const wait of waits) if (wait && (!first || wait.dueAtMs < first.dueAtMs)) first = wait;
  return first;
}
