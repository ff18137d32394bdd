import type { KindMap } from '../../api/object.ts';
import type { Counts } from './fleet.ts';

type DaemonSet = KindMap['DaemonSet'];
type Status = NonNullable<DaemonSet['status']>;

/** The status a DaemonSet should have (pkg/controller/daemon updateDaemonSetStatus). Zeros are left out where the wire leaves them out. */
export function daemonSetStatus({ metadata: { generation }, status }: DaemonSet, counts: Counts, collisionCount: number | undefined): Status {
  const unavailable = counts.desired - counts.available;
  return {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(counts.updated > 0 ? { updatedNumberScheduled: counts.updated } : {}),
    ...(counts.available > 0 ? { numberAvailable: counts.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(status?.conditions ? { conditions: status.conditions } : {}),
  };
}
