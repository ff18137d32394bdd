import type { KindMap } from '../api/object.ts';
import type { Mutable } from '../mutable.ts';
import { formatTime } from '../time-format.ts';
import { digestOf } from './image-catalogue.ts';
import { parseImageReference } from './image-reference.ts';
import type { ProbeKind } from './machines.ts';
import { isSidecar } from '../api/pod-resources.ts';
import type { ContainerRecord, ContainerSpec, Instance, PodRecord } from './state.ts';

export type ContainerStatus = NonNullable<NonNullable<KindMap['Pod']['status']>['containerStatuses']>[number];
type State = NonNullable<ContainerStatus['state']>;
type Terminated = NonNullable<State['terminated']>;

const NOTHING: State = {};
const CREATING: State = { waiting: { reason: 'ContainerCreating' } };
const INITIALIZING: State = { waiting: { reason: 'PodInitializing' } };
const EPOCH = '1970-01-01T00:00:00Z';
const NO_SPEC: ContainerSpec = { name: '' };
/** Containers that start in the same second share their state. */
let lastRunning: { readonly running: { readonly startedAt: string } } = { running: { startedAt: EPOCH } };

/** One container's entry in the pod's status (pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses). */
export function statusOfContainer(record: PodRecord, container: ContainerRecord, spec: ContainerSpec = NO_SPEC): ContainerStatus {
  const { current } = container;
  const image = current ? imageNames(current.image) : undefined;
  const isRunning = showsRunning(record, container);
  const status: Mutable<ContainerStatus> = {
    name: container.name,
    state: stateOf(record, container),
    lastState: lastStateOf(container),
    ready: isReady(record, container, spec),
    restartCount: container.restartCount,
    image: image?.canonical ?? spec.image ?? '',
    imageID: image?.id ?? '',
  };
  if (current) status.containerID = `containerd://${current.id}`;
  if (container.ephemeral) return status;
  status.started = isRunning && isStarted(container, spec);
  if (spec.resources?.requests) status.allocatedResources = spec.resources.requests;
  if (spec.resources && isRunning) status.resources = spec.resources;
  return status;
}

/** The kubelet takes a container for running once its postStart hook is done. */
function showsRunning({ step, containers }: PodRecord, container: ContainerRecord): boolean {
  return container.state === 'running' && !(step?.kind === 'hook' && containers[step.container ?? -1] === container);
}

function stateOf(record: PodRecord, container: ContainerRecord): State {
  const { current, waiting } = container;
  if (showsRunning(record, container) && current?.startedMs !== undefined) {
    const startedAt = formatTime(current.startedMs);
    if (lastRunning.running.startedAt !== startedAt) lastRunning = { running: { startedAt } };
    return lastRunning;
  }
  if (waiting) return { waiting };
  const ended = container.state === 'exited' ? current : container.state === 'running' ? container.previous : undefined;
  if (ended) return { terminated: terminatedOf(ended) };
  return record.containers[0]?.init ? INITIALIZING : CREATING;
}

function lastStateOf(container: ContainerRecord): State {
  const shown = container.state === 'waiting' || (container.state === 'exited' && container.waiting) ? container.current : container.previous;
  return shown ? { terminated: terminatedOf(shown) } : NOTHING;
}

function terminatedOf(instance: Instance): Terminated {
  return {
    containerID: `containerd://${instance.id}`,
    exitCode: instance.exitCode ?? 0,
    ...(instance.reason === undefined ? {} : { reason: instance.reason }),
    ...(instance.message === undefined ? {} : { message: instance.message }),
    startedAt: instance.startedMs === undefined ? EPOCH : formatTime(instance.startedMs),
    finishedAt: instance.finishedMs === undefined ? EPOCH : formatTime(instance.finishedMs),
  };
}

/** The names a status gives of an image; they stand for its digest in the registry. */
function imageNames(image: string): { readonly canonical: string; readonly id: string } {
  let names = remembered.get(image);
  if (names) return names;
  const reference = parseImageReference(image);
  names = reference ? { canonical: reference.canonical, id: `${reference.repository}@${digestOf(reference)}` } : { canonical: image, id: '' };
  if (remembered.size > 1_000) remembered.clear();
  remembered.set(image, names);
  return names;
}
const remembered = new Map<string, { readonly canonical: string; readonly id: string }>();

export function probeResult(container: ContainerRecord, kind: ProbeKind): 'unknown' | 'success' | 'failure' {
  return container.probes.find((probe) => probe.kind === kind)?.result ?? 'unknown';
}

export function isStarted(container: ContainerRecord, spec: ContainerSpec): boolean {
  return spec.startupProbe === undefined || probeResult(container, 'startup') === 'success';
}

function isReady(record: PodRecord, container: ContainerRecord, spec: ContainerSpec): boolean {
  if (container.ephemeral) return false;
  if (container.init && !isSidecar(spec)) return container.state === 'exited' && container.current?.exitCode === 0;
  if (!showsRunning(record, container) || !isStarted(container, spec)) return false;
  return spec.readinessProbe === undefined || probeResult(container, 'readiness') === 'success';
}
