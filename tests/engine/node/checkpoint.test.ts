import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEphemeralContainer } from '../../../src/engine/api/pod-spec/ephemeral-containers.ts';
import { container, createTestCluster, machine, type Pod, type SavedCluster, type TestCluster } from './test-cluster.ts';

const NODES = ['node-1', 'node-2'] as const;
const KINDS = ['plain', 'probed', 'crashing', 'missing', 'sleeper', 'init', 'referring', 'slow', 'annotated', 'hooked', 'unhooked', 'greedy'] as const;

type Deed =
  | { readonly do: 'run'; readonly kind: (typeof KINDS)[number]; readonly node: (typeof NODES)[number] }
  | { readonly do: 'delete'; readonly nth: number; readonly grace: number | undefined }
  | { readonly do: 'crash' | 'oom' | 'unready' | 'ready' | 'annotate' | 'image' | 'attach'; readonly nth: number }
  | { readonly do: 'off' | 'on' | 'cut' | 'heal' | 'memory' | 'disk' | 'relieve'; readonly node: (typeof NODES)[number] }
  | { readonly do: 'registry' | 'api' | 'configure' };

const node = fc.constantFrom(...NODES);
const nth = fc.nat(9);
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('run' as const), kind: fc.constantFrom(...KINDS), node }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), nth, grace: fc.constantFrom(undefined, 0, 3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'oom' as const, 'unready' as const, 'ready' as const, 'annotate' as const, 'image' as const, 'attach' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('off' as const, 'on' as const, 'cut' as const, 'heal' as const, 'memory' as const, 'disk' as const, 'relieve' as const), node }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('registry' as const, 'api' as const, 'configure' as const) }) },
);
const session = fc.array(fc.record({ deed: deeds, thenMs: fc.constantFrom(0, 7, 300, 1_000, 2_500, 12_000, 45_000) }), { minLength: 1, maxLength: 14 });

function runPod(cluster: TestCluster, kind: (typeof KINDS)[number], name: string, on: string): void {
  const more = { node: on };
  const http = { httpGet: { port: 80 } };
  if (kind === 'plain') cluster.run(name, { containers: [container('c', 'nginx:1.27'), container('d', 'redis:7', { imagePullPolicy: 'Always' })] }, more);
  else if (kind === 'probed') cluster.run(name, { containers: [container('c', 'nginx:1.27', { startupProbe: { ...http, periodSeconds: 3 }, readinessProbe: { ...http, periodSeconds: 5, successThreshold: 2 }, livenessProbe: http })] }, { ...more, annotations: { 'kubarium.dev/startup-seconds': '4', 'kubarium.dev/unhealthy-after-seconds': '40' } });
  else if (kind === 'crashing') cluster.run(name, { containers: [container('c', 'busybox:1.36', { command: ['sh', '-c', 'echo hi; sleep 3; exit 1'] })] }, more);
  else if (kind === 'missing') cluster.run(name, { containers: [container('c', 'nginx:9.99')] }, more);
  else if (kind === 'sleeper') cluster.run(name, { terminationGracePeriodSeconds: 8, containers: [container('c', 'busybox:1.36', { command: ['sleep', '20'], lifecycle: { preStop: { sleep: { seconds: 2 } } } })], restartPolicy: 'Never' }, more);
  else if (kind === 'init') cluster.run(name, { initContainers: [container('i', 'busybox:1.36', { command: ['sleep', '2'] }), container('s', 'nginx:1.27', { restartPolicy: 'Always' })], containers: [container('c', 'redis:7')] }, more);
  else if (kind === 'referring') cluster.run(name, { volumes: [{ name: 'v', configMap: { name: 'app' } }], containers: [container('c', 'nginx:1.27', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }] })] }, more);
  else if (kind === 'slow') cluster.run(name, { containers: [container('c', 'node:20', { command: ['sleep', 'infinity'] })] }, more);
  else if (kind === 'hooked') {
    const lifecycle = { postStart: { exec: { command: ['sleep', '4'] } }, preStop: { exec: { command: ['sh', '-c', 'sleep 3; exit 1'] } } };
    cluster.run(name, { initContainers: [container('s', 'nginx:1.27', { restartPolicy: 'Always', lifecycle })], containers: [container('c', 'redis:7', { lifecycle })] }, more);
  } else if (kind === 'unhooked') cluster.run(name, { containers: [container('c', 'nginx:1.27', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'sleep 2; exit 1'] } } } })] }, more);
  else if (kind === 'greedy') {
    const resources = { limits: { 'ephemeral-storage': '1Gi' }, requests: { memory: '64Mi' } };
    cluster.run(name, { containers: [container('c', 'nginx:1.27', { resources })] }, { ...more, annotations: { 'kubarium.dev/memory-growth': '60Mi', 'kubarium.dev/disk-growth': '20Mi' } });
  } else cluster.run(name, { containers: [container('c', 'shop/cart:v1')] }, { ...more, annotations: { 'kubarium.dev/image-size': '80M', 'kubarium.dev/exit-after-seconds': '6' } });
}

