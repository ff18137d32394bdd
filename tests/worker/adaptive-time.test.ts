import { afterEach, expect, it } from 'vitest';
import { beginnings } from '../../src/lessons/beginnings.ts';
import { openSession, type OpenSession } from './open-session.ts';

const WEB = 'Deployment/default/web';
let session: OpenSession;
afterEach(() => session?.close());

const ready = (): number => session.pods(WEB).filter(({ shape }) => shape === 'ready').length;
const act = (action: Parameters<OpenSession['host']['send']>[0] & { type: 'act' }) => session.host.send(action);
const fault = (name: 'power-off-node' | 'power-on-node' | 'partition-node' | 'drain-node' | 'crash-container', target: object) => act({ type: 'act', action: { type: 'fault', fault: name, target } });

async function calmly(scenario: string): Promise<void> {
  session = await openSession(scenario);
  session.passUntil(() => session.pods(WEB).length > 0 && session.pods(WEB).every(({ shape }) => shape === 'ready'), 15_000);
  session.pass(1_000);
}

/** Wall time from the click to a healed Deployment, in milliseconds, and simulated time likewise. */
async function killNode(scenario: string): Promise<{ readonly wallMs: number; readonly simulatedMs: number }> {
  await calmly(scenario);
  const wanted = ready();
  const node = session.pods(WEB)[0]?.node ?? '';
  const { atMs } = session.clock;
  await fault('power-off-node', { node });
  const lostMs = session.passUntil(() => ready() < wanted, 40_000);
  const wallMs = lostMs + session.passUntil(() => ready() === wanted && session.pods(WEB).every((pod) => pod.shape !== 'ready' || pod.node !== node), 40_000);
  return { wallMs, simulatedMs: session.clock.atMs - atMs };
}

it.each(['first-deployment', 'node-failure'])('takes 15 to 30 s from the click on Kill to a healed Deployment in %s, with the real 350 s in between', async (scenario) => {
  const { wallMs, simulatedMs } = await killNode(scenario);
  expect(wallMs).toBeGreaterThan(15_000);
  expect(wallMs).toBeLessThan(30_000);
  expect(simulatedMs).toBeGreaterThan(335_000);
  expect(simulatedMs).toBeLessThan(370_000);
});

it('says from the start that it waits for the grace period of a node whose power was cut, and speeds up after a moment', async () => {
  await calmly('first-deployment');
  const lastHeartbeatMs = session.cluster.nodes.get('node-2')?.lastHeartbeatMs ?? 0;
  await fault('power-off-node', { node: 'node-2' });
  session.pass(1_500);
  expect(session.clock).toMatchObject({ speed: 1, waiting: { label: 'node-monitor-grace-period', subject: { kind: 'Node', namespace: '', name: 'node-2' } } });
  expect(Math.abs((session.clock.waiting?.dueAtMs ?? 0) - lastHeartbeatMs - 50_000)).toBeLessThanOrEqual(5_000);
  session.pass(1_500);
  expect(session.clock.speed).toBeGreaterThan(5);
  session.passUntil(() => session.cluster.nodes.get('node-2')?.ready === 'NotReady', 5_000);
  expect(session.clock.speed).toBeLessThan(10);
  session.passUntil(() => session.clock.waiting?.label === 'tolerationSeconds', 4_000);
});

it('waits for nothing when a silent node comes back in time, or nobody is there to notice', async () => {
  await calmly('first-deployment');
  await fault('partition-node', { node: 'node-2' });
  session.pass(1_000);
  expect(session.clock.waiting?.label).toBe('node-monitor-grace-period');
  await act({ type: 'act', action: { type: 'fault', fault: 'stop-controller-manager', target: {} } });
  session.pass(6_000);
  expect(session.clock).toMatchObject({ waiting: null, speed: 1 });
  await act({ type: 'act', action: { type: 'fault', fault: 'heal-partition', target: { node: 'node-2' } } });
  await act({ type: 'act', action: { type: 'fault', fault: 'start-controller-manager', target: {} } });
  session.pass(6_000);
  expect(session.clock).toMatchObject({ waiting: null, speed: 1 });
});

it('shows the first pods being born step by step, within a few seconds', async () => {
  session = await openSession('first-deployment');
  const bornMs = session.passUntil(() => session.pods(WEB).length === 3, 1_000);
  const boundMs = bornMs + session.passUntil(() => session.pods(WEB).every(({ node }) => node !== null), 2_000);
  const readyMs = boundMs + session.passUntil(() => ready() === 3, 10_000);
  expect(boundMs).toBeGreaterThan(150);
  expect(readyMs).toBeGreaterThan(2_000);
  expect(readyMs).toBeLessThan(7_000);
});

it('follows a rolling update pod by pod', async () => {
  await calmly('rolling-update');
  const beginning = beginnings.get('rolling-update');
  const objects = JSON.parse(JSON.stringify(beginning?.objects).replace('nginx:1.26', 'nginx:1.27')) as NonNullable<typeof beginning>['objects'];
  await act({ type: 'act', action: { type: 'apply', objects } });
  const isNew = (): number => session.pods(WEB).filter(({ shape, containers }) => shape === 'ready' && containers[0]?.image.includes('1.27')).length;
  const milestones = [1, 2, 3, 4].map((count) => session.passUntil(() => isNew() === count, 15_000));
  for (const wallMs of milestones) {
    expect(wallMs).toBeGreaterThan(1_500);
    expect(wallMs).toBeLessThan(7_000);
  }
});

it('shortens the back-offs of a crash loop to a few seconds each', async () => {
  session = await openSession('self-healing');
  await act({ type: 'act', action: { type: 'apply', objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'crashing' }, spec: { containers: [{ name: 'task', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1; exit 1'] }] } }] } });
  const restarts = (): number => session.cluster.pods.get('default/crashing')?.containers[0]?.restarts ?? 0;
  const milestones = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => session.passUntil(() => restarts() >= count, 15_000));
  for (const wallMs of milestones.slice(1)) {
    expect(wallMs).toBeGreaterThan(1_000);
    expect(wallMs).toBeLessThan(9_500);
  }
});
