import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { isPodReady, podCondition } from '../api/pod-readiness.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import type { LabelSelector } from '../api/selectors.ts';
import { disruptionCondition, withDisruptionCondition, withSyncFailure } from '../policy/disruption-condition.ts';
import { parseTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { expectationOf } from './disruption/expected-pods.ts';
import { createTallies, type Tally } from './disruption/tallies.ts';
import { withPodCondition } from './pod-conditions.ts';

type Pod = KindMap['Pod'];
type Budget = KindMap['PodDisruptionBudget'];
type Status = NonNullable<Budget['status']>;

/** Works out how many pods of each PodDisruptionBudget may be evicted (pkg/controller/disruption/disruption.go). */
export const disruptionController: ControllerDefinition = {
  name: 'disruption-controller',
  eventSource: 'controllermanager',
  watches: ['PodDisruptionBudget', 'Pod'],
  create: createDisruptionController,
};

/** How long an evicted pod may take to be marked for deletion before it counts as here to stay (DeletionTimeout). */
const DELETION_TIMEOUT_MS = 120_000;
/** The same for a pod that is to be disrupted for any reason (stalePodDisruptionTimeout). */
const STALE_DISRUPTION_MS = 120_000;
/** What is queued for a pod rather than for a budget. */
const POD_PREFIX = 'pod:';

function createDisruptionController(context: ControllerContext): Controller {
  const { client, recorder, now } = context;
  const tallies = createTallies(client);
  /** keys of pods that are to be disrupted and not yet on their way. */
  const announced = new Set<string>();
  if (client.reachable()) rebuild();

  function rebuild(): void {
    tallies.rebuild();
    announced.clear();
    for (const pod of client.select('Pod')) if (isAnnounced(pod)) announced.add(podKey(pod));
  }
  function observePod(pod: Pod, gone: boolean): void {
    if (!gone && isAnnounced(pod)) {
      announced.add(podKey(pod));
      context.enqueueAfter(podKey(pod), staleAtMs(pod) - now(), undefined, true);
    } else if (announced.size > 0 && announced.delete(podKey(pod))) context.cancelDelayed(podKey(pod));
  }
  /** A pod that is still there two minutes after it was to go is no longer about to go. */
  function clearStaleCondition(key: string): void {
    const { namespace, name } = splitKey(key.slice(POD_PREFIX.length));
    const pod = client.get('Pod', namespace, name);
    if (!pod || !isAnnounced(pod)) return;
    if (staleAtMs(pod) > now()) {
      context.enqueueAfter(key, staleAtMs(pod) - now(), undefined, true);
      return;
    }
    const { reason: _reason, message: _message, ...condition } = podCondition(pod, 'DisruptionTarget') ?? {};
    const status = withPodCondition(pod, { ...condition, type: 'DisruptionTarget', status: 'False' }, now());
    if (status) client.updateStatus<'Pod'>({ ...pod, status });
  }
  function warnOfOverlap(pod: Pod): void {
    const keys = tallies.budgetsOf(pod);
    if (keys.length < 2) return;
    const { namespace = '', name = '' } = pod.metadata;
    const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${splitKey(keys[0] ?? '').name}" arbitrarily.`;
    recorder.event(pod, 'Warning', 'MultiplePodDisruptionBudgets', message);
  }

  function sync(budget: Budget, tally: Tally): void {
    const { namespace = '', name = '', generation } = budget.metadata;
    const before = budget.status ?? {};
    if (tally.pods === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    const expectation = expectationOf(client, namespace, budget.spec, tally);
    if ('problem' in expectation) {
      recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${expectation.problem}`);
      client.updateStatus<'PodDisruptionBudget'>({ ...budget, status: withSyncFailure(before, expectation.problem, now()) });
      return;
    }
    if (expectation.needsManagedPods && tally.unmanaged > 0) recorder.event(budget, 'Warning', 'UnmanagedPods', unmanagedMessage(budget.spec.selector));
    const { kept, healthy, recheckAtMs } = disruptedPods(budget);
    const currentHealthy = tally.healthy - healthy;
    const { expected, desiredHealthy } = expectation;
    const disruptionsAllowed = expected > 0 ? Math.max(currentHealthy - desiredHealthy, 0) : 0;
    const counted: Status = {
      ...(before.conditions ? { conditions: before.conditions } : {}),
      currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods: expected,
      ...(Object.keys(kept).length > 0 ? { disruptedPods: kept } : {}),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
    const isUpToDate = isSame(counted, before) && disruptionCondition(before)?.reason === (disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods');
    if (!isUpToDate) client.updateStatus<'PodDisruptionBudget'>({ ...budget, status: withDisruptionCondition(counted, now()) });
    if (recheckAtMs !== undefined) context.enqueueAfter(objectKey(namespace, name), recheckAtMs - now(), undefined, true);
  }

  /** Pods that were let go and are still to be marked for deletion, those of them that count as healthy, and when the first is given up on. */
  function disruptedPods({ metadata, status }: Budget): { readonly kept: Readonly<Record<string, string>>; readonly healthy: number; readonly recheckAtMs: number | undefined } {
    const { namespace = '', name: budget = '' } = metadata;
    const kept: Record<string, string> = {};
    let healthy = 0;
    let recheckAtMs: number | undefined;
    for (const [name, time] of Object.entries(status?.disruptedPods ?? {})) {
      const pod = client.get('Pod', namespace, name);
      if (!pod || pod.metadata.deletionTimestamp !== undefined || !tallies.budgetsOf(pod).includes(objectKey(namespace, budget))) continue;
      const expectedMs = parseTime(time) + DELETION_TIMEOUT_MS;
      if (expectedMs <= now()) {
        recorder.event(pod, 'Warning', 'NotDeleted', `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`);
        continue;
      }
      kept[name] = time;
      if (isPodReady(pod)) healthy++;
      recheckAtMs = Math.min(recheckAtMs ?? expectedMs, expectedMs);
    }
    return { kept, healthy, recheckAtMs };
  }

  return {
    watches: {
      PodDisruptionBudget({ type, object, previous, actor }) {
        const key = objectKey(object.metadata.namespace, object.metadata.name ?? '');
        if (type === 'DELETED') {
          tallies.forget(key);
          context.cancelDelayed(key);
          return;
        }
        if (!isSame(object.spec.selector, previous?.spec.selector) || !tallies.of(key)) tallies.track(object);
        // Its own writes change nothing but status.
        if (actor !== client.actor) context.enqueue(key);
      },
      Pod({ type, object, previous }) {
        const after = type === 'DELETED' ? undefined : object;
        observePod(object, !after);
        for (const key of tallies.podChanged(previous, after)) context.enqueue(key);
        const isNew = after && (!previous || previous.metadata.labels !== after.metadata.labels);
        if (isNew && tallies.budgetsOf(after).length > 1) context.enqueue(podKey(after));
      },
    },
    resync() {
      if (!client.reachable()) return;
      rebuild();
      for (const { metadata } of client.list('PodDisruptionBudget')) context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
      for (const key of [...announced].sort()) context.enqueue(key);
    },
    reconcile(key) {
      if (key.startsWith(POD_PREFIX)) {
        const { namespace, name } = splitKey(key.slice(POD_PREFIX.length));
        const pod = client.get('Pod', namespace, name);
        if (pod) warnOfOverlap(pod);
        clearStaleCondition(key);
        return;
      }
      const { namespace, name } = splitKey(key);
      const budget = client.get('PodDisruptionBudget', namespace, name);
      const tally = tallies.of(key);
      if (budget && tally) sync(budget, tally);
    },
  };
}

function podKey({ metadata }: Pod): string {
  return POD_PREFIX + objectKey(metadata.namespace, metadata.name ?? '');
}

/** Whether it was said that the pod will be disrupted, and it is not on its way; what the kubelet says may take as long as it will. */
function isAnnounced(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;
  const condition = podCondition(pod, 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason !== 'TerminationByKubelet';
}

function staleAtMs(pod: Pod): number {
  return parseTime(podCondition(pod, 'DisruptionTarget')?.lastTransitionTime ?? '') + STALE_DISRUPTION_MS;
}

/** The selector stands in it as Go shows it. */
function unmanagedMessage(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}: ${value},`).join('');
  const requirements = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`).join('');
  const shown = `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${requirements}},}`;
  return `Pods selected by this PodDisruptionBudget (selector: ${shown}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated ` +
    'correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
}
