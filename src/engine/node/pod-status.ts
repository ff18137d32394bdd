import type { KindMap } from '../api/object.ts';
import type { Mutable } from '../mutable.ts';
import { formatTime } from '../time-format.ts';
import { nodeAddress } from './addresses.ts';
import { statusOfContainer, type ContainerStatus } from './container-status.ts';
import { isSidecar, qosClassOf } from '../api/pod-resources.ts';
import { couldRestartAll, isRestartingAll } from './restart-all.ts';
import { shouldRestart } from './restart-policy.ts';
import { specOf, type Machine, type Pod, type PodRecord } from './state.ts';

type PodStatus = NonNullable<KindMap['Pod']['status']>;
type Condition = NonNullable<PodStatus['conditions']>[number];
type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

const OWN_CONDITIONS: ReadonlySet<string> = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'AllContainersRestarting']);

/** Of a pod that took longer than its activeDeadlineSeconds (pkg/kubelet/active_deadline.go). */
export const DEADLINE_EXCEEDED = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };

/**
 * The status a kubelet posts for a pod: phase, conditions, addresses, containers. Conditions that others own stay as they are.
 * Source: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, getPhase; pkg/kubelet/status/generate.go.
 */
export function composeStatus(machine: Machine, record: PodRecord, nowMs: number): PodStatus {
  const { pod } = record;
  const before = pod.status;
  const others: Condition[] = [];
  for (const condition of before?.conditions ?? []) if (!OWN_CONDITIONS.has(condition.type)) others.push(condition);
  if (record.isStatic && !others.some(({ type }) => type === 'PodScheduled')) others.push(scheduled(nowMs));
  // Built field by field: this runs for every change of every pod.
  const status: Mutable<PodStatus> = { phase: 'Failed', qosClass: qosClassOf(pod.spec), startTime: before?.startTime ?? formatTime(record.startedMs ?? nowMs), conditions: others };
  if (pod.metadata.generation !== undefined) status.observedGeneration = pod.metadata.generation;
  if (before?.nominatedNodeName !== undefined) status.nominatedNodeName = before.nominatedNodeName;
  if (record.rejection) {
    status.reason = record.rejection.reason;
    status.message = `Pod was rejected: ${record.rejection.message}`;
    return status;
  }
  // Lists are made by map, slice and concat: one that grows by push holds room for more, for as long as the pod lives.
  const statuses = record.containers.map((container, index) => statusOfContainer(record, container, specOf(record, index)));
  const initCount = pod.spec.initContainers?.length ?? 0;
  const inits = statuses.slice(0, initCount);
  const ephemeral = statuses.slice(initCount + pod.spec.containers.length);
  const mains = initCount === 0 && ephemeral.length === 0 ? statuses : statuses.slice(initCount, initCount + pod.spec.containers.length);
  const phase = phaseOf(record, inits, mains);
  // It is not over in the eyes of others while anything of it still runs (pkg/kubelet/status mergePodStatus).
  const isHeld = (phase === 'Succeeded' || phase === 'Failed') && record.containers.some(({ state }) => state === 'running');
  status.phase = isHeld ? (before?.phase ?? 'Pending') : phase;
  if (before?.reason !== undefined) status.reason = before.reason;
  if (before?.message !== undefined) status.message = before.message;
  if (record.ending && !isHeld) {
    const { reason, message, evicted } = record.ending;
    Object.assign(status, { reason, message });
    if (evicted === 'for others' && !others.some(({ type }) => type === 'DisruptionTarget')) others.push(disruption(message, nowMs));
  }
  status.conditions = ownConditions(record, phase, inits, mains, others, nowMs).concat(others);
  status.hostIP = nodeAddress(machine.index);
  status.hostIPs = machine.links.hostIPs ??= [{ ip: status.hostIP }];
  // A pod that is over keeps the address it had.
  const address = record.ip ?? before?.podIP;
  if (address !== undefined) {
    status.podIP = address;
    status.podIPs = [{ ip: address }];
  }
  if (inits.length > 0) status.initContainerStatuses = inits;
  status.containerStatuses = mains;
  if (ephemeral.length > 0) status.ephemeralContainerStatuses = ephemeral;
  return status;
}

/** Of a pod that no scheduler has seen. */
function scheduled(nowMs: number): Condition {
  return { type: 'PodScheduled', status: 'True', lastProbeTime: null as unknown as string, lastTransitionTime: formatTime(nowMs) };
}

/** The condition of a pod that the kubelet itself ends (pkg/kubelet/eviction/eviction_manager.go). */
function disruption(message: string, nowMs: number): Condition {
  // metav1.Time writes its zero as null.
  return { type: 'DisruptionTarget', status: 'True', lastProbeTime: null as unknown as string, lastTransitionTime: formatTime(nowMs), reason: 'TerminationByKubelet', message };
}

