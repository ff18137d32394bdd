import type { FaultName } from '../actions.ts';
import { need, type FaultDefinition } from './fault.ts';

type PressureFault = Extract<FaultName, `${string}-pressure`>;

/** What can happen to a machine's memory and disk, outside of any pod. */
export const PRESSURE_FAULTS: Readonly<Record<PressureFault, FaultDefinition>> = {
  'memory-pressure': pressureFault('memory', 'Use up the memory of', 'used up the memory of', 'A process outside of any pod takes nearly all of its memory; the kubelet evicts pods until enough is free again.'),
  'disk-pressure': pressureFault('disk', 'Fill the disk of', 'filled the disk of', 'Files outside of any pod fill its disk; the kubelet removes unused images, then evicts pods.'),
  'relieve-pressure': {
    title: (target) => `Free memory and disk of ${need(target, 'node')}`,
    explanation: 'What was taken of its memory and disk is given back; five minutes later its kubelet takes it that the pressure is over.',
    danger: false,
    needsApi: false,
    obstacle({ machines }, target) {
      const node = need(target, 'node');
      if (!machines.get(node)) return `There is no machine named ${node}.`;
      return machines.pressed(node).length > 0 ? undefined : `Nothing has been taken of the memory or disk of ${node}.`;
    },
    run({ machines }, target) {
      const node = need(target, 'node');
      machines.relieve(node);
      return `You freed memory and disk of ${node}`;
    },
  },
};

function pressureFault(resource: 'memory' | 'disk', title: string, done: string, explanation: string): FaultDefinition {
  return {
    title: (target) => `${title} ${need(target, 'node')}`,
    explanation,
    danger: true,
    needsApi: false,
    obstacle({ machines }, target) {
      const node = need(target, 'node');
      const machine = machines.get(node);
      if (!machine) return `There is no machine named ${node}.`;
      if (!machine.powered) return `${node} is off: nothing runs on it.`;
      return machines.pressed(node).includes(resource) ? `The ${resource} of ${node} is used up already.` : undefined;
    },
    run({ machines }, target) {
      const node = need(target, 'node');
      machines.press(node, resource);
      return `You ${done} ${node}`;
    },
  };
}
