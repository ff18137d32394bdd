import { expect, it } from 'vitest';
import type { KindName } from '../../../src/engine/api/object.ts';
import { createSimulation, replay, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { createQuickJsSandbox } from '../../../src/worker/sandbox/quickjs-sandbox.ts';
import { website, WEBSITE_KIND, websiteCode, websiteOperator } from './website-operator.ts';

const sandbox = await createQuickJsSandbox();
const KIND = 'Website.example.com' as KindName;

const CODE = websiteCode();
const manifests = (code = CODE): object[] => [...websiteOperator(code), WEBSITE_KIND];
const site = (replicas: number): object => website('shop', replicas);

function running(code = CODE): Simulation {
  const simulation = createSimulation({ seed: 2 }, { sandbox });
  expect(simulation.api.apply(...manifests(code)).problems).toEqual([]);
  simulation.settle();
  return simulation;
}
function statusOf(simulation: Simulation): unknown {
  return (simulation.api.get(KIND, 'default', 'shop') as { readonly status?: unknown } | undefined)?.status;
}
function operatorPod(simulation: Simulation) {
  const [pod] = simulation.api.list('Pod', { namespace: 'default', labels: { app: 'website-operator' } });
  if (!pod) throw new Error('no operator');
  return pod;
}
function printed(simulation: Simulation): string[] {
  return simulation.machines.logs({ namespace: 'default', pod: operatorPod(simulation).metadata.name ?? '' }).map(({ text }) => text);
}

it('reconciles its kind while its pod runs, and looks again when what it owns changes', () => {
  const simulation = running();
  simulation.api.apply(site(2));
  simulation.settle();
  expect(statusOf(simulation)).toEqual({ ready: 2 });
  simulation.api.apply(site(3));
  simulation.settle();
  expect(statusOf(simulation)).toEqual({ ready: 3 });
  expect(printed(simulation)).toEqual([
    'operator 1: reading operator.js', 'operator 1: waiting for the lease of the leader', 'leading: reconciling Website (example.com/v1)', 'created shop',
  ]);
  expect(simulation.api.list('Event').filter(({ reason }) => reason === 'Created').map(({ message, source }) => [message, source?.component])).toContainEqual(['Created deployment shop', 'website-operator']);
});

it('does nothing while no pod of it is ready, and catches up with what it missed', () => {
  const simulation = running();
  simulation.api.scale('Deployment', 'default', 'website-operator', 0);
  simulation.settle();
  simulation.api.apply(site(2));
  simulation.settle();
  expect(simulation.api.get('Deployment', 'default', 'shop')).toBeUndefined();
  simulation.api.scale('Deployment', 'default', 'website-operator', 1);
  simulation.settle();
  expect(statusOf(simulation)).toEqual({ ready: 2 });
});

it('may do what its service account may, and no more', () => {
  const simulation = running();
  simulation.api.delete('ClusterRoleBinding', '', 'website-operator');
  simulation.api.apply(site(1));
  simulation.advance(60_000);
  expect(simulation.api.get('Deployment', 'default', 'shop')).toBeUndefined();
  expect(printed(simulation).join('\n')).toContain('deployments.apps "shop" is forbidden: User "system:serviceaccount:default:website-operator" cannot get resource "deployments" in API group "apps" in the namespace "default"');
  simulation.api.apply(...manifests());
  // It tries again with a growing back-off, as every controller does.
  simulation.advance(180_000);
  expect(statusOf(simulation)).toEqual({ ready: 1 });
});

it('tells in its log what is wrong with its code', () => {
  expect(printed(running('operator({')).at(-1)).toMatch(/^error: SyntaxError/);
  const simulation = running(CODE.replace('const { name, namespace } = site.metadata;', 'const { name, namespace } = site.metadata; name.x.y();'));
  simulation.api.apply(site(1));
  simulation.advance(5_000);
  expect(printed(simulation).at(-1)).toMatch(/^error: reconciling default\/shop: TypeError: .* \(operator\.js, line 6\)$/);
});

it('goes on after a restore as the original, and the same in a replay', () => {
  const simulation = running();
  simulation.api.apply(site(2));
  simulation.advance(1_500);
  const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())), { sandbox });
  for (const one of [simulation, restored]) {
    one.api.apply(site(4));
    one.settle();
  }
  expect(restored.hash()).toBe(simulation.hash());
  expect(replay(simulation.record(), { sandbox }).hash()).toBe(simulation.hash());
});