function perform(cluster: TestCluster, deed: Deed, number: number): void {
  const pods = cluster.store.select('Pod').sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  const pod = 'nth' in deed ? pods[deed.nth % Math.max(1, pods.length)] : undefined;
  const name = pod?.metadata.name ?? '';
  if ('nth' in deed && !pod) return;
  try {
    if (deed.do === 'run') runPod(cluster, deed.kind, `${deed.kind}-${number}`, deed.node);
    else if (deed.do === 'delete') cluster.you.delete('Pod', 'default', name, deed.grace === undefined ? {} : { gracePeriodSeconds: deed.grace });
    else if (deed.do === 'crash') cluster.machines.crashContainer('default', name, undefined, 2);
    else if (deed.do === 'oom') cluster.machines.oomContainer('default', name, undefined);
    else if (deed.do === 'unready') cluster.machines.overrideProbe('default', name, 'readiness', true);
    else if (deed.do === 'ready') cluster.machines.overrideProbe('default', name, 'readiness', false);
    else if (deed.do === 'annotate' && pod) cluster.you.update({ ...pod, metadata: { ...pod.metadata, annotations: { 'kubarium.dev/exit-after-seconds': '30' } } });
    else if (deed.do === 'image' && pod) cluster.you.update({ ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((spec) => ({ ...spec, image: 'nginx:1.28' })) } });
    else if (deed.do === 'attach' && pod) cluster.you.update(withEphemeralContainer(pod, { name: `debug-${number}`, image: 'busybox:1.36', command: ['sleep', '9'] }));
    else if (deed.do === 'memory' || deed.do === 'disk') cluster.machines.press(deed.node, deed.do);
    else if (deed.do === 'relieve') cluster.machines.relieve(deed.node);
    else if (deed.do === 'off') cluster.machines.powerOff(deed.node);
    else if (deed.do === 'on') cluster.machines.powerOn(deed.node);
    else if (deed.do === 'cut') cluster.machines.partition(deed.node);
    else if (deed.do === 'heal') cluster.machines.heal(deed.node);
    else if (deed.do === 'registry' && cluster.registries.running) cluster.registries.stop();
    else if (deed.do === 'registry') cluster.registries.start();
    else if (deed.do === 'api' && cluster.you.reachable()) cluster.stopApiServer();
    else if (deed.do === 'api') cluster.startApiServer();
    else if (deed.do === 'configure') {
      cluster.you.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'default' }, data: {} });
      cluster.you.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'default' }, data: { a: 'YQ==' } });
    }
  } catch (error) {
    // Refused deeds are part of a session; a broken invariant is not.
    if (error instanceof Error && error.message.startsWith('invariant broken')) throw error;
  }
}

