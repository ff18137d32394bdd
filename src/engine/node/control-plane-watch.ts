import type { Kernel } from '../kernel.ts';
import type { Machine, PodRecord } from './state.ts';

/** Tells which components of the control plane run as static pods, on whatever machine. */
export interface ControlPlaneWatch {
  /** Containers of this machine have started or ended. */
  note(machine: Machine): void;
  save(): ControlPlaneWatchState;
  load(saved: ControlPlaneWatchState): void;
}
export interface ControlPlaneWatchState {
  /** what runs, as told last. */
  readonly running: readonly string[];
  readonly event: number;
}

const CHECK_HANDLER = 'kubelet.control-plane';

/** `changed` is called in an event of its own: it may start and stop whatever it likes. */
export function createControlPlaneWatch(kernel: Kernel, machines: ReadonlyMap<string, Machine>, changed: (component: string, running: boolean) => void): ControlPlaneWatch {
  let told: readonly string[] = [];
  let event = 0;

  kernel.on(CHECK_HANDLER, () => {
    event = 0;
    const before = told;
    told = runningComponents(machines);
    for (const component of before) if (!told.includes(component)) changed(component, false);
    for (const component of told) if (!before.includes(component)) changed(component, true);
  });

  return {
    note(machine) {
      if (machine.spec.staticPods && event === 0) event = kernel.schedule(0, CHECK_HANDLER, null);
    },
    save: () => ({ running: told, event }),
    load(saved) {
      told = saved.running;
      event = saved.event;
    },
  };
}

function runningComponents(machines: ReadonlyMap<string, Machine>): readonly string[] {
  const running = new Set<string>();
  for (const { spec, pods } of machines.values()) {
    if (!spec.staticPods) continue;
    for (const record of pods.values()) {
      const component = componentOf(record);
      if (component !== undefined && record.containers.every(({ state }) => state === 'running') && record.step?.kind !== 'hook') running.add(component);
    }
  }
  return [...running].sort();
}

/** What of the control plane a pod is, by kubeadm's labels. */
function componentOf({ isStatic, pod: { metadata: { labels } } }: PodRecord): string | undefined {
  return isStatic && labels?.tier === 'control-plane' ? labels.component : undefined;
}
