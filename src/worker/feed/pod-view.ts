import { parseAmount } from '../../engine/api/amounts.ts';
import { podRestarts, podStatusText } from '../../engine/api/kinds/pod-printing.ts';
import type { KindMap } from '../../engine/api/object.ts';
import { podCondition } from '../../engine/api/pod-readiness.ts';
import { isSidecar, requestsOf } from '../../engine/api/pod-resources.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { ContainerView, PodShape, PodView } from '../protocol.ts';
import { keyOf } from './cluster-mirror.ts';
import type { ImagePull } from './image-pulls.ts';
import { isDaemon, markOf, numberOf, traitsOf } from './pod-marks.ts';
import { podShape, reasonOf, spokenStateOf, type ContainerStatus } from './pod-shape.ts';

type Pod = KindMap['Pod'];
type ContainerSpec = Pod['spec']['containers'][number];

/** What is known of a pod beside its object. */
export interface PodSurroundings {
  /** topmost owner as `Kind/namespace/name`, and its short name. */
  readonly workload: string;
  readonly caption: string;
  /** its node is Unknown to the control plane, or gone. */
  readonly nodeLost: boolean;
  /** the image pull it waits for. */
  readonly pull: ImagePull | undefined;
  /** when it was bound, or its last image arrived, as far as that was seen. */
  readonly lastStepMs: number | undefined;
  /** name of the pod it has to leave for. */
  readonly preemptor: string | undefined;
}

/** Sandbox, container and start, once the image is there. */
const USUAL_START_MS = 1_000;

export function podView(pod: Pod, surroundings: PodSurroundings): PodView {
  const { metadata, spec } = pod;
  const shape = podShape(pod, { nodeLost: surroundings.nodeLost, pulling: surroundings.pull !== undefined });
  const containers = containerViews(pod);
  const { cpuMillis, memoryBytes } = requestsOf(spec);
  return {
    key: keyOf(pod),
    uid: metadata.uid ?? '',
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    node: spec.nodeName ?? null,
    workload: surroundings.workload,
    caption: surroundings.caption,
    shape,
    number: numberOf(pod),
    daemon: isDaemon(pod),
    place: spec.nodeName === undefined ? (pod.status?.nominatedNodeName ?? null) : null,
    mark: markOf(pod),
    traits: traitsOf(pod),
    status: podStatusText(pod),
    spokenState: spokenStateOf(pod, shape),
    reason: reasonOf(pod, shape, surroundings.preemptor),
    readyContainers: containers.reduce((count, { ready, part }) => count + (ready && (part === 'main' || part === 'sidecar') ? 1 : 0), 0),
    restarts: podRestarts(pod),
    cpuMillis,
    memoryBytes,
    createdAtMs: parseTime(metadata.creationTimestamp ?? ''),
    progress: progressOf(pod, shape, surroundings),
    containers,
  };
}

function containerViews({ spec, status }: Pod): readonly ContainerView[] {
  const views = spec.containers.map((container) => containerView(container, 'main', status?.containerStatuses));
  if (!spec.initContainers && !spec.ephemeralContainers) return views;
  const inits = (spec.initContainers ?? []).map((container) => containerView(container, isSidecar(container) ? 'sidecar' : 'init', status?.initContainerStatuses));
  const ephemeral = (spec.ephemeralContainers ?? []).map((container) => containerView(container, 'ephemeral', status?.ephemeralContainerStatuses));
  return [...views, ...inits.filter(({ part }) => part === 'sidecar'), ...inits.filter(({ part }) => part === 'init'), ...ephemeral];
}

function containerView(spec: ContainerSpec, part: ContainerView['part'], statuses: readonly ContainerStatus[] | undefined): ContainerView {
  const status = statuses?.find(({ name }) => name === spec.name);
  const { running, terminated, waiting } = status?.state ?? {};
  const requests = spec.resources?.requests;
  const probes: ContainerView['probes'][number][] = [];
  if (spec.startupProbe) probes.push('startup');
  if (spec.readinessProbe) probes.push('readiness');
  if (spec.livenessProbe) probes.push('liveness');
  return {
    name: spec.name,
    part,
    image: spec.image ?? '',
    state: running ? 'running' : terminated ? 'terminated' : 'waiting',
    reason: terminated ? (terminated.reason ?? `ExitCode:${terminated.exitCode}`) : (waiting?.reason ?? ''),
    ready: status?.ready === true && running !== undefined,
    restarts: status?.restartCount ?? 0,
    cpuMillis: Math.ceil((parseAmount(requests?.cpu) ?? 0) * 1000),
    memoryBytes: parseAmount(requests?.memory) ?? 0,
    probes,
  };
}

/** Durations of pulls and starts are no part of the API: what is given for them is what they usually take. */
function progressOf(pod: Pod, shape: PodShape, { pull, lastStepMs }: PodSurroundings): PodView['progress'] {
  if (shape === 'finishing') {
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const toMs = parseTime(deletionTimestamp ?? '');
    return Number.isNaN(toMs) ? null : { fromMs: toMs - deletionGracePeriodSeconds * 1000, toMs };
  }
  if (shape === 'pulling') return pull ? { fromMs: pull.sinceMs, toMs: pull.expectedEndMs } : null;
  // Nobody can say how long init containers take.
  if (shape !== 'starting' || pod.spec.initContainers !== undefined) return null;
  const fromMs = lastStepMs ?? parseTime(podCondition(pod, 'PodScheduled')?.lastTransitionTime ?? '');
  return Number.isNaN(fromMs) ? null : { fromMs, toMs: fromMs + USUAL_START_MS };
}
