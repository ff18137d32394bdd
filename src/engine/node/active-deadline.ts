import { parseTime } from '../time-format.ts';
import { podWait, type KubeletContext } from './kubelet-context.ts';
import type { Machine, PodRecord } from './state.ts';

/** Watches how long pods with `activeDeadlineSeconds` are on their node, whatever they are busy with (pkg/kubelet/active_deadline.go). */
export interface ActiveDeadline {
  /** Brings the pending event in line with the pod as it is now. */
  watch(machine: Machine, record: PodRecord): void;
  forget(record: PodRecord): void;
}

export const DEADLINE_HANDLER = 'kubelet.deadline';

export function createActiveDeadline({ kernel }: KubeletContext): ActiveDeadline {
  function forget(record: PodRecord): void {
    if (record.deadline) kernel.cancel(record.deadline.event);
    delete record.deadline;
  }
  /** Counted from the pod's start as the API has it, so that a machine's reboot does not begin it anew. */
  function dueAtMs({ pod, ending }: PodRecord): number | undefined {
    const { activeDeadlineSeconds } = pod.spec;
    if (activeDeadlineSeconds === undefined || ending) return undefined;
    const startMs = parseTime(pod.status?.startTime ?? '');
    return (Number.isNaN(startMs) ? kernel.now() : startMs) + activeDeadlineSeconds * 1000;
  }

  return {
    forget,
    watch(machine, record) {
      const atMs = dueAtMs(record);
      if (record.deadline?.atMs === atMs) return;
      forget(record);
      if (atMs === undefined) return;
      const wait = podWait('activeDeadlineSeconds', record);
      const event = kernel.schedule(Math.max(0, atMs - kernel.now()), DEADLINE_HANDLER, [machine.spec.name, record.uid], wait ? { wait } : {});
      record.deadline = { atMs, event };
    },
  };
}