function phaseOf(record: PodRecord, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[]): Phase {
  const current = record.pod.status?.phase;
  // A terminal phase is never left again.
  if (current === 'Failed' || current === 'Succeeded') return current;
  if (record.ending) return 'Failed';
  if (record.life === 'admitted' && isRestartingAll(record)) return 'Running';
  const isOver = record.life === 'terminated';
  let pendingInit = 0;
  let failedInit = 0;
  let isInitLost = false;
  const willRestart = (index: number, exitCode: number): boolean => {
    const spec = specOf(record, index);
    return spec !== undefined && shouldRestart(spec, index < inits.length, record.pod.spec, exitCode);
  };
  inits.forEach((status, index) => {
    if (isSidecar(record.pod.spec?.initContainers?.[index])) {
      if (!status.started && !isOver && status.lastState?.terminated === undefined && status.state?.terminated === undefined) pendingInit++;
      return;
    }
    const ended = status.state?.terminated ?? (status.state?.waiting ? status.lastState?.terminated : undefined);
    if (!ended) pendingInit++;
    else if (ended.exitCode !== 0) {
      failedInit++;
      isInitLost ||= isOver || !willRestart(index, ended.exitCode);
    }
  });
  if (isInitLost) return 'Failed';
  let waiting = 0;
  let running = 0;
  let stopped = 0;
  let succeeded = 0;
  let restarting = 0;
  for (const [index, status] of mains.entries()) {
    const ended = status.state?.terminated ?? (status.state?.waiting ? status.lastState?.terminated : undefined);
    if (status.state?.running) running++;
    else if (!ended) waiting++;
    else {
      stopped++;
      if (status.state?.terminated?.exitCode === 0) succeeded++;
      if (willRestart(inits.length + index, ended.exitCode)) restarting++;
    }
  }
  if (isOver) return stopped > 0 && stopped === succeeded && waiting === 0 ? 'Succeeded' : 'Failed';
  if (pendingInit > 0 || failedInit > 0 || waiting > 0) return 'Pending';
  if (running > 0 || restarting > 0) return 'Running';
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}

/** The last condition of each type: pods that start together share theirs. */
const lastMade = new Map<string, Condition>();

function ownConditions(record: PodRecord, phase: Phase, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[], others: readonly Condition[], nowMs: number): Condition[] {
  const generation = record.pod.metadata.generation;
  const make = (type: string, isTrue: boolean, reason?: string, message?: string): Condition => {
    const status = isTrue ? 'True' : 'False';
    const old = record.pod.status?.conditions?.find((condition) => condition.type === type);
    if (old?.status === status && old.reason === reason && old.message === message && old.observedGeneration === generation) return old;
    const lastTransitionTime = old?.status === status ? old.lastTransitionTime : formatTime(nowMs);
    const made = lastMade.get(type);
    if (made?.status === status && made.lastTransitionTime === lastTransitionTime && made.reason === reason && made.message === message && made.observedGeneration === generation) return made;
    // metav1.Time writes its zero as null.
    const condition: Mutable<Condition> = { type, status, lastProbeTime: null as unknown as string, lastTransitionTime };
    if (reason !== undefined) condition.reason = reason;
    if (message !== undefined) condition.message = message;
    if (generation !== undefined) condition.observedGeneration = generation;
    lastMade.set(type, condition);
    return condition;
  };
  const hasSandbox = record.ip !== undefined && record.life !== 'finished' && record.life !== 'terminated';
  const conditions = [make('PodReadyToStartContainers', hasSandbox), initialized(record, phase, inits, make), ...readiness(record, phase, inits, mains, others, make)];
  if (couldRestartAll(record.pod)) conditions.push(restartOfAll(record, phase, make));
  return conditions;
}

type Make = (type: string, status: boolean, reason?: string, message?: string) => Condition;

function restartOfAll(record: PodRecord, phase: Phase, make: Make): Condition {
  if (phase === 'Succeeded' || phase === 'Failed') return make('AllContainersRestarting', false, phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed');
  return record.restartsAll === 'stopping' ? make('AllContainersRestarting', true, 'RestartAllContainersStarted', 'container exited with restart policy rule') : make('AllContainersRestarting', false);
}

function initialized(record: PodRecord, phase: Phase, inits: readonly ContainerStatus[], make: Make): Condition {
  if (phase === 'Succeeded') return make('Initialized', true, 'PodCompleted');
  const incomplete = inits.filter((status, index) => (isSidecar(record.pod.spec?.initContainers?.[index]) ? !status.started : !status.ready));
  if (incomplete.length === 0) return make('Initialized', true);
  return make('Initialized', false, 'ContainersNotInitialized', `containers with incomplete status: [${incomplete.map(({ name }) => name).join(' ')}]`);
}

function readiness(record: PodRecord, phase: Phase, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[], others: readonly Condition[], make: Make): Condition[] {
  if (phase === 'Succeeded' || phase === 'Failed') {
    const reason = phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed';
    return [make('Ready', false, reason), make('ContainersReady', false, reason)];
  }
  const sidecars = inits.filter((_status, index) => isSidecar(record.pod.spec?.initContainers?.[index]));
  const unready = [...sidecars, ...mains].filter((status) => !status.ready).map(({ name }) => name);
  if (unready.length > 0) {
    const message = `containers with unready status: [${unready.join(' ')}]`;
    return [make('Ready', false, 'ContainersNotReady', message), make('ContainersReady', false, 'ContainersNotReady', message)];
  }
  const unmet = unmetGates(record.pod, others);
  if (unmet.length > 0) return [make('Ready', false, 'ReadinessGatesNotReady', unmet.join(', ')), make('ContainersReady', true)];
  return [make('Ready', true), make('ContainersReady', true)];
}

function unmetGates(pod: Pod, conditions: readonly Condition[]): string[] {
  const unmet: string[] = [];
  for (const { conditionType } of pod.spec?.readinessGates ?? []) {
    const condition = conditions.find(({ type }) => type === conditionType);
    if (!condition) unmet.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (condition.status !== 'True') unmet.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`);
  }
  return unmet;
}
