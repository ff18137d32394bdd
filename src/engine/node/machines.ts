import type { Connection } from '../api/api-server.ts';
import type { KindMap } from '../api/object.ts';
import type { Component } from '../component.ts';
import type { PressedResource } from './usage.ts';

/** A machine that can join the cluster. */
export interface MachineSpec {
  readonly name: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  /** pods it may run; 110 unless told otherwise. */
  readonly maxPods?: number;
  /** carries the control plane: etcd, the API server, the controllers and the scheduler as static pods. Only machines of the start can. */
  readonly controlPlane?: true;
  readonly zone?: string;
  readonly region?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** manifests that its kubelet runs whether there is an API or not. */
  readonly staticPods?: readonly KindMap['Pod'][];
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
}

/** The truth of a machine, which the control plane can only guess. */
export interface MachineState {
  readonly name: string;
  readonly powered: boolean;
  /** cut off from the control plane while its containers run on. */
  readonly partitioned: boolean;
}

/** What is taken up on a machine, the system's own included, of all that there is. */
export type MachineUse = Readonly<Record<PressedResource, { readonly usedBytes: number; readonly capacityBytes: number }>>;

export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

export type ProbeKind = 'readiness' | 'liveness' | 'startup';

/**
 * All machines with their kubelets and container runtimes. Faults act here, on the machines themselves; everything else learns
 * of it through the API only. Methods throw an Error with a sentence for the person when the target is not there.
 */
export interface Machines extends Component {
  list(): readonly MachineState[];
  get(name: string): MachineState | undefined;
  /** Powers a new machine on; its kubelet registers the Node. `instant` skips the boot (for a cluster's first nodes). */
  add(spec: MachineSpec, instant: boolean): void;
  /** Takes the machine away for good (its Node object is not touched). */
  remove(name: string): void;
  /** Everything on it stops at once, without a word to anybody. */
  powerOff(name: string): void;
  powerOn(name: string): void;
  partition(name: string): void;
  heal(name: string): void;
  /** Lets processes outside of any pod take so much of a machine's memory or disk that its kubelet must act. */
  press(name: string, resource: PressedResource): void;
  /** Those processes give it all back. */
  relieve(name: string): void;
  /** What they have taken of. */
  pressed(name: string): readonly PressedResource[];
  /** What really is in use on one machine; `undefined` while it is off. */
  used(name: string): MachineUse | undefined;
  /** Ends a container's process as if it had crashed. */
  crashContainer(namespace: string, pod: string, container: string | undefined, exitCode: number): void;
  oomContainer(namespace: string, pod: string, container: string | undefined): void;
  /** Makes a probe of one pod fail until restored, whatever its containers do. */
  overrideProbe(namespace: string, pod: string, probe: ProbeKind, failing: boolean): void;
  hasProbeOverride(namespace: string, pod: string, probe: ProbeKind): boolean;
  /** Lines of a container's log, oldest first; throws a StatusError with the API server's words when there are none to be had. */
  logs(query: { readonly namespace: string; readonly pod: string; readonly container?: string; readonly previous?: boolean; readonly tailLines?: number }): readonly LogLine[];
  /** whether a node's API requests arrive, as far as the node's side goes: powered and not partitioned. */
  isConnected(name: string): boolean;
  /** Of what runs on a node to the API server. */
  connectionOf(name: string, isServing: () => boolean): Connection;
}

/** Where nodes pull images from. Broken images are names whose manifest the registry no longer finds. */
export interface Registries {
  readonly running: boolean;
  stop(): void;
  start(): void;
  breakImage(image: string): void;
  mendImage(image: string): void;
  brokenImages(): readonly string[];
}
