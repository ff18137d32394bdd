import { podStatusText } from '../../engine/api/kinds/pod-printing.ts';
import type { KindMap } from '../../engine/api/object.ts';
import { isPodReady, podCondition } from '../../engine/api/pod-readiness.ts';
import type { PodShape } from '../protocol.ts';
import { isPreempted } from './pod-marks.ts';

type Pod = KindMap['Pod'];
export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

/** What the pod's own object does not tell of its shape. */
export interface ShapeSigns {
  /** its node is Unknown to the control plane, or gone. */
  readonly nodeLost: boolean;
  /** one of its containers waits for its image. */
  readonly pulling: boolean;
}

/** Reasons for which a container waits while all is well. */
const PATIENT: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** The shape of DESIGN.md's table a pod has. */
export function podShape(pod: Pod, { nodeLost, pulling }: ShapeSigns): PodShape {
  const phase = pod.status?.phase;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  if (nodeLost && !isOver && pod.spec.nodeName !== undefined) return 'unknown';
  if (pod.metadata.deletionTimestamp !== undefined) return 'finishing';
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed') return 'failing';
  if (pod.spec.nodeName === undefined) return 'waiting';
  const containers = pod.status?.containerStatuses ?? [];
  if (troubleOf(pod)) return 'failing';
  if (isPodReady(pod)) return 'ready';
  if (containers.length > 0 && containers.every(({ state }) => state?.terminated)) return 'completed';
  if (containers.some(({ state }) => state?.running) && containers.every(({ state }) => !state?.waiting)) return 'not-ready';
  return pulling ? 'pulling' : 'starting';
}

/** The first container that failed, or waits because of a failure. */
export function troubleOf(pod: Pod): ContainerStatus | undefined {
  for (const statuses of [pod.status?.initContainerStatuses, pod.status?.containerStatuses]) {
    for (const status of statuses ?? []) {
      const { waiting, terminated } = status.state ?? {};
      if (waiting ? !PATIENT.has(waiting.reason ?? '') : (terminated?.exitCode ?? 0) !== 0) return status;
    }
  }
  return undefined;
}

/**
 * How a pod ended that failed: what ended it as a whole, "Evicted", or how its containers took it. kubectl calls it
 * Completed when they all ended well.
 */
export function endOf(pod: Pod): string | undefined {
  if (pod.status?.phase !== 'Failed') return undefined;
  const status = podStatusText(pod);
  return pod.status.reason ?? (status === 'Completed' ? 'Failed' : status);
}

/** The state as it is spoken: kubectl's status, "Running, not ready", or "Unknown" when nobody can tell. */
export function spokenStateOf(pod: Pod, shape: PodShape): string {
  const status = endOf(pod) ?? podStatusText(pod);
  if (shape === 'unknown') return pod.metadata.deletionTimestamp === undefined ? 'Unknown' : 'Terminating';
  return shape === 'not-ready' && status === 'Running' ? 'Running, not ready' : status;
}

/** Why a pod waits, fails or leaves, in one line; empty when all is well. `preemptor`: the pod that gets its place. */
export function reasonOf(pod: Pod, shape: PodShape, preemptor: string | undefined): string {
  return oneLine(explanation(pod, shape, preemptor));
}

function explanation(pod: Pod, shape: PodShape, preemptor: string | undefined): string {
  switch (shape) {
    case 'waiting': {
      const scheduled = podCondition(pod, 'PodScheduled');
      const why = scheduled?.status === 'False' ? (scheduled.message ?? '') : '';
      const place = pod.status?.nominatedNodeName;
      return place ? `Waits for its place on ${place}, which pods of lower priority are leaving. ${why}` : why;
    }
    case 'unknown':
      return pod.metadata.deletionTimestamp === undefined
        ? `${pod.spec.nodeName ?? 'Its node'} is not heard of: whether it still runs is not known.`
        : `${pod.spec.nodeName ?? 'Its node'} is not heard of, so nobody can say that it has stopped.`;
    case 'failing': {
      // What ended the pod as a whole says more than how its containers took it.
      if (pod.status?.phase === 'Failed' && pod.status.reason && pod.status.message) return pod.status.message;
      const trouble = troubleOf(pod);
      return trouble ? troubleWords(trouble) : (pod.status?.message ?? pod.status?.reason ?? '');
    }
    case 'finishing':
      if (isPreempted(pod)) return `preempted by ${preemptor ?? 'a pod of higher priority'}`;
      return podCondition(pod, 'DisruptionTarget')?.message ?? '';
    case 'not-ready':
      return podCondition(pod, 'Ready')?.message ?? '';
    default:
      return '';
  }
}

/** What is wrong with a container: the kubelet's message, or how it ended. */
export function troubleWords({ name, state, lastState }: ContainerStatus): string {
  if (state?.waiting?.message) return state.waiting.message;
  const ended = state?.terminated ?? lastState?.terminated;
  if (!ended) return state?.waiting?.reason ?? '';
  if (ended.message) return ended.message;
  return ended.reason === 'OOMKilled'
    ? `container ${name} was killed for using more memory than its limit (exit code ${ended.exitCode})`
    : `container ${name} ended with exit code ${ended.exitCode}`;
}

export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
