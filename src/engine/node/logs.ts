import { badRequest, notFound, StatusError } from '../api/errors.ts';
import type { Client } from '../api/api-server.ts';
import { MIRROR_ANNOTATION } from '../api/pod-spec/mirror-pods.ts';
import { nodeAddress } from './addresses.ts';
import { behaviourOf } from './behaviour.ts';
import type { LogLine, Machines } from './machines.ts';
import { printedLines, type Text } from './program.ts';
import { specOf, type ContainerRecord, type Instance, type Machine, type Pod, type PodRecord } from './state.ts';

export type LogQuery = Parameters<Machines['logs']>[0];

/** A container's log holds so many lines; older ones are rotated away. */
const LINES_KEPT = 2_000;
const PODS = { group: '', plural: 'pods', kind: 'Pod' };

/**
 * A container's log: worked out from its behaviour when somebody asks, so that a container that prints every second costs nothing
 * until then. Refusals as pkg/registry/core/pod/strategy.go LogLocation and pkg/kubelet/kubelet_pods.go validateContainerLogStatus.
 */
export function readLogs(client: Client, machines: ReadonlyMap<string, Machine>, query: LogQuery, nowMs: number): readonly LogLine[] {
  const pod = client.get('Pod', query.namespace, query.pod);
  if (!pod) throw notFound(PODS, query.pod);
  const name = containerNameOf(pod, query.container);
  const machine = pod.spec.nodeName === undefined ? undefined : machines.get(pod.spec.nodeName);
  if (pod.spec.nodeName === undefined) return [];
  if (!machine || machine.power !== 'on' || machine.partitioned) throw unreachableNode(pod, name, machine);
  const record = machine.pods.get(pod.metadata.annotations?.[MIRROR_ANNOTATION] ?? pod.metadata.uid ?? '');
  const index = record?.containers.findIndex((container) => container.name === name) ?? -1;
  const container = record?.containers[index];
  if (!record || !container) throw badRequest(`container "${name}" in pod "${query.pod}" is waiting to start: ContainerCreating`);
  const instance = query.previous ? previousOf(container, query.pod) : newestOf(record, container, query.pod);
  return linesOf(record, index, instance, nowMs, Math.min(query.tailLines ?? LINES_KEPT, LINES_KEPT));
}

function containerNameOf(pod: Pod, asked: string | undefined): string {
  const names = pod.spec.containers.map(({ name }) => name);
  const inits = (pod.spec.initContainers ?? []).map(({ name }) => name);
  const podName = pod.metadata.name ?? '';
  if (asked !== undefined) {
    if (![...names, ...inits, ...(pod.spec.ephemeralContainers ?? []).map(({ name }) => name)].includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${podName}`);
    return asked;
  }
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const more = inits.length > 0 ? ` or one of the init containers: [${inits.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${names.join(' ')}]${more}`);
}

function unreachableNode(pod: Pod, container: string, machine: Machine | undefined): StatusError {
  const address = machine ? nodeAddress(machine.index) : (pod.spec.nodeName ?? '');
  const path = `containerLogs/${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}/${container}`;
  const message = `Get "https://${address}:10250/${path}": dial tcp ${address}:10250: connect: no route to host`;
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 });
}

function previousOf(container: ContainerRecord, pod: string): Instance {
  const shown = container.state === 'exited' && container.waiting ? container.current : container.previous;
  if (shown?.startedMs === undefined) throw badRequest(`previous terminated container "${container.name}" in pod "${pod}" not found`);
  return shown;
}

function newestOf(record: PodRecord, container: ContainerRecord, pod: string): Instance {
  const newest = container.current?.startedMs === undefined ? container.previous : container.current;
  if (newest?.startedMs !== undefined) return newest;
  const reason = container.waiting?.reason ?? (record.containers[0]?.init ? 'PodInitializing' : 'ContainerCreating');
  const why: Readonly<Record<string, string>> = { ErrImagePull: "image can't be pulled", ImagePullBackOff: 'trying and failing to pull image' };
  throw badRequest(`container "${container.name}" in pod "${pod}" is waiting to start: ${why[reason] ?? reason}`);
}

function linesOf(record: PodRecord, index: number, instance: Instance, nowMs: number, limit: number): LogLine[] {
  const spec = specOf(record, index);
  if (!spec || instance.startedMs === undefined || limit <= 0) return [];
  const behaviour = behaviourOf(record.pod, instance.image === spec.image ? spec : { ...spec, image: instance.image }, instance);
  const lines = printedLines(behaviour.program, instance.startedMs, Math.min(instance.finishedMs ?? nowMs, nowMs), limit);
  const { signalledMs } = instance;
  const answer = signalledMs === undefined || signalledMs > nowMs ? undefined : behaviour.onTerm(signalledMs - instance.startedMs);
  if (answer && signalledMs !== undefined && instance.exitCode !== 137) for (const text of answer.prints) lines.push(...printedAt(text, signalledMs));
  return lines.slice(-limit);
}

function printedAt(text: Text, atMs: number): LogLine[] {
  return printedLines({ steps: [{ afterMs: 0, prints: text }] }, atMs, atMs, 1);
}
