import type { StatusError } from '../../api/errors.ts';
import { formatTime } from '../../time-format.ts';
import type { Replicated } from './replicated.ts';
import type { Tally } from './tallies.ts';

type Status = NonNullable<Replicated['status']>;
type Condition = NonNullable<Status['conditions']>[number];

const REPLICA_FAILURE = 'ReplicaFailure';

export interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly error: StatusError;
}

/**
 * The status an object should have (pkg/controller/replicaset/replica_set_utils.go calculateStatus). Zeros are left out, as on the wire. Only a
 * ReplicaSet says how many of its pods are on their way out.
 */
export function replicaSetStatus(owner: Replicated, tally: Tally, available: number, failure: Failure | undefined, nowMs: number): Status {
  const { generation } = owner.metadata;
  const conditions = conditionsOf(owner, failure, nowMs);
  return {
    replicas: tally.active,
    ...(tally.fullyLabelled > 0 ? { fullyLabeledReplicas: tally.fullyLabelled } : {}),
    ...(tally.ready > 0 ? { readyReplicas: tally.ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(owner.kind === 'ReplicaSet' ? { terminatingReplicas: tally.terminating } : {}),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** A failure that is there already keeps its first message. */
function conditionsOf({ status }: Replicated, failure: Failure | undefined, nowMs: number): readonly Condition[] {
  const before = status?.conditions ?? [];
  const known = before.some(({ type }) => type === REPLICA_FAILURE);
  if (failure && !known) {
    return [...before, { type: REPLICA_FAILURE, status: 'True', lastTransitionTime: formatTime(nowMs), reason: failure.reason, message: failure.error.message }];
  }
  return !failure && known ? before.filter(({ type }) => type !== REPLICA_FAILURE) : before;
}