it('shows what it did at each look: its calls, what was refused, and why it broke off', () => {
  const simulation = running();
  expect(simulation.operators).toMatchObject([{ namespace: 'default', name: 'website-operator', pod: operatorPod(simulation).metadata.name, code: CODE, problem: '', runs: [] }]);
  expect(simulation.operators[0]?.declaration?.for).toEqual({ apiVersion: 'example.com/v1', kind: 'Website' });
  simulation.api.apply(site(2));
  simulation.settle();
  const shop = { namespace: 'default', name: 'shop' };
  const [first, ...later] = simulation.operators[0]?.runs ?? [];
  expect(first).toEqual({
    atMs: expect.any(Number), object: { kind: KIND, ...shop }, callCount: 5, requeueAfterSeconds: null, error: null,
    calls: [
      { verb: 'get', object: { kind: 'Deployment', ...shop }, text: 'none there', refused: false },
      { verb: 'create', object: { kind: 'Deployment', ...shop }, text: '', refused: false },
      { verb: 'event', object: null, text: 'Created: Created deployment shop', refused: false },
      { verb: 'log', object: null, text: 'created shop', refused: false },
      { verb: 'updateStatus', object: { kind: KIND, ...shop }, text: '', refused: false },
    ],
  });
  expect(later.length).toBeGreaterThan(0);

  simulation.api.delete('ClusterRoleBinding', '', 'website-operator');
  simulation.api.apply(site(3));
  simulation.advance(1_000);
  const forbidden = simulation.operators[0]?.runs.at(-1);
  expect(forbidden?.calls).toMatchObject([{ verb: 'get', object: { kind: 'Deployment', ...shop }, refused: true, text: expect.stringContaining('cannot get resource "deployments"') }]);
  expect(forbidden?.error).toContain('cannot get resource "deployments"');

  simulation.api.delete('Deployment', 'default', 'website-operator');
  simulation.settle();
  expect(simulation.operators).toEqual([]);
});

it('shows an operator whose code cannot be loaded, until it is gone', () => {
  const simulation = running('operator({');
  expect(simulation.operators).toMatchObject([{ name: 'website-operator', declaration: null, problem: expect.stringMatching(/^SyntaxError/), runs: [] }]);
  simulation.api.delete('Deployment', 'default', 'website-operator');
  simulation.settle();
  expect(simulation.operators).toEqual([]);
});

it('leads no longer when its pod has been given another image', () => {
  const simulation = running();
  const pod = operatorPod(simulation);
  simulation.act({ type: 'update', object: { ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((container) => ({ ...container, image: 'nginx:1.27' })) } } as never });
  simulation.settle();
  expect(simulation.operators).toEqual([]);
  simulation.api.apply(site(2));
  simulation.settle();
  expect(statusOf(simulation)).toBeUndefined();
});

it('goes on as the original where it is restored at a moment that the rest has not noticed yet', () => {
  const moments: readonly ((simulation: Simulation) => void)[] = [
    // The leader has gone, and nobody stands in for it yet.
    (simulation) => simulation.act({ type: 'delete', target: { kind: 'Pod', namespace: 'default', name: operatorPod(simulation).metadata.name ?? '' }, gracePeriodSeconds: 0 }),
    (simulation) => simulation.act({ type: 'fault', fault: 'stop-api-server', target: {} }),
    // Its code could not be run.
    (simulation) => {
      simulation.api.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'website-operator' }, data: { 'operator.js': 'nonsense(' } });
      simulation.act({ type: 'restart-rollout', target: { kind: 'Deployment', namespace: 'default', name: 'website-operator' } });
      simulation.settle();
    },
  ];
  for (const reach of moments) {
    const original = running();
    original.api.apply(site(2));
    original.settle();
    if (original.controlPlane.apiServer) original.api.apply(site(3));
    reach(original);
    const restored = restoreSimulation(JSON.parse(JSON.stringify(original.checkpoint())), { sandbox });
    expect(restored.operators.map(({ pod, problem }) => [pod, problem])).toEqual(original.operators.map(({ pod, problem }) => [pod, problem]));
    for (const simulation of [original, restored]) {
      simulation.advance(1_000);
      if (!simulation.controlPlane.apiServer) simulation.act({ type: 'fault', fault: 'start-api-server', target: {} });
      simulation.advance(60_000);
      simulation.api.scale('Deployment', 'default', 'website-operator', 0);
      simulation.advance(60_000);
    }
    expect(restored.hash()).toBe(original.hash());
  }
});
