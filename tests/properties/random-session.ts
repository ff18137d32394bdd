import type { Action, Simulation, SimulationOptions } from '../../src/engine/simulation.ts';

const GIB = 1024 ** 3;
const IMAGES = ['nginx:1.27', 'nginx:1.28', 'redis:7', 'busybox:1.36', 'nginx:9.99', 'no/such-image:1'];
const NAMES = ['web', 'api', 'cache'];

/** A stream of choices from a seed (mulberry32): the same in every environment, and apart from the engine's own. */
export interface Choices {
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
}

export function choicesFrom(seed: number): Choices {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    chance: (probability) => next() < probability,
  };
}

export function randomOptions(seed: number): SimulationOptions {
  const choices = choicesFrom(seed);
  return {
    seed,
    machines: Array.from({ length: 1 + choices.below(4) }, (_machine, index) => ({
      name: `node-${index + 1}`, cpuMillis: choices.pick([1000, 2000, 4000]), memoryBytes: choices.pick([2, 4, 8]) * GIB, zone: choices.pick(['zone-a', 'zone-b']), region: 'region-1',
    })),
  };
}

/** One step of a session: something a person does, or the passing of time. Refusals are part of a session. */
export function randomStep(simulation: Simulation, choices: Choices): void {
  if (choices.chance(0.45)) {
    simulation.advance(choices.pick([0, 3, 200, 1_500, 12_000, 55_000, 130_000, 310_000]));
    return;
  }
  try {
    simulation.act(randomAction(simulation, choices));
  } catch (error) {
    // What is refused is refused with a sentence; a broken invariant is no refusal.
    if (error instanceof Error && error.message.startsWith('invariant broken')) throw error;
  }
}

function randomAction(simulation: Simulation, choices: Choices): Action {
  const name = choices.pick(NAMES);
  const deployment = { kind: 'Deployment', namespace: 'default', name };
  const kinds: readonly (() => Action)[] = [
    () => ({ type: 'apply', objects: [randomDeployment(name, choices), ...(choices.chance(0.5) ? [serviceFor(name)] : [])] }),
    () => ({ type: 'apply', objects: [randomDeployment(name, choices)] }),
    () => ({ type: 'scale', target: deployment, replicas: choices.below(9) }),
    () => ({ type: 'delete', target: deployment, propagationPolicy: choices.pick(['Background', 'Foreground', 'Orphan'] as const) }),
    () => ({ type: 'rollback', target: deployment }),
    () => ({ type: 'restart-rollout', target: deployment }),
    () => randomFault(simulation, choices),
    () => randomFault(simulation, choices),
    () => randomFault(simulation, choices),
  ];
  return choices.pick(kinds)();
}

function randomFault(simulation: Simulation, choices: Choices): Action {
  const references = [
    null,
    ...simulation.machines.list().map(({ name }) => ({ kind: 'Node', namespace: '', name })),
    ...(simulation.controlPlane.apiServer ? simulation.api.list('Pod', { namespace: 'default' }).slice(0, 6).map(({ metadata }) => ({ kind: 'Pod', namespace: 'default', name: metadata.name ?? '' })) : []),
    { kind: 'ControlPlane', namespace: '', name: 'kube-controller-manager' },
    { kind: 'ControlPlane', namespace: '', name: 'kube-scheduler' },
  ];
  const offers = simulation.faults.offers(choices.pick(references)).filter(({ enabled }) => enabled);
  const offer = offers.length > 0 ? choices.pick(offers) : undefined;
  return offer ? { type: 'fault', fault: offer.fault, target: offer.target } : { type: 'fault', fault: 'add-node', target: {} };
}

function randomDeployment(name: string, choices: Choices): Extract<Action, { type: 'apply' }>['objects'][number] {
  const probe = { httpGet: { path: choices.pick(['/', '/missing']), port: 80 }, periodSeconds: choices.pick([1, 5, 10]) };
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } },
    spec: {
      replicas: choices.below(8), selector: { matchLabels: { app: name } },
      minReadySeconds: choices.pick([0, 0, 5]), revisionHistoryLimit: choices.pick([1, 10]), paused: choices.chance(0.1),
      strategy: choices.chance(0.2) ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxSurge: choices.pick([1, '25%', '100%']), maxUnavailable: choices.pick([0, 1, '50%']) } },
      template: {
        metadata: { labels: { app: name, version: String(choices.below(3)) } },
        spec: {
          terminationGracePeriodSeconds: choices.pick([0, 5, 30]),
          containers: [{
            name: 'main', image: choices.pick(IMAGES), resources: { requests: { cpu: choices.pick(['50m', '250m', '1']), memory: choices.pick(['32Mi', '256Mi', '1Gi']) } },
            ...(choices.chance(0.4) ? { readinessProbe: probe } : {}),
            ...(choices.chance(0.2) ? { livenessProbe: probe } : {}),
            ...(choices.chance(0.3) ? { command: choices.pick([['sleep', '30'], ['sh', '-c', 'sleep 2; exit 1'], ['sleep', 'infinity']]) } : {}),
          }],
        },
      },
    },
  };
}

function serviceFor(name: string): Extract<Action, { type: 'apply' }>['objects'][number] {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }] } };
}

/** Ends every fault: what was stopped runs, what was cut off is reached, what was broken is whole. */
export function endFaults(simulation: Simulation): void {
  const mend = (fault: Extract<Action, { type: 'fault' }>['fault'], target: Extract<Action, { type: 'fault' }>['target'] = {}): void => void simulation.act({ type: 'fault', fault, target });
  if (!simulation.controlPlane.apiServer) mend('start-api-server');
  for (const controller of simulation.controlPlane.stoppedControllers) mend('start-controller', { controller });
  if (!simulation.controlPlane.controllerManager) mend('start-controller-manager');
  if (!simulation.controlPlane.scheduler) mend('start-scheduler');
  if (!simulation.registries.running) mend('start-registry');
  for (const image of simulation.registries.brokenImages()) mend('mend-image', { image });
  for (const { name, powered, partitioned } of simulation.machines.list()) {
    if (!powered) mend('power-on-node', { node: name });
    if (partitioned) mend('heal-partition', { node: name });
  }
  simulation.advance(60_000);
  for (const node of simulation.api.list('Node')) if (node.spec?.unschedulable) mend('uncordon-node', { node: node.metadata.name ?? '' });
}
