import type { StatusError } from '../../api/errors.ts';
import { controllerOf, type KindMap } from '../../api/object.ts';
import { objectKey, splitKey } from '../../api/reference.ts';
import { matchesSelector, type LabelSelector } from '../../api/selectors.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { adoptedBy, releasedBy } from '../controller-reference.ts';
import { createHistory } from '../history.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPodControl } from '../replicaset/pod-control.ts';
import { slowStart } from '../replicaset/slow-start.ts';
import { createFailedPodsBackOff } from './back-off.ts';
import { isTerminating, newestTemplate, podMaker } from './daemon-pod.ts';
import { createFleets, isAdoptable, type Owned } from './fleets.ts';
import { planNode } from './node-plan.ts';
import { revisionsOf, trimHistory } from './revisions.ts';
import { isSurging, planRollingUpdate } from './rolling-update.ts';
import type { Rules } from './standing.ts';
import { daemonSetStatus } from './status.ts';

type Pod = KindMap['Pod'];
type DaemonSet = KindMap['DaemonSet'];

/** Pods made, and pods deleted, at once (pkg/controller/daemon BurstReplicas). */
const BURST_REPLICAS = 250;
const DEFAULT_HISTORY = 10;

/** Keeps one pod on every node that matches (pkg/controller/daemon/daemon_controller.go). */
export const daemonSetController: ControllerDefinition = {
  name: 'daemonset-controller',
  watches: ['DaemonSet', 'ControllerRevision', 'Pod', 'Node'],
  create: createDaemonSetController,
};

/** One reconcile of a DaemonSet. */
interface Sync extends Owned {
  readonly daemonSet: DaemonSet;
  readonly rules: Rules;
  readonly nowMs: number;
}

