import type { EvictionPolicy } from '../api/admission.ts';
import type { Client } from '../api/api-server.ts';
import { forbidden, StatusError, tooManyRequests } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { isPodReady } from '../api/pod-readiness.ts';
import { matchesSelector } from '../api/selectors.ts';
import type { Store } from '../api/store.ts';
import type { Kernel } from '../kernel.ts';
import { formatTime } from '../time-format.ts';
import { disruptionCondition, SYNC_FAILED, withDisruptionCondition } from './disruption-condition.ts';

type Pod = KindMap['Pod'];
type Budget = KindMap['PodDisruptionBudget'];

const BUDGETS = { group: 'policy', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget' };
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const TOO_MANY_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
/** Pods that a budget may list as about to go; more wait for its controller. */
const MOST_DISRUPTED = 2_000;
/** Before a budget is worth asking again that its controller has not yet looked at. */
const RETRY_SECONDS = 10;

/** Lets pods be evicted as far as their disruption budgets allow it (pkg/registry/core/pod/storage/eviction.go). `client` is the API server's own. */
export function createEvictionPolicy({ now }: Pick<Kernel, 'now'>, store: Store, client: Client): EvictionPolicy {
  function budgetsOf({ metadata }: Pod): readonly Budget[] {
    if (store.count('PodDisruptionBudget') === 0) return [];
    return store.select('PodDisruptionBudget', { namespace: metadata.namespace ?? '' }).filter(({ spec }) => spec.selector && matchesSelector(spec.selector, metadata.labels));
  }

  return {
    admit(pod, dryRun) {
      if (isFreeToGo(pod)) return;
      const [budget, ...others] = budgetsOf(pod);
      if (!budget) return;
      if (others.length > 0) throw failure(TOO_MANY_BUDGETS);
      if (!isPodReady(pod) && mayGoUnhealthy(budget)) return;
      const status = decremented(budget, pod.metadata.name ?? '', now());
      if (!dryRun) client.updateStatus<'PodDisruptionBudget'>({ ...budget, status }, { note: `lets ${pod.metadata.name ?? ''} be evicted` });
    },
  };
}

/** A pod that does not run, no longer or not yet, or that is going already, disrupts nothing. */
function isFreeToGo({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed' || status?.phase === 'Pending';
}

function mayGoUnhealthy({ spec, status }: Budget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** The budget's status with one disruption less; throws when it has none to give. */
function decremented({ metadata, status = {} }: Budget, pod: string, nowMs: number): NonNullable<Budget['status']> {
  const { name = '', generation = 0 } = metadata;
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0, disruptedPods = {}, observedGeneration = 0 } = status;
  const refuse = (message: string, retrySeconds: number): never => {
    throw tooManyRequests(REFUSED, retrySeconds, [{ reason: 'DisruptionBudget', message, field: '' }]);
  };
  if (observedGeneration < generation) refuse(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  if (disruptionsAllowed < 0) throw forbidden(BUDGETS, name, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > MOST_DISRUPTED) throw forbidden(BUDGETS, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (disruptionsAllowed === 0) {
    const condition = disruptionCondition(status);
    if (condition?.reason === SYNC_FAILED) refuse(`The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`, 0);
    refuse(`The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`, 0);
  }
  const next = { ...status, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods: { ...disruptedPods, [pod]: formatTime(nowMs) } };
  return next.disruptionsAllowed === 0 ? withDisruptionCondition(next, nowMs) : next;
}

function failure(message: string): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 });
}
