import type { KindMap } from '../api/object.ts';
import { parseAmount } from '../api/amounts.ts';
import { readAnnotations, type BehaviourAnnotations } from './annotations.ts';
import { expandReferences, processOf, timed, type ContainerProcess, type ContainerSpec } from './container-command.ts';
import type { HttpRoute } from './image-model.ts';
import { nextStepMs, type Program, type Text } from './program.ts';
import type { ProcessWorld } from './process-world.ts';
import type { Given } from './state.ts';

type Pod = KindMap['Pod'];

/** How a container's process lives: everything it does by itself as a function of the time since its start. Derived, never saved. */
export interface Behaviour {
  /** runc's words when it cannot even be started. */
  readonly startFailure?: string;
  readonly program: Program;
  /** absent when it never listens. */
  readonly serves?: { readonly afterMs: number; readonly ports: readonly number[]; readonly routes?: readonly HttpRoute[]; readonly grpc: boolean; readonly isSecure?: true };
  readonly readyAfterMs?: number;
  readonly unhealthyAfterMs?: number;
  /** its end, unless somebody ends it before. */
  readonly exit?: { readonly afterMs: number; readonly code: number; readonly oomKilled?: boolean };
  /** Its answer to a SIGTERM that comes `elapsedMs` after its start; `undefined` when it ignores it. */
  onTerm(elapsedMs: number): { readonly afterMs: number; readonly code: number; readonly prints: readonly Text[] } | undefined;
  readonly memoryBytes: number;
  /** bytes a second that it takes more of memory, or writes to the disk. */
  readonly memoryGrowth: number;
  readonly diskBytes: number;
  readonly diskGrowth: number;
  readonly cpuMillis: number;
  readonly world: ProcessWorld;
}

/** What tells every container where the API server is (pkg/kubelet/envvars FromServices): the kubernetes Service. */
const API_SERVER_VARIABLES: readonly (readonly [string, string])[] = [
  ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
  ['KUBERNETES_SERVICE_PORT', '443'],
  ['KUBERNETES_SERVICE_PORT_HTTPS', '443'],
  ['KUBERNETES_PORT', 'tcp://10.96.0.1:443'],
  ['KUBERNETES_PORT_443_TCP', 'tcp://10.96.0.1:443'],
  ['KUBERNETES_PORT_443_TCP_PROTO', 'tcp'],
  ['KUBERNETES_PORT_443_TCP_PORT', '443'],
  ['KUBERNETES_PORT_443_TCP_ADDR', '10.96.0.1'],
];
const MIB = 1024 ** 2;
/** A process without a server of its own: a shell. */
const SMALL_MEMORY_BYTES = MIB;
/** Memory fills up no faster than this. */
const MEMORY_RAMP_MS = 500;

const remembered = new WeakMap<ContainerSpec, Behaviour>();

/**
 * The behaviour of one container of a pod: its annotations say most, then `command` and `args`, then the image catalogue.
 * `given` is what came from ConfigMaps, Secrets and the cluster's names.
 */
export function behaviourOf(pod: Pod, container: ContainerSpec, given: Given = {}): Behaviour {
  const annotations = readAnnotations(pod, container.name);
  const depends = given.env !== undefined || Object.keys(annotations).length > 0 || container.command !== undefined || container.args !== undefined;
  if (depends) return make(pod, container, annotations, given);
  let behaviour = remembered.get(container);
  if (!behaviour) remembered.set(container, (behaviour = make(pod, container, annotations, {})));
  return behaviour;
}

