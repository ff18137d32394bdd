import type { FaultName, FaultTarget } from '../actions.ts';
import type { KindMap } from '../api/object.ts';
import type { ProbeKind } from '../node/machines.ts';
import { need, type FaultContext, type FaultDefinition } from './fault.ts';

type PodFault = Extract<FaultName, `${string}-container` | `${string}-readiness` | `${string}-liveness` | 'delete-pod'>;

/** Exit code of a process that fails. */
const CRASH_EXIT_CODE = 1;

/** What can happen to pods and their containers. */
export const POD_FAULTS: Readonly<Record<PodFault, FaultDefinition>> = {
  'crash-container': containerFault('Crash', 'crashed', 'Its process ends with an error; the kubelet starts it again, later each time.', (context, target) => context.machines.crashContainer(namespaceOf(target), need(target, 'pod'), target.container, CRASH_EXIT_CODE)),
  'oom-container': containerFault('Run out of memory in', 'ran out of memory in', 'It takes more memory than its limit and the kernel kills it (exit code 137).', (context, target) => context.machines.oomContainer(namespaceOf(target), need(target, 'pod'), target.container)),
  'fail-readiness': probeFault('readiness', true, 'Fail readiness', 'made readiness fail for', 'Its readiness probe fails from now on; Services send it no traffic.'),
  'restore-readiness': probeFault('readiness', false, 'Restore readiness', 'restored readiness of', 'Its readiness probe answers again as the container does.'),
  'fail-liveness': probeFault('liveness', true, 'Fail liveness', 'made liveness fail for', 'Its liveness probe fails from now on; the kubelet restarts the container.'),
  'restore-liveness': probeFault('liveness', false, 'Restore liveness', 'restored liveness of', 'Its liveness probe answers again as the container does.'),
  'delete-pod': {
    title: () => 'Delete pod',
    explanation: 'Stops it within its grace period; whoever owns it makes another.',
    danger: true,
    needsApi: true,
    obstacle(context, target) {
      const pod = findPod(context, target);
      if (!pod) return `There is no pod named ${need(target, 'pod')}.`;
      return pod.metadata.deletionTimestamp === undefined ? undefined : `${need(target, 'pod')} is being deleted already.`;
    },
    run(context, target) {
      const pod = need(target, 'pod');
      context.you.delete('Pod', namespaceOf(target), pod, { propagationPolicy: 'Background', note: 'deleted by you' });
      return `You deleted pod ${pod}`;
    },
  },
};

function containerFault(verb: string, done: string, explanation: string, act: (context: FaultContext, target: FaultTarget) => void): FaultDefinition {
  return {
    title: ({ container }) => (container === undefined ? `${verb} its container` : `${verb} container ${container}`),
    explanation,
    danger: true,
    needsApi: false,
    obstacle(context, target) {
      if (!context.controlPlane.apiServer) return undefined;
      const pod = findPod(context, target);
      if (!pod) return `There is no pod named ${need(target, 'pod')}.`;
      const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
      const runs = statuses.some(({ name, state }) => state?.running !== undefined && (target.container === undefined || name === target.container));
      const machine = context.machines.get(pod.spec.nodeName ?? '');
      if (runs && machine?.powered === false) return `${machine.name} is off: nothing runs on it.`;
      return runs ? undefined : `Container ${target.container ?? 'of this pod'} is not running.`;
    },
    run(context, target) {
      act(context, target);
      const pod = need(target, 'pod');
      return target.container === undefined ? `You ${done} a container of pod ${pod}` : `You ${done} container ${target.container} of pod ${pod}`;
    },
  };
}

function probeFault(probe: ProbeKind, failing: boolean, title: string, done: string, explanation: string): FaultDefinition {
  return {
    title: () => title,
    explanation,
    danger: failing,
    needsApi: false,
    obstacle(context, target) {
      const isFailing = context.machines.hasProbeOverride(namespaceOf(target), need(target, 'pod'), probe);
      if (isFailing !== failing) return undefined;
      return failing ? `Its ${probe} probe is failing already.` : `Its ${probe} probe is not made to fail.`;
    },
    run(context, target) {
      const pod = need(target, 'pod');
      context.machines.overrideProbe(namespaceOf(target), pod, probe, failing);
      return `You ${done} pod ${pod}`;
    },
  };
}

export function namespaceOf(target: FaultTarget): string {
  return target.namespace ?? 'default';
}

function findPod({ you }: FaultContext, target: FaultTarget): KindMap['Pod'] | undefined {
  return you.get('Pod', namespaceOf(target), need(target, 'pod'));
}
