import type { KindMap } from '../api/object.ts';
import { findImageModel } from './image-catalogue.ts';
import { imageHas, isServerBinary, usesBusybox, type ImageModel, type ServerModel } from './image-model.ts';
import { parseImageReference } from './image-reference.ts';
import { runProcess } from './process-model.ts';
import type { ProcessWorld } from './process-world.ts';
import type { Program } from './program.ts';
import type { Given } from './state.ts';

type PodMetadata = KindMap['Pod']['metadata'];
type PodSpec = NonNullable<KindMap['Pod']['spec']>;
export type ContainerSpec = PodSpec['containers'][number];

/** A container's process before anything a pod says about it by annotation. */
export interface ContainerProcess {
  readonly program: Program;
  /** the server it is or becomes, if any. */
  readonly server?: ServerModel;
  readonly tag: string;
  /** runc's words when the executable is not in the image. */
  readonly startFailure?: string;
  /** what commands run inside the container find. */
  readonly world: ProcessWorld;
}

const NEEDS_CHECK_MS = 150;
const ONE_SHOT_MS = 20;
const MIB = 1024 ** 2;

/** An image of the person's own, of which nothing is known but that it exists: a server on whatever ports the pod names. */
const UNKNOWN_SERVER: ServerModel = { ports: [], startMs: 100, stop: { afterMs: 50, code: 0 }, memoryBytes: 32 * MIB, cpuMillis: 2, routes: [{ path: '*', status: 200 }], log: [] };
const UNKNOWN_IMAGE: ImageModel = { repository: '', tags: /^/, bytes: 0, tools: 'debian-full', entrypoint: 'fixed', server: UNKNOWN_SERVER };

/** Works out what a container runs: the image's default, its `command` and `args`. Pure. */
export function processOf(container: ContainerSpec, pod: PodMetadata, env: ReadonlyMap<string, string>, given: Given = {}): ContainerProcess {
  const reference = parseImageReference(container.image ?? '');
  const tag = reference?.tag ?? 'latest';
  const known = reference && findImageModel(reference);
  const image = known ?? UNKNOWN_IMAGE;
  const world = worldOf(image, tag, container, pod, env, known !== undefined, given);
  const command = (container.command ?? []).map((text) => expandReferences(text, env));
  const args = (container.args ?? []).map((text) => expandReferences(text, env));
  const argv = [...command, ...args];

  if (command.length > 0) return started(argv, image, tag, world, env, container);
  if (args.length === 0 || image.entrypoint === 'fixed') return byDefault(args, image, tag, world, env, container);
  const first = args[0] ?? '';
  const runnable = world.has(first) || world.isServer(first);
  // Entry-point scripts put the server in front of flags, and run anything else.
  if (image.entrypoint === 'script' && first.startsWith('-')) return byDefault(args, image, tag, world, env, container);
  if (image.entrypoint === 'script' && !runnable) {
    const says = { afterMs: ONE_SHOT_MS, prints: [`/docker-entrypoint.sh: exec: line 47: ${first}: not found`] };
    return { program: { steps: [says], exit: { afterMs: ONE_SHOT_MS, code: 127 } }, tag, world };
  }
  return started(args, image, tag, world, env, container);
}

function started(argv: readonly string[], image: ImageModel, tag: string, world: ProcessWorld, env: ReadonlyMap<string, string>, container: ContainerSpec): ContainerProcess {
  const run = runProcess(argv, world);
  if ('notFound' in run) {
    const why = run.notFound.includes('/') ? `stat ${run.notFound}: no such file or directory` : 'executable file not found in $PATH';
    return { program: { steps: [] }, tag, world, startFailure: `exec: "${run.notFound}": ${why}` };
  }
  const { program } = run;
  if (!program.server) return { program, tag, world };
  const server = program.server.ports ? { ...UNKNOWN_SERVER, ports: program.server.ports } : (image.server ?? UNKNOWN_SERVER);
  return serving(program, server, argv, tag, world, env, container);
}

function byDefault(args: readonly string[], image: ImageModel, tag: string, world: ProcessWorld, env: ReadonlyMap<string, string>, container: ContainerSpec): ContainerProcess {
  const server = (image.subcommands && args[0] !== undefined ? image.subcommands[args[0]] : undefined) ?? image.server;
  if (server) return serving({ steps: [], server: { startMs: 0 } }, server, args, tag, world, env, container);
  const steps = (image.prints ?? []).map((text) => ({ afterMs: ONE_SHOT_MS, prints: [text] }));
  return { program: { steps, exit: { afterMs: ONE_SHOT_MS, code: 0 } }, tag, world };
}

