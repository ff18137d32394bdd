import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { lateEngine } from '../../src/engine/late-engine-parts.ts';
import type { Simulation } from '../../src/engine/simulation.ts';
import { beginnings, type Beginning } from '../../src/lessons/beginnings.ts';
import { manifests } from '../../src/lessons/manifests.ts';
import { SCENARIO_IDS } from '../../src/lessons/scenario-ids.ts';
import { scenarios } from '../../src/lessons/scenarios.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';

const MINUTE_MS = 60_000;
const opened = new Map<string, Simulation>();
afterAll(() => opened.clear());

/** Everything a scenario sends is checked here, though on the page it is not. */
function open(id: string): Simulation {
  return openScenario(beginningOf(id), () => lateEngine);
}

function simulationOf(id: string): Simulation {
  const simulation = opened.get(id) ?? open(id);
  opened.set(id, simulation);
  return simulation;
}

function beginningOf(id: string): Beginning {
  const found = beginnings.get(id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
}

function healthy(simulation: Simulation): boolean {
  return simulation.api.list('Deployment').every(({ spec, status }) => status?.readyReplicas === spec?.replicas && status?.updatedReplicas === spec?.replicas)
    && simulation.api.list('Pod').every(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
}

describe('the scenarios', () => {
  it('are twenty or more, each with an id of its own, and the first is what a first visit opens', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(20);
    expect(ids[0]).toBe('first-deployment');
    for (const id of ['self-healing', 'node-failure', 'rolling-update', 'bad-image', 'scaling', 'drain', 'control-plane-stopped']) expect(ids).toContain(id);
    expect(new Set(scenarios.map(({ title }) => title)).size).toBe(ids.length);
  });

  it('come level by level, each level in one piece', () => {
    const levels = scenarios.map(({ level }) => level).filter((level, index, all) => level !== all[index - 1]);
    expect(new Set(levels).size).toBe(levels.length);
  });

  it('each have a beginning and a manifest, and there are no others', () => {
    const ids = scenarios.map(({ id }) => id).sort();
    expect([...beginnings.keys()].sort()).toEqual(ids);
    expect([...SCENARIO_IDS].sort()).toEqual(ids);
    expect([...manifests.keys()].sort()).toEqual(ids);
  });

  it('are plain data', () => {
    for (const data of [...scenarios, ...beginnings.values()]) expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });
});

describe.each(scenarios)('the scenario $id', (scenario) => {
  const { id } = scenario;
  const { objects } = beginningOf(id);
  const manifest = manifests.get(id) ?? '';

  it('says in one sentence what it is about and in two what to try', () => {
    expect(scenario.summary).toMatch(/^[A-Z][^.!?]*\.$/);
    expect(scenario.try.match(/[.!?](?=\s|$)/g)).toHaveLength(2);
    expect(scenario.try).toMatch(/^[A-Z].*\.$/);
    expect(`${scenario.title} ${scenario.summary} ${scenario.try}`).not.toContain('!');
  });

  it('shows in the editor what was applied', () => {
    expect(parseAllDocuments(manifest).map((document) => document.toJS())).toEqual(objects);
  });

  it('opens with its manifest applied, so that applying it again changes nothing', () => {
    const { problems, outcomes } = simulationOf(id).preview(objects);
    expect(problems).toEqual([]);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(objects.map(() => 'unchanged'));
    expect(outcomes.length).toBeGreaterThan(0);
  });

  it('is accepted by the API server step by step, and is the same each time', () => {
    expect(simulationOf(id).actions.filter(({ refused }) => refused)).toEqual([]);
    expect(open(id).hash()).toBe(open(id).hash());
  });

  it('opens quickly: it takes few writes and little simulated time', () => {
    const simulation = simulationOf(id);
    expect(simulation.resourceVersion).toBeLessThan(1_000);
    expect(simulation.now() - simulation.startMs).toBeLessThanOrEqual(5 * MINUTE_MS);
  });

  it('has comments that fit the editor', () => {
    const comments = manifest.split('\n').filter((line) => /^ *#/.test(line));
    expect(comments.length).toBeGreaterThan(0);
    for (const comment of comments) expect(comment.length).toBeLessThanOrEqual(38);
  });
});

describe('opening a scenario', () => {
  it.each(['self-healing', 'node-failure', 'rolling-update', 'scaling', 'drain', 'control-plane-stopped'])('%s finds everything running and at rest', (id) => {
    const simulation = simulationOf(id);
    expect(healthy(simulation)).toBe(true);
    expect(simulation.nextNotableMs()).toBeUndefined();
  });

  it('first-deployment shows pods that are being born, and then run, on more than one node', () => {
    const simulation = open('first-deployment');
    expect(healthy(simulation)).toBe(false);
    expect(simulation.settle(MINUTE_MS).settled).toBe(true);
    expect(healthy(simulation)).toBe(true);
    const pods = simulation.api.list('Pod');
    expect(pods).toHaveLength(3);
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
  });

  it('node-failure spreads four workloads over three nodes', () => {
    const simulation = simulationOf('node-failure');
    const nodes = new Set(simulation.api.list('Pod').map(({ spec }) => spec.nodeName));
    expect(nodes.size).toBe(3);
    expect(simulation.api.list('Deployment')).toHaveLength(4);
  });

  it('bad-image has three old pods that serve and a new one that cannot pull its image, and going back mends it', () => {
    const { objects } = beginningOf('bad-image');
    const simulation = open('bad-image');
    const waiting = () => simulation.api.list('Pod').flatMap(({ status }) => status?.containerStatuses ?? []).filter(({ ready }) => !ready).map(({ state }) => state?.waiting?.reason);
    expect(simulation.api.get('Deployment', 'default', 'web')?.status).toMatchObject({ readyReplicas: 3, updatedReplicas: 1, unavailableReplicas: 1 });
    expect(waiting()).toHaveLength(1);
    expect(waiting()[0]).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);

    const good = JSON.parse(JSON.stringify(objects).replace('nginx:1.72', 'nginx:1.27')) as typeof objects;
    expect(simulation.api.apply(...good).problems).toEqual([]);
    simulation.settle(5 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    expect(simulation.api.list('Pod')).toHaveLength(3);
  });

  it('scaling has room for 6 pods, and not for 15', () => {
    const simulation = open('scaling');
    simulation.api.scale('Deployment', 'default', 'web', 6);
    simulation.settle(5 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    simulation.api.scale('Deployment', 'default', 'web', 15);
    simulation.settle(5 * MINUTE_MS);
    expect(simulation.api.list('Pod').filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(3);
  });

  it('drain leaves enough room on two nodes for everything', () => {
    const simulation = open('drain');
    simulation.act({ type: 'fault', fault: 'drain-node', target: { node: 'node-2' } });
    simulation.settle(10 * MINUTE_MS);
    expect(healthy(simulation)).toBe(true);
    expect(simulation.api.list('Pod').filter(({ spec }) => spec.nodeName === 'node-2')).toEqual([]);
  });

  it('control-plane-stopped does nothing about a deleted pod until the controller manager runs again', () => {
    const simulation = open('control-plane-stopped');
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
