/** Answer of an HTTP server to a path. */
export interface HttpRoute {
  /** exact path; `*` stands for every path that no other route names. */
  readonly path: string;
  readonly status: number;
  /** from this moment after it began to serve it answers differently. */
  readonly later?: { readonly afterMs: number; readonly status: number };
}

/** The long-running process an image is made for. */
export interface ServerModel {
  readonly ports: readonly number[];
  /** from start until it accepts connections. */
  readonly startMs: number;
  /** from SIGTERM to its exit, and the code of that exit; absent when it has no handler and the signal does nothing to process 1. */
  readonly stop?: { readonly afterMs: number; readonly code: number };
  readonly memoryBytes: number;
  readonly cpuMillis: number;
  /** absent when it does not speak HTTP. */
  readonly routes?: readonly HttpRoute[];
  readonly speaksGrpc?: boolean;
  /** it speaks TLS. */
  readonly isSecure?: true;
  /** lines it prints, with the milliseconds after its start; `{slash}` and `{iso}` become the time, `{tag}` the image's tag. */
  readonly log: readonly (readonly [number, string])[];
  readonly stopLog?: readonly string[];
  /** it refuses to start unless one of these variables is set. */
  readonly needs?: { readonly anyOf: readonly string[]; readonly says: readonly string[]; readonly code: number };
  /** mounting a volume at one of these configures it: then it also listens where the pod says. */
  readonly configuredAt?: readonly string[];
  /** the argument that says how much memory it takes: `--vm-bytes`. */
  readonly memoryArgument?: string;
  /** the argument that says how many cores it keeps busy: `-cpus`. */
  readonly cpuArgument?: string;
  /** the argument that says where it listens: `--http-port`. */
  readonly portArgument?: string;
}

export interface ImageModel {
  /** with its registry: `docker.io/library/nginx`. */
  readonly repository: string;
  /** tags that exist, without a variant's suffix; `latest` always does unless `noLatest`. */
  readonly tags: RegExp;
  readonly noLatest?: boolean;
  /** compressed size, and of variants by the suffix of the tag (`-alpine`; the bare word is a tag too). */
  readonly bytes: number;
  readonly variants?: Readonly<Record<string, number>>;
  readonly tools: 'busybox' | 'debian' | 'debian-full' | 'none';
  readonly moreTools?: readonly string[];
  /** What becomes of `args` without `command`: run in their place, run by a script that adds the server to flags, or given to the fixed program. */
  readonly entrypoint: 'none' | 'script' | 'fixed';
  readonly server?: ServerModel;
  /** executables that are that server. */
  readonly serverBinaries?: readonly string[];
  /** servers chosen by the first argument. */
  readonly subcommands?: Readonly<Record<string, ServerModel>>;
  /** What the image does when nothing is said: serve, or print this and exit with 0 (a shell or interpreter without input prints nothing). */
  readonly prints?: readonly string[];
  /** whom its processes run as: a number, or a name that the kubelet cannot tell from root's; absent for root. */
  readonly user?: string;
}

const EVERYWHERE = [
  'sh', 'cat', 'ls', 'echo', 'printf', 'sleep', 'true', 'false', 'touch', 'rm', 'mkdir', 'rmdir', 'date', 'hostname', 'env', 'printenv', 'tail', 'head', 'test', '[',
  'grep', 'sed', 'awk', 'cut', 'tr', 'wc', 'sort', 'uniq', 'seq', 'id', 'whoami', 'uname', 'kill', 'dd', 'df', 'du', 'find', 'xargs', 'tar', 'gzip', 'stat', 'basename',
  'dirname', 'base64', 'rev', 'ln', 'cp', 'mv', 'chmod', 'chown', 'yes', 'timeout', 'nproc', 'sync', 'tee', 'mktemp',
];
const TOOLS: Readonly<Record<ImageModel['tools'], ReadonlySet<string>>> = {
  none: new Set(),
  busybox: new Set([...EVERYWHERE, 'ash', 'busybox', 'wget', 'nc', 'nslookup', 'ping', 'ps', 'top', 'free', 'vi', 'ip', 'ifconfig', 'netstat', 'watch', 'uptime']),
  debian: new Set([...EVERYWHERE, 'bash', 'dash', 'perl', 'apt', 'apt-get', 'dpkg']),
  'debian-full': new Set([...EVERYWHERE, 'bash', 'dash', 'perl', 'apt', 'apt-get', 'dpkg', 'curl', 'wget', 'git', 'gcc', 'make', 'ps', 'top', 'free', 'uptime', 'python3']),
};

/** Whether the image holds an executable of this name. */
export function imageHas(image: ImageModel, binary: string, tag: string): boolean {
  return TOOLS[toolsOf(image, tag)].has(binary) || (image.moreTools?.includes(binary) ?? false) || isServerBinary(image, binary);
}

export function isServerBinary(image: ImageModel, binary: string): boolean {
  return image.serverBinaries?.includes(binary) ?? false;
}

export function usesBusybox(image: ImageModel, tag: string): boolean {
  return toolsOf(image, tag) === 'busybox';
}

/** An alpine variant carries BusyBox whatever the main image does. */
function toolsOf(image: ImageModel, tag: string): ImageModel['tools'] {
  if (/(^|-)alpine/.test(tag)) return 'busybox';
  return image.tools === 'debian-full' && /(^|-)slim/.test(tag) ? 'debian' : image.tools;
}

/** Compressed bytes of a tag; `undefined` when the tag does not exist. */
export function bytesOfTag(image: ImageModel, tag: string): number | undefined {
  if (tag === 'latest') return image.noLatest ? undefined : image.bytes;
  for (const [suffix, bytes] of Object.entries(image.variants ?? {})) {
    const variant = new RegExp(`^(?:(.+)-)?${suffix}[0-9.]*$`).exec(tag);
    if (variant && (variant[1] === undefined || image.tags.test(variant[1]))) return bytes;
  }
  return image.tags.test(tag) ? image.bytes : undefined;
}
