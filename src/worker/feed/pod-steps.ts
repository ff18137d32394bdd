import type { KindMap } from '../../engine/api/object.ts';
import { podCondition } from '../../engine/api/pod-readiness.ts';
import { parseTime } from '../../engine/time-format.ts';
import { oneLine, troubleOf, troubleWords } from './pod-shape.ts';
import type { WriteFact } from './write-fact.ts';

type Pod = KindMap['Pod'];

/** A step of a pod's life that its own object still tells of, for what happened before anybody listened. */
export interface KnownStep {
  readonly atMs: number;
  readonly fact: WriteFact;
}

/** What a pod's status tells of its life since it was created, oldest first; to the second, as the API has it. */
export function stepsOf(pod: Pod): readonly KnownStep[] {
  const node = pod.spec.nodeName;
  const steps = node === undefined ? unscheduledStep(pod) : [...startSteps(pod, node), ...readyStep(pod, node), ...troubleStep(pod, node)];
  return steps.filter(({ atMs }) => !Number.isNaN(atMs)).sort((a, b) => a.atMs - b.atMs);
}

function unscheduledStep(pod: Pod): KnownStep[] {
  const scheduled = podCondition(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') return [];
  return [{ atMs: parseTime(scheduled.lastTransitionTime ?? ''), fact: { what: 'pod-unschedulable', message: oneLine(scheduled.message ?? '') } }];
}

function startSteps({ status }: Pod, node: string): KnownStep[] {
  return (status?.containerStatuses ?? []).map(({ name, state, restartCount }) => ({
    atMs: parseTime(state?.running?.startedAt ?? ''),
    fact: { what: 'pod-started', node, containers: [name], again: restartCount > 0, ready: false },
  }));
}

function readyStep(pod: Pod, node: string): KnownStep[] {
  const ready = podCondition(pod, 'Ready');
  return ready?.status === 'True' ? [{ atMs: parseTime(ready.lastTransitionTime ?? ''), fact: { what: 'pod-ready', node, message: '' } }] : [];
}

function troubleStep(pod: Pod, node: string): KnownStep[] {
  const trouble = troubleOf(pod);
  if (!trouble) return [];
  const { waiting, terminated } = trouble.state ?? {};
  const endedAt = (terminated ?? trouble.lastState?.terminated)?.finishedAt ?? podCondition(pod, 'Ready')?.lastTransitionTime;
  const reason = waiting?.reason ?? terminated?.reason ?? 'Error';
  return [{ atMs: parseTime(endedAt ?? ''), fact: { what: 'pod-trouble', node, container: trouble.name, reason, message: oneLine(troubleWords(trouble)) } }];
}
