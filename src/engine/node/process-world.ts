import type { Program } from './program.ts';

/** What a process finds around it. */
export interface ProcessWorld {
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
  /** of the pod; `default` unless it says otherwise. */
  readonly namespace?: string;
  /** files that are there before it starts and that the model knows of. */
  readonly files: ReadonlySet<string>;
  /** what is in files of its volumes, by path, where that is known. */
  readonly contents?: ReadonlyMap<string, string>;
  /** Services that a name can be resolved to, as `namespace/name`: since when (milliseconds from its start), and to what. */
  readonly names?: ReadonlyMap<string, KnownName>;
  /** what it writes there is told in the pod's status when it ends. */
  readonly terminationFile?: string;
  /** whether the image holds this executable (a bare name). */
  has(binary: string): boolean;
  /** whether this executable is the server the image was made for. */
  isServer(binary: string): boolean;
  /** whether a path lies in a volume of the container: what is there is not known. */
  isMounted(path: string): boolean;
  /** its server does not answer: clients run inside the container find nobody. */
  readonly serverDown?: boolean;
  /** the shell is BusyBox's. */
  readonly busybox: boolean;
}

export interface KnownName {
  readonly afterMs: number;
  readonly address: string;
}

/** What became of starting a process: its program, or the executable that is not there. */
export type ProcessRun = { readonly program: Program } | { readonly notFound: string };
