import type { FaultName, FaultTarget } from '../actions.ts';
import type { KindMap } from '../api/object.ts';
import type { MachineSpec, MachineState } from '../node/machines.ts';
import { need, type FaultContext, type FaultDefinition } from './fault.ts';

type NodeFault = Extract<FaultName, `${string}-node` | `${string}-partition`>;

const NEW_NODE = { cpuMillis: 4_000, memoryBytes: 8 * 1024 ** 3, region: 'region-1' };
const ZONES = ['zone-a', 'zone-b', 'zone-c'];

/** What can happen to machines and their Nodes. */
export const NODE_FAULTS: Readonly<Record<NodeFault, FaultDefinition>> = {
  'power-off-node': machineFault('Kill', 'powered off', 'Cuts its power: everything on it stops without a word to anybody.', true, ({ powered }) => (powered ? undefined : 'is off already'), (context, node) => context.machines.powerOff(node)),
  'power-on-node': machineFault('Start', 'started', 'Boots the machine; its kubelet reports back and takes up its pods.', false, ({ powered }) => (powered ? 'is on already' : undefined), (context, node) => context.machines.powerOn(node)),
  'partition-node': machineFault('Cut off', 'cut off', 'Its pods run on, but neither it nor the control plane hears from the other.', true, ({ partitioned }) => (partitioned ? 'is cut off already' : undefined), (context, node) => context.machines.partition(node)),
  'heal-partition': machineFault('Reconnect', 'reconnected', 'The network between it and the control plane works again.', false, ({ partitioned }) => (partitioned ? undefined : 'is not cut off'), (context, node) => context.machines.heal(node)),
  'cordon-node': cordonFault('Cordon', 'cordoned', 'Takes no new pods; those it has stay.', true),
  'uncordon-node': cordonFault('Uncordon', 'uncordoned', 'Takes new pods again.', false),
  'drain-node': {
    title: (target) => `Drain ${need(target, 'node')}`,
    explanation: 'Cordons it and evicts its pods one by one as their budgets allow, as kubectl drain does; pods without an owner are lost.',
    danger: true,
    needsApi: true,
    obstacle: (context, target) => missingNode(context, target),
    run(context, target) {
      const node = need(target, 'node');
      setUnschedulable(context, node, true);
      const said = context.drains.begin(context.you, node);
      return said === undefined ? `You drained ${node}` : `You began to drain ${node}: ${said}`;
    },
  },
  'add-node': {
    title: () => 'Add a node',
    explanation: 'Powers on a new machine; its kubelet joins the cluster.',
    danger: false,
    needsApi: false,
    obstacle: (context, { node }) => (node !== undefined && context.machines.get(node) ? `There is a machine named ${node} already.` : undefined),
    run(context, target) {
      const spec = newMachine(context, target);
      context.machines.add(spec, false);
      return `You added ${spec.name}`;
    },
  },
  'remove-node': {
    title: (target) => `Remove ${need(target, 'node')}`,
    explanation: 'Takes the machine away for good and deletes its Node; its pods are cleaned up.',
    danger: true,
    needsApi: true,
    obstacle: (context, target) => missingMachine(context, target),
    run(context, target) {
      const node = need(target, 'node');
      const registered = context.you.get('Node', '', node) !== undefined;
      // Refused, if at all, before the machine is gone.
      if (registered) context.you.delete('Node', '', node, { dryRun: true });
      context.machines.remove(node);
      if (context.you.get('Node', '', node)) context.you.delete('Node', '', node, { note: 'removed by you' });
      return `You removed ${node}`;
    },
  },
};

function machineFault(
  verb: string, done: string, explanation: string, danger: boolean,
  objection: (machine: MachineState) => string | undefined, act: (context: FaultContext, node: string) => void,
): FaultDefinition {
  return {
    title: (target) => `${verb} ${need(target, 'node')}`,
    explanation,
    danger,
    needsApi: false,
    obstacle(context, target) {
      const machine = context.machines.get(need(target, 'node'));
      if (!machine) return missingMachine(context, target);
      const problem = objection(machine);
      return problem === undefined ? undefined : `${machine.name} ${problem}.`;
    },
    run(context, target) {
      const node = need(target, 'node');
      act(context, node);
      return `You ${done} ${node}`;
    },
  };
}

function cordonFault(verb: string, done: string, explanation: string, cordoned: boolean): FaultDefinition {
  return {
    title: (target) => `${verb} ${need(target, 'node')}`,
    explanation,
    danger: false,
    needsApi: true,
    obstacle(context, target) {
      const missing = missingNode(context, target);
      if (missing !== undefined) return missing;
      const node = need(target, 'node');
      if (isUnschedulable(context.you.get('Node', '', node)) !== cordoned) return undefined;
      return cordoned ? `${node} is cordoned already.` : `${node} is not cordoned.`;
    },
    run(context, target) {
      const node = need(target, 'node');
      setUnschedulable(context, node, cordoned);
      return `You ${done} ${node}`;
    },
  };
}

function isUnschedulable(node: KindMap['Node'] | undefined): boolean {
  return node?.spec?.unschedulable === true;
}

function setUnschedulable({ you }: FaultContext, name: string, unschedulable: boolean): void {
  const node = you.get('Node', '', name);
  if (!node || isUnschedulable(node) === unschedulable) return;
  const { unschedulable: _before, ...spec } = node.spec ?? {};
  you.update({ ...node, spec: unschedulable ? { ...spec, unschedulable: true } : spec }, { note: unschedulable ? 'cordoned by you' : 'uncordoned by you', verb: 'patch' });
}

function missingNode({ you }: FaultContext, target: FaultTarget): string | undefined {
  const node = need(target, 'node');
  return you.get('Node', '', node) ? undefined : `There is no node named ${node}.`;
}

function missingMachine({ machines }: FaultContext, target: FaultTarget): string | undefined {
  const node = need(target, 'node');
  return machines.get(node) ? undefined : `There is no machine named ${node}.`;
}

/** The lowest free `node-N`, in the next zone of three, unless the target says otherwise. */
function newMachine({ machines }: FaultContext, target: FaultTarget): MachineSpec {
  let number = 1;
  while (target.node === undefined && machines.get(`node-${number}`)) number++;
  const zone = target.zone ?? ZONES[machines.list().length % ZONES.length];
  return {
    ...NEW_NODE,
    name: target.node ?? `node-${number}`,
    ...(zone === undefined ? {} : { zone }),
    ...(target.cpuMillis === undefined ? {} : { cpuMillis: target.cpuMillis }),
    ...(target.memoryBytes === undefined ? {} : { memoryBytes: target.memoryBytes }),
  };
}
