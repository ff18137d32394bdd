import { describe, expect, it } from 'vitest';
import { DEFAULT_MACHINES } from '../../../src/engine/bare-simulation.ts';
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { smallMachines } from '../../../src/lessons/machines.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { SAMPLES } from '../../../src/ui/editor/samples/samples.ts';
import { endpointsOf, isReady, objectsOf, podsOf, printed, whyWaiting } from './sample-looks.ts';
import { PROMISED, type Promised } from './samples-promised.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Samples that are about there being no room. */
const NOT_FOR_SMALL = ['too-big', 'priority'];

describe('a sample, applied to a cluster of three empty nodes, comes to what its purpose promises', () => {
  it.each(SAMPLES)('$file: $purpose', ({ file, text }) => {
    const promised = PROMISED[file.replace('.yaml', '')];
    if (!promised) throw new Error(`nothing is promised of ${file}`);
    const simulation = emptyCluster(promised);
    const { problems, outcomes } = simulation.api.apply(...readManifest(text).objects.map(({ object }) => object));
    expect(problems).toEqual([]);
    expect(outcomes.every(({ verdict }) => verdict === 'created')).toBe(true);
    if (promised.withinMs === undefined) simulation.settle();
    else simulation.advance(promised.withinMs);
    expect(printed(simulation)).toEqual(promised.pods);
    promised.also?.(simulation);
  });

  it.each(SAMPLES.filter(({ file }) => !NOT_FOR_SMALL.includes(file.replace('.yaml', ''))))('$file finds room on nodes of two CPUs, too', ({ file, text }) => {
    const simulation = emptyCluster(PROMISED[file.replace('.yaml', '')], smallMachines);
    expect(simulation.api.apply(...readManifest(text).objects.map(({ object }) => object)).problems).toEqual([]);
    simulation.advance(5 * MINUTE_MS);
    expect(whyWaiting(simulation).filter((why) => why.includes('Insufficient'))).toEqual([]);
  });

  it('on nodes of two CPUs the urgent pods run, too', () => {
    const simulation = createSimulation({ seed: 3, machines: smallMachines });
    expect(simulation.api.apply(...objectsOf('priority')).problems).toEqual([]);
    simulation.settle();
    expect(printed(simulation)).toEqual({ '1/1 Running': 6, '0/1 Pending': 9 });
    expect(podsOf(simulation).filter((pod) => isReady(pod) && pod.metadata.labels?.['app'] === 'checkout')).toHaveLength(3);
  });

  it('the version that does not exist stalls over a healthy one, whose pods keep serving', () => {
    const simulation = createSimulation({ seed: 3 });
    for (const file of ['deployment-and-service', 'bad-image']) {
      expect(simulation.api.apply(...objectsOf(file)).problems).toEqual([]);
      simulation.advance(5 * MINUTE_MS);
    }
    expect(printed(simulation)).toEqual({ '1/1 Running': 3, '0/1 ImagePullBackOff': 1 });
    expect(endpointsOf(simulation, 'web').filter(Boolean)).toHaveLength(3);
  });
});

/** Three nodes at rest, with nothing on them but the sample that has to be there before. */
function emptyCluster({ after }: Pick<Promised, 'after'> = {}, machines = DEFAULT_MACHINES): Simulation {
  const simulation = createSimulation({ seed: 3, machines });
  simulation.settle();
  if (after !== undefined) {
    simulation.api.apply(...objectsOf(after));
    simulation.settle();
  }
  return simulation;
}