function make(pod: Pod, container: ContainerSpec, annotations: BehaviourAnnotations, given: Given): Behaviour {
  const started = processOf(container, pod.metadata, environmentOf(container, given.env), given);
  const { program, server, world, tag } = started;
  const memoryBytes = Math.floor(annotations.memoryBytes ?? server?.memoryBytes ?? SMALL_MEMORY_BYTES);
  const startMs = annotations.startupMs ?? (program.server?.startMs ?? 0) + (server?.startMs ?? 0);
  const serves = servingOf(started, annotations, startMs, container);
  const limitBytes = memoryLimit(container);
  const exit = firstExit(annotations, program, memoryBytes, limitBytes, Math.max(startMs, MEMORY_RAMP_MS));
  const stopLog = server?.stopLog?.map((line): Text => timed(line, tag) ?? []) ?? [];

  return {
    ...(started.startFailure === undefined ? {} : { startFailure: started.startFailure }),
    program: withLogs(program, annotations.logs),
    ...(serves ? { serves } : {}),
    ...(annotations.readyAfterMs === undefined ? {} : { readyAfterMs: annotations.readyAfterMs }),
    ...(annotations.unhealthyAfterMs === undefined ? {} : { unhealthyAfterMs: annotations.unhealthyAfterMs }),
    ...(exit ? { exit } : {}),
    onTerm(elapsedMs) {
      if (annotations.ignoreSigterm) return undefined;
      if (annotations.shutdownMs !== undefined) return { afterMs: annotations.shutdownMs, code: 0, prints: stopLog };
      if (program.onTerm) {
        const waitMs = program.onTerm.atOnce ? 0 : (nextStepMs(program, elapsedMs) ?? Number.POSITIVE_INFINITY) - elapsedMs;
        return Number.isFinite(waitMs) ? { afterMs: waitMs, code: program.onTerm.code, prints: program.onTerm.prints } : undefined;
      }
      return server?.stop && program.server ? { ...server.stop, prints: stopLog } : undefined;
    },
    // It never gets more than its limit.
    memoryBytes: Math.min(memoryBytes, limitBytes ?? memoryBytes),
    memoryGrowth: annotations.memoryGrowth ?? 0,
    diskBytes: Math.floor(annotations.diskBytes ?? 0),
    diskGrowth: annotations.diskGrowth ?? 0,
    cpuMillis: Math.min(annotations.cpuMillis ?? server?.cpuMillis ?? 0, (parseAmount(container.resources?.limits?.cpu) ?? Number.POSITIVE_INFINITY) * 1000),
    world,
  };
}

function environmentOf(container: ContainerSpec, referenced: Readonly<Record<string, string>> | undefined): Map<string, string> {
  const env = new Map<string, string>([...API_SERVER_VARIABLES, ...Object.entries(referenced ?? {})]);
  // A value may name variables that stand before it, and those of Services.
  const before = new Map<string, string>(API_SERVER_VARIABLES);
  for (const { name, value, valueFrom } of container.env ?? []) {
    const set = valueFrom ? referenced?.[name] : expandReferences(value ?? '', before);
    if (set === undefined) continue;
    before.set(name, set);
    env.set(name, set);
  }
  return env;
}

function servingOf({ server }: ContainerProcess, annotations: BehaviourAnnotations, startMs: number, container: ContainerSpec): Behaviour['serves'] {
  if (annotations.ports) return { afterMs: startMs, ports: annotations.ports, routes: server?.routes ?? [{ path: '*', status: 200 }], grpc: server?.speaksGrpc ?? false };
  if (!server) {
    // A script that is given probes by annotation alone stands for a server on the ports that the pod names.
    const stands = annotations.startupMs !== undefined || annotations.readyAfterMs !== undefined || annotations.unhealthyAfterMs !== undefined;
    if (!stands) return undefined;
    return { afterMs: startMs, ports: (container.ports ?? []).map((port) => port.containerPort), routes: [{ path: '*', status: 200 }], grpc: false };
  }
  return { afterMs: startMs, ports: server.ports, ...(server.routes ? { routes: server.routes } : {}), grpc: server.speaksGrpc ?? false, ...(server.isSecure ? { isSecure: true } : {}) };
}

function memoryLimit(container: ContainerSpec): number | undefined {
  return parseAmount(container.resources?.limits?.memory);
}

/** The soonest of: what the annotation says, what the program does, and the OOM killer when its memory outgrows the limit. */
function firstExit(annotations: BehaviourAnnotations, program: Program, memoryBytes: number, limitBytes: number | undefined, rampMs: number): Behaviour['exit'] {
  let exit: Behaviour['exit'] = program.exit;
  if (annotations.exitAfterMs !== undefined) exit = { afterMs: annotations.exitAfterMs, code: annotations.exitCode ?? 0 };
  else if (exit && annotations.exitCode !== undefined) exit = { ...exit, code: annotations.exitCode };
  const { memoryGrowth = 0 } = annotations;
  if (limitBytes === undefined || (memoryBytes <= limitBytes && memoryGrowth <= 0)) return exit;
  const afterMs = memoryBytes > limitBytes ? Math.round((rampMs * limitBytes) / memoryBytes) : Math.ceil(((limitBytes - memoryBytes) / memoryGrowth) * 1000);
  return exit && exit.afterMs <= afterMs ? exit : { afterMs, code: 137, oomKilled: true };
}

function withLogs(program: Program, lines: readonly string[] | undefined): Program {
  if (!lines) return program;
  return { ...program, steps: [...lines.map((line) => ({ afterMs: 0, prints: [line] })), ...program.steps] };
}
