import { afterEach, expect, it } from 'vitest';
import type { Host, WhatIfView } from '../../src/worker/protocol.ts';
import { connectInline } from '../../src/worker/connect-inline.ts';
import { deployment } from '../engine/web-cluster.ts';
import { PRESETS } from '../../src/ui/scheduler/presets.ts';
import { readConfigurationText } from '../../src/ui/scheduler/configuration-text.ts';
import { createFakeWallClock } from './fake-wall-clock.ts';

const preset = (id: string) => {
  const read = readConfigurationText(PRESETS.find((one) => one.id === id)?.text ?? '');
  if (!('configuration' in read)) throw new Error(`${id} cannot be read`);
  return read.configuration;
};
const clock = createFakeWallClock();
let host: Host;
afterEach(() => host.close());

async function open(...objects: readonly object[]): Promise<void> {
  host = connectInline({ wallClock: clock });
  await host.send({ type: 'open-scenario', scenario: 'first-deployment' });
  await host.send({ type: 'act', action: { type: 'apply', objects: objects as never } });
  await host.send({ type: 'set-pace', pace: 60 });
  clock.pass(2_000);
}
const whatIf = (...ids: readonly (string | null)[]): Promise<readonly WhatIfView[]> =>
  host.send({ type: 'what-if', configurations: ids.map((id) => (id === null ? null : preset(id))), pods: ['a', 'b', 'c', 'd'].map((name) => ({ namespace: 'default', name })) });
const pods = (more: object = {}) => ['a', 'b', 'c', 'd'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: 'x' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { cpu: '200m' } } }], ...more } }));
const nodesOf = ({ placements }: WhatIfView) => new Set(placements.map(({ node }) => node)).size;

it.each(PRESETS.map(({ id }) => id))('the configuration “%s” is one that the scheduler takes', async (id) => {
  await open(...pods());
  const [view] = await whatIf(id);
  expect(view).toMatchObject({ problems: [] });
  expect(view?.placements).toHaveLength(4);
  expect((await host.send({ type: 'act', action: { type: 'configure-scheduler', configuration: preset(id) } })).sentence).toBe('You gave the scheduler a new configuration');
});

it('the default in full comes to the same as none at all', async () => {
  await open(...pods());
  const [plain, full] = await whatIf(null, 'usual');
  expect(full).toEqual(plain);
});

it('tells for each pod what the nodes of both sides had under either, by plugin', async () => {
  await open(...pods());
  const [usual, packed] = await whatIf(null, 'packing');
  if (!usual || !packed) throw new Error('no answer');
  expect([nodesOf(usual), nodesOf(packed)]).toEqual([3, 1]);
  for (const view of [usual, packed]) {
    for (const placement of view.placements) {
      expect(placement.feasible).toBe(3);
      expect(placement.nodes[0]?.node).toBe(placement.node);
      for (const { total, points } of placement.nodes) {
        expect(points).toHaveLength(placement.scorePlugins.length);
        expect(points.reduce((sum, one) => sum + one, 0)).toBe(total);
      }
    }
  }
  expect(packed.placements[0]?.scorePlugins.map(({ name }) => name)).not.toContain('PodTopologySpread');
});

it('changes nothing, not even chance', async () => {
  await open(...pods());
  const before = await host.send({ type: 'save' });
  await whatIf(null, 'packing', 'spreading');
  expect(await host.send({ type: 'save' })).toEqual(before);
});

it('pods of a profile that only one of the configurations has are told of by that one alone', async () => {
  await open(...pods({ schedulerName: 'batch-scheduler' }));
  const [usual, batch] = await host.send({ type: 'what-if', configurations: [null, preset('batch')], pods: null });
  expect([usual?.placements.length, batch?.placements.length]).toEqual([0, 4]);
});

it('of a great many pods that wait the most important are placed', async () => {
  const urgent = { ...(pods()[0] as object), metadata: { name: 'urgent' }, spec: { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { cpu: '64' } } }], priorityClassName: 'urgent' } };
  await open({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'urgent' }, value: 1000 }, deployment('big', 510, { container: { resources: { requests: { cpu: '64' } } } }), urgent);
  const [view] = await host.send({ type: 'what-if', configurations: [null], pods: null });
  expect(view?.placements).toHaveLength(500);
  expect(view?.placements[0]).toMatchObject({ name: 'urgent', node: null, feasible: 0, nodes: [] });
});

it('the details of a pod tell the other plugins of its profile, and how room is scored', async () => {
  await open(...pods());
  await host.send({ type: 'act', action: { type: 'configure-scheduler', configuration: preset('packing') } });
  let decision: unknown;
  host.onFrame(({ detail }) => {
    if (detail?.decision) ({ decision } = detail);
  });
  await host.send({ type: 'select', reference: { kind: 'Pod', namespace: 'default', name: 'a' } });
  clock.pass(200);
  expect(decision).toMatchObject({ strategy: 'MostAllocated', idle: { filters: expect.arrayContaining(['NodeName', 'NodePorts', 'InterPodAffinity']) as string[] } });
});
