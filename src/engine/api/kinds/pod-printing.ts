import { parseTime } from '../../time-format.ts';
import { humanDuration } from '../human-duration.ts';
import type { KindMap } from '../object.ts';
import { isPodReady, podCondition } from '../pod-readiness.ts';
import { isSidecar } from '../pod-resources.ts';

type Pod = KindMap['Pod'];
type Container = Pod['spec']['containers'][number];
type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

interface RestartCount {
  readonly count: number;
  /** When the last container that was started again had ended, milliseconds; NaN when none did. */
  readonly lastMs: number;
}

interface PodSummary {
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: RestartCount;
}

/** What init containers tell. `reason` is there while the pod waits for one of them. */
interface InitSummary {
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: RestartCount;
  readonly sidecarRestarts: RestartCount;
}

const NO_RESTARTS: RestartCount = { count: 0, lastMs: Number.NaN };
/** A pod's reason after its node was lost, from before nodes were tainted; printed as Unknown. */
const NODE_LOST = 'NodeLost';

/** kubectl's STATUS: `Running`, `Init:0/1`, `CrashLoopBackOff`, `Terminating`, … (pkg/printers/internalversion/printers.go printPod). */
export function podStatusText(pod: Pod): string {
  return summarize(pod).status;
}

/** kubectl's READY, such as `1/2`: containers and sidecars that are ready, of all there are. */
export function podReadyText(pod: Pod): string {
  const { ready, total } = summarize(pod);
  return `${ready}/${total}`;
}

/** How often containers were started again; those of ordinary init containers count only until the pod is initialized. */
export function podRestarts(pod: Pod): number {
  return summarize(pod).restarts.count;
}

/** kubectl's RESTARTS, such as `3 (2m ago)`. */
export function podRestartsText(pod: Pod, nowMs: number): string {
  const { count, lastMs } = summarize(pod).restarts;
  return count === 0 || Number.isNaN(lastMs) ? `${count}` : `${count} (${humanDuration(nowMs - lastMs)} ago)`;
}

/** kubectl's READINESS GATES: conditions that are True of those the pod waits for, or `<none>`. */
export function podReadinessGatesText(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => podCondition(pod, gate.conditionType)?.status === 'True').length}/${gates.length}`;
}

const summaries = new WeakMap<Pod, PodSummary>();

function summarize(pod: Pod): PodSummary {
  let summary = summaries.get(pod);
  if (!summary) summaries.set(pod, (summary = computeSummary(pod)));
  return summary;
}

function computeSummary(pod: Pod): PodSummary {
  const initContainers = pod.spec.initContainers ?? [];
  const total = pod.spec.containers.length + initContainers.filter(isSidecar).length;
  const init = summarizeInit(pod, initContainers);
  const initialized = init.reason === undefined || podCondition(pod, 'Initialized')?.status === 'True';
  if (!initialized) return { status: endingOr(pod, init.reason ?? ''), ready: init.ready, total, restarts: init.restarts };

  let status = init.reason ?? phaseText(pod);
  let { ready } = init;
  let restarts = init.sidecarRestarts;
  let someRun = false;
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    restarts = plusRestarts(restarts, container);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) status = waiting.reason;
    else if (terminated) status = endText(terminated);
    else if (container.ready && running) {
      someRun = true;
      ready++;
    }
  }
  // One container may be done while others still run.
  if (status === 'Completed' && someRun) status = isPodReady(pod) ? 'Running' : 'NotReady';
  return { status: endingOr(pod, status), ready, total, restarts };
}

function summarizeInit(pod: Pod, initContainers: readonly Container[]): InitSummary {
  let ready = 0;
  let restarts = NO_RESTARTS;
  let sidecarRestarts = NO_RESTARTS;
  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(initContainers.find(({ name }) => name === container.name));
    restarts = plusRestarts(restarts, container);
    if (sidecar) sidecarRestarts = plusRestarts(sidecarRestarts, container);
    const { waiting, terminated } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecar && container.started === true) {
      if (container.ready) ready++;
      continue;
    }
    const waitsFor = waiting?.reason === 'PodInitializing' ? undefined : waiting?.reason;
    const text = terminated ? endText(terminated) : waitsFor || `${index}/${initContainers.length}`;
    return { reason: `Init:${text}`, ready, restarts, sidecarRestarts };
  }
  return { reason: undefined, ready, restarts, sidecarRestarts };
}

function phaseText(pod: Pod): string {
  if (podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
  return pod.status?.reason || pod.status?.phase || '';
}

function endText({ reason, signal, exitCode }: Terminated): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

/** A pod that is to be deleted says so, unless it has come to its end. */
function endingOr(pod: Pod, status: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return status;
  if (pod.status?.reason === NODE_LOST) return 'Unknown';
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed' ? status : 'Terminating';
}

function plusRestarts(sum: RestartCount, container: ContainerStatus): RestartCount {
  const endedMs = parseTime(container.lastState?.terminated?.finishedAt ?? '');
  const isLater = !Number.isNaN(endedMs) && !(sum.lastMs >= endedMs);
  return { count: sum.count + container.restartCount, lastMs: isLater ? endedMs : sum.lastMs };
}