/** Paths at which two states differ, with both texts: the order of kinds in the store does not count, all else does. */
function differences(a: SavedCluster, b: SavedCluster): string[] {
  const found: string[] = [];
  const normal = ({ store, ...rest }: SavedCluster) => ({ ...rest, version: store.resourceVersion, objects: Object.fromEntries(store.objects.filter(([, objects]) => objects.length > 0).sort(([x], [y]) => (x < y ? -1 : 1))) });
  const walk = (path: string, left: unknown, right: unknown): void => {
    if (JSON.stringify(left) === JSON.stringify(right)) return;
    const bothObjects = typeof left === 'object' && typeof right === 'object' && left !== null && right !== null;
    const keys = bothObjects ? Object.keys(left) : [];
    if (!bothObjects || keys.join() !== Object.keys(right).join()) found.push(`${path}: ${JSON.stringify(left)} / ${JSON.stringify(right)}`.slice(0, 400));
    else for (const key of keys) walk(`${path}.${key}`, (left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]);
  };
  walk('', normal(a), normal(b));
  return found;
}

const STATIC: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'etcd', labels: { component: 'etcd', tier: 'control-plane' } }, spec: { containers: [container('etcd', 'registry.k8s.io/etcd:3.6.6-0')] } };
const twoNodes = () => createTestCluster(NODES.map((name) => machine(name, name === 'node-1' ? { memoryBytes: 1024 ** 3, staticPods: [STATIC] } : {})));

describe('a checkpoint', () => {
  it('taken at any moment of any session continues exactly as the session does', () => {
    fc.assert(
      fc.property(session, fc.nat(13), (steps, cut) => {
        let cluster = twoNodes();
        let restored = twoNodes();
        steps.forEach(({ deed, thenMs }, number) => {
          for (const each of [cluster, restored]) {
            perform(each, deed, number);
            each.advance(thenMs);
          }
          if (number === cut % steps.length) restored = createTestCluster([], cluster.save());
        });
        for (const each of [cluster, restored]) each.advance(20_000);
        cluster = createTestCluster([], cluster.save());
        for (const each of [cluster, restored]) each.advance(40_000);
        expect(differences(restored.save(), cluster.save())).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('has pods that wait for a ConfigMap find it in one order, whichever of them waited first', () => {
    const cluster = twoNodes();
    runPod(cluster, 'referring', 'second', 'node-2');
    runPod(cluster, 'referring', 'first', 'node-1');
    cluster.advance(2_500);
    const restored = createTestCluster([], cluster.save());
    for (const each of [cluster, restored]) {
      perform(each, { do: 'configure' }, 0);
      each.advance(20_000);
    }
    expect(differences(restored.save(), cluster.save())).toEqual([]);
  });

  it('does not share anything with the machines that go on', () => {
    const cluster = twoNodes();
    runPod(cluster, 'crashing', 'p', 'node-1');
    cluster.advance(5_000);
    const saved = cluster.save();
    const text = JSON.stringify(saved);
    const restored = createTestCluster([], saved);
    restored.advance(60_000);
    cluster.advance(60_000);
    expect(JSON.stringify(saved)).toBe(text);
  });
});

describe('any session', () => {
  it('comes to rest with every pod that can run running, once faults are over', () => {
    fc.assert(
      fc.property(session, (steps) => {
        const cluster = twoNodes();
        steps.forEach(({ deed, thenMs }, number) => {
          perform(cluster, deed, number);
          cluster.advance(thenMs);
        });
        if (!cluster.you.reachable()) cluster.startApiServer();
        if (!cluster.registries.running) cluster.registries.start();
        perform(cluster, { do: 'configure' }, 0);
        for (const { name, powered, partitioned } of cluster.machines.list()) {
          if (partitioned) cluster.machines.heal(name);
          if (!powered) cluster.machines.powerOn(name);
        }
        for (const name of NODES) cluster.machines.relieve(name);
        cluster.advance(900_000);
        for (const pod of cluster.store.select('Pod')) {
          expect(pod.metadata.deletionTimestamp, `${pod.metadata.name} should be gone`).toBeUndefined();
          const lasting = /^(plain|probed|init|referring|slow)-/.test(pod.metadata.name ?? '');
          if (lasting && pod.status?.reason !== 'Evicted') expect(pod.status?.phase, JSON.stringify(pod.status)).toBe('Running');
        }
        const addresses = cluster.store.select('Pod').flatMap(({ status }) => (status?.phase === 'Running' ? (status.podIP ?? []) : []));
        expect(new Set(addresses).size).toBe(addresses.length);
      }),
      { numRuns: 60 },
    );
  });
});
