import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Simulation } from '../../src/engine/simulation.ts';
import { scenarios, type Scenario } from '../../src/lessons/scenarios.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';

const MINUTE_MS = 60_000;
const opened = new Map<string, Simulation>();
afterAll(() => opened.clear());

function simulationOf(scenario: Scenario): Simulation {
  const simulation = opened.get(scenario.id) ?? openScenario(scenario);
  opened.set(scenario.id, simulation);
  return simulation;
}

function scenarioOf(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
}

function healthy(simulation: Simulation): boolean {
  return simulation.api.list('Deployment').every(({ spec, status }) => status?.readyReplicas === spec?.replicas && status?.updatedReplicas === spec?.replicas)
    && simulation.api.list('Pod').every(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
}

describe('the scenarios', () => {
  it('are eight or more, each with an id of its own, and the first is what a first visit opens', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe('first-deployment');
    for (const id of ['self-healing', 'node-failure', 'rolling-update', 'bad-image', 'scaling', 'drain', 'control-plane-stopped']) expect(ids).toContain(id);
    expect(new Set(scenarios.map(({ title }) => title)).size).toBe(ids.length);
  });

  it('are plain data', () => {
    for (const scenario of scenarios) expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
  });
});

describe.each(scenarios)('the scenario $id', (scenario) => {
  it('says in one sentence what it is about and in two what to try', () => {
    expect(scenario.summary).toMatch(/^[A-Z][^.!?]*\.$/);
    expect(scenario.try.match(/[.!?](?=\s|$)/g)).toHaveLength(2);
    expect(scenario.try).toMatch(/^[A-Z].*\.$/);
    expect(`${scenario.title} ${scenario.summary} ${scenario.try}`).not.toContain('!');
  });

  it('shows in the editor what was applied', () => {
    expect(parseAllDocuments(scenario.manifest).map((document) => document.toJS())).toEqual(scenario.objects);
  });

  it('opens with its manifest applied, so that applying it again changes nothing', () => {
    const { problems, outcomes } = simulationOf(scenario).preview(scenario.objects);
    expect(problems).toEqual([]);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(scenario.objects.map(() => 'unchanged'));
    expect(outcomes.length).toBeGreaterThan(0);
  });

  it('has comments that fit the editor', () => {
    const comments = scenario.manifest.split('\n').filter((line) => /^ *#/.test(line));
    expect(comments.length).toBeGreaterThan(0);
    for (const comment of comments) expect(comment.length).toBeLessThanOrEqual(38);
  });
});

describe('opening a scenario', () => {
  it.each(['self-healing', 'node-failure', 'rolling-update', 'scaling', 'drain', 'control-plane-stopped'])('%s finds everything running and at rest', (id) => {
    const simulation = simulationOf(scenarioOf(id));
    expect(healthy(simulation)).toBe(true);
    expect(simulation.nextNotableMs()).toBeUndefined();
  });

  it('first-deployment shows pods that are being born, and then run, on more than one node', () => {
    const simulation = openScenario(scenarioOf('first-deployment'));
    expect(healthy(simulation)).toBe(false);
    expect(simulation.settle(MINUTE_MS).settled).toBe(true);
    expect(healthy(simulation)).toBe(true);
    const pods = simulation.api.list('Pod');
    expect(pods).toHaveLength(3);
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
  });

  it('node-failure spreads four workloads over three nodes', () => {
    const simulation = simulationOf(scenarioOf('node-failure'));
    const nodes = new Set(simulation.api.list('Pod').map(({ spec }) => spec.nodeName));
    expect(nodes.size).toBe(3);
    expect(simulation.api.list('Deployment')).toHaveLength(4);
  });

  it('bad-image has three old pods that serve and a new one that cannot pull its image, and going back mends it', () => {
    const scenario = scenarioOf('bad-image');
    const simulation = openScenario(scenario);
    const waiting = () => simulation.api.list('Pod').flatMap(({ status }) => status?.containerStatuses ?? []).filter(({ ready }) => !ready).map(({ state }) => state?.waiting?.reason);
    expect(simulation.api.get('Deployment', 'default', 'web')?.status).toMatchObject({ readyReplicas: 3, updatedReplicas: 1, unavailableReplicas: 1 });
    expect(waiting()).toHaveLength(1);
    expect(waiting()[0]).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);

    const good = JSON.parse(JSON.stringify(scenario.objects).replace('nginx:1.72', 'nginx:1.27')) as typeof scenario.objects;
    expect(simulation.api.apply(...good).problems).toEqual([]);
    simulation.settle(5 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    expect(simulation.api.list('Pod')).toHaveLength(3);
  });

  it('scaling has room for 6 pods, and not for 30', () => {
    const simulation = openScenario(scenarioOf('scaling'));
    simulation.api.scale('Deployment', 'default', 'web', 6);
    simulation.settle(5 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    simulation.api.scale('Deployment', 'default', 'web', 30);
    simulation.settle(5 * MINUTE_MS);
    expect(simulation.api.list('Pod').filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(6);
  });

  it('drain leaves enough room on two nodes for everything', () => {
    const simulation = openScenario(scenarioOf('drain'));
    simulation.act({ type: 'fault', fault: 'drain-node', target: { node: 'node-2' } });
    simulation.settle(10 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    expect(simulation.api.list('Pod').filter(({ spec }) => spec.nodeName === 'node-2')).toEqual([]);
  });

  it('control-plane-stopped does nothing about a deleted pod until the controller manager runs again', () => {
    const simulation = openScenario(scenarioOf('control-plane-stopped'));
    const [pod] = simulation.api.list('Pod');
    simulation.api.delete('Pod', 'default', pod?.metadata.name ?? '');
    simulation.advance(2 * MINUTE_MS);
    expect(simulation.api.list('Pod')).toHaveLength(2);
    simulation.act({ type: 'fault', fault: 'start-controller-manager', target: {} });
    simulation.settle(5 * MINUTE_MS);
    expect(simulation.api.list('Pod')).toHaveLength(3);
    expect(healthy(simulation)).toBe(true);
  });
});