function serving(program: Program, server: ServerModel, args: readonly string[], tag: string, world: ProcessWorld, env: ReadonlyMap<string, string>, container: ContainerSpec): ContainerProcess {
  const startMs = program.server?.startMs ?? 0;
  const { needs } = server;
  if (needs && !needs.anyOf.some((name) => env.get(name))) {
    const afterMs = startMs + NEEDS_CHECK_MS;
    const steps = [...program.steps, ...needs.says.map((line) => ({ afterMs, prints: timed(line, tag) }))];
    return { program: { steps, exit: { afterMs, code: needs.code } }, tag, world };
  }
  const asked = server.portArgument === undefined ? undefined : portIn(argumentOf(args, server.portArgument));
  const memory = server.memoryArgument === undefined ? undefined : bytesIn(argumentOf(args, server.memoryArgument));
  const cores = server.cpuArgument === undefined ? undefined : Number(argumentOf(args, server.cpuArgument));
  const configured = server === UNKNOWN_SERVER || server.configuredAt?.some((path) => isMountedAt(container, path));
  const declared = configured ? (container.ports ?? []).map((port) => port.containerPort) : [];
  const fitted: ServerModel = {
    ...server,
    ports: asked === undefined ? [...server.ports, ...declared] : [asked, ...server.ports.slice(1)],
    ...(configured && server.routes ? { routes: [{ path: '*', status: 200 }] } : {}),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
    ...(cores === undefined || !Number.isFinite(cores) ? {} : { cpuMillis: cores * 1000 }),
  };
  const steps = [...program.steps, ...server.log.map(([afterMs, line]) => ({ afterMs: startMs + afterMs, prints: timed(line, tag) }))];
  return { program: { ...program, steps }, server: fitted, tag, world };
}

/** A log line with its time and tag filled in: `{slash}`, `{iso}`, `{tag}`. */
export function timed(line: string, tag: string): Program['steps'][number]['prints'] {
  const versioned = line.replaceAll('{tag}', /^\d/.test(tag) ? tag.replace(/-.*$/, '') : tag);
  return versioned.split(/(\{slash\}|\{iso\})/).map((piece) => {
    if (piece === '{iso}') return { kind: 'date', format: 'iso' };
    return piece === '{slash}' ? { kind: 'date', format: 'slash' } : piece;
  });
}

function argumentOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  if (found === undefined) return undefined;
  return found === name ? args[at + 1] : found.slice(name.length + 1);
}

function portIn(text: string | undefined): number | undefined {
  const match = /(\d{1,5})$/.exec(text ?? '');
  return match ? Number(match[1]) : undefined;
}

/** `250M` as stress reads it: powers of 1024. */
function bytesIn(text: string | undefined): number | undefined {
  const match = /^(\d+)([BKMG]?)$/i.exec(text ?? '');
  return match ? Number(match[1]) * 1024 ** Math.max(0, 'BKMG'.indexOf((match[2] ?? '').toUpperCase())) : undefined;
}

/** `$(NAME)` in command and args becomes the variable's value; unknown ones stay, `$$` escapes (third_party/forked/golang/expansion). */
export function expandReferences(text: string, env: ReadonlyMap<string, string>): string {
  return text.includes('$') ? text.replace(/\$\$|\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)/g, (whole, name: string | undefined) => (name === undefined ? '$' : (env.get(name) ?? whole))) : text;
}

function isMountedAt(container: ContainerSpec, path: string): boolean {
  return container.volumeMounts?.some(({ mountPath }) => mountPath === path || mountPath.startsWith(`${path}/`)) ?? false;
}

/** Shared by all that were given nothing. */
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

function worldOf(image: ImageModel, tag: string, container: ContainerSpec, { name = '', namespace = 'default' }: PodMetadata, env: ReadonlyMap<string, string>, isKnown: boolean, { files, names }: Given): ProcessWorld {
  const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
  return {
    env: new Map([['HOSTNAME', name], ...env]),
    hostname: name,
    namespace,
    files: new Set(),
    contents: files ? new Map(Object.entries(files)) : NOTHING,
    names: names ? new Map(Object.entries(names)) : NOTHING,
    terminationFile: container.terminationMessagePath ?? '/dev/termination-log',
    has: (binary) => !isKnown || imageHas(image, binary, tag),
    isServer: (binary) => (isKnown ? isServerBinary(image, binary) : !imageHas(image, binary, tag)),
    isMounted: (path) => mounts.some((mount) => path === mount || path.startsWith(`${mount}/`)),
    busybox: usesBusybox(image, tag),
  };
}
