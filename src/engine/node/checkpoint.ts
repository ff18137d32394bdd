import type { Client } from '../api/api-server.ts';
import type { ControlPlaneWatchState } from './control-plane-watch.ts';
import { invariant } from '../invariant.ts';
import type { Json } from '../json.ts';
import type { ContainerRecord, KeptMachine, Machine, Pod, PodRecord } from './state.ts';

/*
 * Fields are saved in one fixed order, whatever order they were set in: the same state is always the same text. A type error
 * here means that a field is missing from the list.
 */
type FieldList<T> = { readonly [K in keyof Required<T>]: true };

const CONTAINER_FIELDS: FieldList<ContainerRecord> = {
  name: true, init: true, ephemeral: true, state: true, waiting: true, current: true, previous: true, restartCount: true, backOff: true, imageBackOff: true, imageRefused: true,
  retryEvent: true, retryAtMs: true, exitEvent: true, stopping: true, preStop: true, restarting: true, probes: true,
};
const POD_FIELDS: FieldList<PodRecord> = {
  uid: true, pod: true, life: true, rejection: true, startedMs: true, ip: true, sandboxes: true, sandboxLost: true, step: true, mountFailures: true, initialized: true, isStatic: true, containers: true,
  unsaved: true, killAtMs: true, failing: true, deadline: true, restartsAll: true, ending: true,
};
const MACHINE_FIELDS: FieldList<KeptMachine> = {
  spec: true, index: true, power: true, partitioned: true, boots: true, registered: true, networkReady: true, bootEvent: true, leaseEvent: true, reportedMs: true,
  reportDue: true, cordonNews: true, lastAddress: true, taken: true, pressure: true, look: true, images: true, pulls: true, pods: true,
};

function inOrder<T extends object>(value: T, fields: FieldList<T>, replaced: Partial<Record<keyof T, unknown>>): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  for (const field in fields) ordered[field] = field in replaced ? replaced[field] : value[field];
  return ordered;
}

export interface MachineRoomState {
  readonly running: boolean;
  readonly nextIndex: number;
  readonly machines: readonly Machine[];
  readonly controlPlane: ControlPlaneWatchState;
}

/** A deep copy of all machines as plain JSON. Pods that are as the API has them are left out: a restored API has them too. */
export function saveMachines(state: Omit<MachineRoomState, 'machines'> & { readonly machines: Iterable<Machine> }, client: (machine: Machine) => Client): Json {
  const machines = [...state.machines].map((machine) => {
    const api = client(machine);
    const reachable = api.reachable();
    const pods = [...machine.pods.values()].map((record) => {
      const { namespace = '', name = '' } = record.pod.metadata;
      const isKnown = reachable && api.get('Pod', namespace, name) === record.pod;
      const containers = record.containers.map((container) => inOrder(container, CONTAINER_FIELDS, {}));
      return inOrder(record, POD_FIELDS, { pod: isKnown ? `${namespace}/${name}` : record.pod, containers });
    });
    return inOrder<KeptMachine>(machine, MACHINE_FIELDS, { pods });
  });
  return JSON.parse(JSON.stringify({ running: state.running, nextIndex: state.nextIndex, machines, controlPlane: state.controlPlane })) as Json;
}

/** Puts back what {@link saveMachines} gave. `adopt` is told of each machine before its pods are looked up. */
export function loadMachines(saved: Json, client: (machine: Machine) => Client, adopt: (machine: Machine) => void): Omit<MachineRoomState, 'machines'> {
  const copy = JSON.parse(JSON.stringify(saved)) as Omit<MachineRoomState, 'machines'> & { machines: (Omit<KeptMachine, 'pods'> & { pods: (Omit<PodRecord, 'pod'> & { pod: Pod | string })[] })[] };
  for (const plain of copy.machines) {
    const machine: Machine = { ...plain, pods: new Map(), lease: undefined, renewLease: undefined, links: {} };
    adopt(machine);
    for (const record of plain.pods) machine.pods.set(record.uid, { ...record, pod: podOf(record.pod, client(machine)) });
  }
  return { running: copy.running, nextIndex: copy.nextIndex, controlPlane: copy.controlPlane };
}

function podOf(saved: Pod | string, client: Client): Pod {
  if (typeof saved !== 'string') return saved;
  const [namespace = '', name = ''] = saved.split('/');
  const pod = client.get('Pod', namespace, name);
  invariant(pod, `pod ${saved} of a checkpoint is not in its store`);
  return pod;
}
