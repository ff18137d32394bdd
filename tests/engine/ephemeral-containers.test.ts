import { expect, it } from 'vitest';
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts';
import { deployment } from './web-cluster.ts';

function running(): Simulation {
  const simulation = createSimulation({ seed: 6 });
  simulation.api.apply(deployment('web', 1));
  simulation.settle();
  return simulation;
}
function debug(simulation: Simulation, ...containers: readonly object[]): void {
  const [pod] = simulation.api.list('Pod', { namespace: 'default' });
  simulation.act({ type: 'update', subresource: 'ephemeralcontainers', object: { ...pod, spec: { ...pod?.spec, ephemeralContainers: containers } } as never });
}

it('adds a container to a running pod, as kubectl debug does, and never takes one away', () => {
  const simulation = running();
  debug(simulation, { name: 'look', image: 'busybox:1.37', command: ['sleep', '60'], targetContainerName: 'main' });
  simulation.advance(20_000);
  const status = (): string => Object.keys(simulation.api.list('Pod', { namespace: 'default' })[0]?.status?.ephemeralContainerStatuses?.[0]?.state ?? {}).join();
  expect(status()).toBe('running');
  expect(() => debug(simulation)).toThrow('existing ephemeral containers "look" may not be removed');
  simulation.advance(60_000);
  expect(status()).toBe('terminated');
});

it('is not what an ordinary update may do', () => {
  const simulation = running();
  const [pod] = simulation.api.list('Pod', { namespace: 'default' });
  const next = { ...pod, spec: { ...pod?.spec, ephemeralContainers: [{ name: 'look', image: 'busybox' }] } };
  expect(() => simulation.act({ type: 'update', object: next as never })).toThrow('pod updates may not change fields other than');
});
