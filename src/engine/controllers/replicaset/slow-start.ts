/**
 * Calls `attempt` up to `count` times in batches of 1, 2, 4, …; a batch in which one fails is the last, so that what cannot work is not
 * tried hundreds of times (pkg/controller/replicaset/replica_set.go slowStartBatch). Returns the first failure.
 */
export function slowStart<Failure>(count: number, attempt: () => Failure | undefined): Failure | undefined {
  let remaining = count;
  for (let size = 1; remaining > 0; size *= 2) {
    const batch = Math.min(size, remaining);
    let failure: Failure | undefined;
    for (let i = 0; i < batch; i++) {
      const outcome = attempt();
      failure ??= outcome;
    }
    if (failure !== undefined) return failure;
    remaining -= batch;
  }
  return undefined;
}