function createDaemonSetController(context: ControllerContext): Controller {
  const { client, recorder } = context;
  const fleets = createFleets(client);
  const history = createHistory(client);
  const control = createPodControl(client, recorder);
  const backOff = createFailedPodsBackOff(context.timings);
  if (client.reachable()) fleets.rebuild();

  function claim(daemonSet: DaemonSet, { orphans, strayed }: Owned): void {
    const { namespace = '', name = '', uid = '' } = daemonSet.metadata;
    for (const podName of [...orphans].sort()) {
      const pod = client.get('Pod', namespace, podName);
      if (pod && isAdoptable(pod, daemonSet)) client.update<'Pod'>({ ...pod, metadata: adoptedBy(pod.metadata, daemonSet) }, { note: `adopted by DaemonSet ${name}` });
    }
    orphans.clear();
    for (const podName of [...strayed].sort()) {
      const pod = client.get('Pod', namespace, podName);
      if (!pod || controllerOf(pod)?.uid !== uid || isTerminating(pod) || matchesSelector(daemonSet.spec.selector, pod.metadata.labels)) continue;
      client.update<'Pod'>({ ...pod, metadata: releasedBy(pod.metadata, daemonSet) }, { note: `released by DaemonSet ${name}` });
    }
  }

  /** Sees to it that there is one pod where there should be one, and none elsewhere. `retryMs` says when a failed pod is looked at again. */
  function manage(sync: Sync): { readonly failure: StatusError | undefined; readonly retryMs: number | undefined } {
    const { daemonSet, fleet, rules, nowMs } = sync;
    const lacking: string[] = [];
    const doomed: Pod[] = [];
    let retryMs: number | undefined;
    for (const name of fleet.unsettled()) {
      const node = fleet.node(name);
      if (!node) continue;
      const { needsPod, excess, finished } = planNode(node, rules, nowMs);
      if (!needsPod && excess.length + finished.length === 0) fleet.settled(name);
      if (needsPod) lacking.push(name);
      for (const pod of finished) {
        const delayMs = isFailed(pod) ? backOff.next(daemonSet, name, nowMs) : undefined;
        if (delayMs !== undefined) {
          retryMs = Math.min(retryMs ?? delayMs, delayMs);
          continue;
        }
        tellFinished(daemonSet, pod, name);
        doomed.push(pod);
      }
      doomed.push(...excess);
    }
    return { failure: change(sync, doomed, lacking), retryMs };
  }

  function tellFinished(daemonSet: DaemonSet, pod: Pod, node: string): void {
    const { namespace = '', name = '' } = pod.metadata;
    if (isFailed(pod)) recorder.event(daemonSet, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`);
    else recorder.event(daemonSet, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`);
  }

  function update(sync: Sync): StatusError | undefined {
    const { daemonSet, fleet } = sync;
    const { replaced, overlapped } = planRollingUpdate(daemonSet, fleet);
    const doomed = replaced.slice(0, BURST_REPLICAS).flatMap((node) => fleet.oldPod(node) ?? []);
    return change(sync, doomed, overlapped);
  }

  /** Makes pods for the nodes and deletes others, as many as a burst may. Returns what failed first (syncNodes). */
  function change({ daemonSet, rules }: Sync, doomed: readonly Pod[], nodes: readonly string[]): StatusError | undefined {
    let failure: StatusError | undefined;
    if (nodes.length > 0) {
      const podFor = podMaker(daemonSet, rules);
      const lacking = nodes.slice(0, BURST_REPLICAS).values();
      const error = slowStart(Math.min(nodes.length, BURST_REPLICAS), () => control.create(daemonSet, podFor(lacking.next().value ?? '')));
      if (error && !isNamespaceTerminating(error)) failure = error;
    }
    for (const pod of doomed.slice(0, BURST_REPLICAS)) {
      const error = control.delete(daemonSet, pod, `deleted by DaemonSet ${daemonSet.metadata.name ?? ''}`);
      failure ??= error;
    }
    return failure;
  }

  function sync(key: string, daemonSet: DaemonSet, owned: Owned): void {
    const { spec } = daemonSet;
    const { fleet } = owned;
    const nowMs = context.now();
    claim(daemonSet, owned);
    const { hash, old, collisionCount } = revisionsOf(client, history, daemonSet);
    const rules: Rules = { ...newestTemplate(daemonSet, hash), minReadySeconds: spec.minReadySeconds ?? 0, surging: isSurging(daemonSet) };
    const current: Sync = { ...owned, daemonSet, rules, nowMs };
    fleet.refresh(rules, nowMs);
    const { failure: failed, retryMs } = manage(current);
    fleet.refresh(rules, nowMs);
    const failure = failed ?? (spec.updateStrategy?.type === 'RollingUpdate' ? update(current) : undefined);
    fleet.refresh(rules, nowMs);
    if (!failure) trimHistory(history, old, spec.revisionHistoryLimit ?? DEFAULT_HISTORY, fleet.hasPodsOf);
    client.updateStatus<'DaemonSet'>({ ...daemonSet, status: daemonSetStatus(daemonSet, fleet.counts, collisionCount) });
    lookAgain(key, retryMs === undefined ? undefined : nowMs + retryMs, fleet.nextRipeAtMs(), nowMs);
    if (failure) throw failure;
  }

  function lookAgain(key: string, retryAtMs: number | undefined, ripeAtMs: number | undefined, nowMs: number): void {
    const { namespace, name } = splitKey(key);
    const subject = { kind: 'DaemonSet', namespace, name };
    const isRetryFirst = retryAtMs !== undefined && retryAtMs < (ripeAtMs ?? Number.POSITIVE_INFINITY);
    if (isRetryFirst) context.enqueueAfter(key, retryAtMs - nowMs, { label: 'back-off of failed pods', subject });
    else if (ripeAtMs !== undefined) context.enqueueAfter(key, ripeAtMs - nowMs, { label: 'minReadySeconds', subject });
    else context.cancelDelayed(key);
  }

  return {
    watches: {
      DaemonSet({ object, type, actor }) {
        if (type === 'DELETED') {
          fleets.forget(object);
          backOff.forget(object);
        } else fleets.track(object);
        // Its own writes change nothing but status.
        if (actor !== client.actor) context.enqueue(objectKey(object.metadata.namespace, object.metadata.name ?? ''));
      },
      ControllerRevision({ object, actor }) {
        const owner = controllerOf(object);
        if (owner?.kind === 'DaemonSet' && actor !== client.actor) context.enqueue(objectKey(object.metadata.namespace, owner.name));
      },
      Pod({ object, previous, type }) {
        const keys = type === 'DELETED' ? fleets.podChanged(previous ?? object, undefined) : fleets.podChanged(previous, object);
        for (const key of keys) context.enqueue(key);
      },
      Node({ object, previous, type }) {
        const isGone = type === 'DELETED';
        if (isGone) backOff.forgetNode(object.metadata.name ?? '');
        for (const key of fleets.nodeChanged(isGone ? object : previous, isGone ? undefined : object)) context.enqueue(key);
      },
    },
    resync() {
      if (!client.reachable()) return;
      fleets.rebuild();
      for (const { metadata } of client.list('DaemonSet')) context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const daemonSet = client.get('DaemonSet', namespace, name);
      const owned = daemonSet && fleets.of(daemonSet);
      if (!owned || daemonSet.metadata.deletionTimestamp !== undefined) context.cancelDelayed(key);
      else if (!isSelectingAll(daemonSet.spec.selector)) sync(key, daemonSet, owned);
      else recorder.event(daemonSet, 'Warning', 'SelectingAll', 'This daemon set is selecting all pods. A non-empty selector is required.');
    },
    save: backOff.save,
    load: backOff.load,
  };
}

function isSelectingAll({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

function isFailed({ status }: Pod): boolean {
  return status?.phase === 'Failed';
}
