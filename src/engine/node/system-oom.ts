import { parseAmount } from '../api/amounts.ts';
import { qosClassOf } from '../api/pod-resources.ts';
import { isCriticalPod } from '../api/pod-spec/mirror-pods.ts';
import { parseImageReference } from './image-reference.ts';
import { specOf, type Machine, type PodRecord } from './state.ts';
import { containerUsage } from './usage.ts';

const GUARANTEED_ADJUSTMENT = -997;
const BEST_EFFORT_ADJUSTMENT = 1000;

/** The container whose process the kernel kills when a machine's memory is used up: that of the highest score; `undefined` when none runs. */
export function oomVictim(machine: Machine, nowMs: number): { readonly record: PodRecord; readonly index: number } | undefined {
  let victim: { readonly record: PodRecord; readonly index: number } | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const record of machine.pods.values()) {
    for (let index = 0; index < record.containers.length; index++) {
      if (record.containers[index]?.state !== 'running') continue;
      const score = (containerUsage(record, index, 'memory', nowMs) / machine.spec.memoryBytes) * 1000 + adjustment(machine, record, index);
      if (score <= highest) continue;
      highest = score;
      victim = { record, index };
    }
  }
  return victim;
}

/** What the kubelet has the kernel add to a process's own score (pkg/kubelet/qos/policy.go). */
function adjustment(machine: Machine, record: PodRecord, index: number): number {
  const qos = qosClassOf(record.pod.spec);
  if (qos === 'Guaranteed' || isCriticalPod(record.pod)) return GUARANTEED_ADJUSTMENT;
  if (qos === 'BestEffort') return BEST_EFFORT_ADJUSTMENT;
  const requested = parseAmount(specOf(record, index)?.resources?.requests?.memory) ?? 0;
  return Math.min(Math.max(Math.floor(1000 - (1000 * requested) / machine.spec.memoryBytes), 1000 + GUARANTEED_ADJUSTMENT), BEST_EFFORT_ADJUSTMENT - 1);
}

/** How the kernel's log names a container's process: by its executable, of 15 letters at most. */
export function processName(record: PodRecord, index: number): string {
  const spec = specOf(record, index);
  const executable = spec?.command?.[0] ?? parseImageReference(spec?.image ?? '')?.repository ?? '';
  return executable.slice(executable.lastIndexOf('/') + 1).slice(0, 15);
}
