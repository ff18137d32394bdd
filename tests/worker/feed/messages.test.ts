import { describe, expect, test } from 'vitest';
import { createMessages } from '../../../src/worker/feed/messages.ts';
import { shortName, stationOf } from '../../../src/worker/feed/message-words.ts';
import { deployment, watchedCluster } from './cluster.ts';
import { podOf, START_MS } from './objects.ts';

describe('the control loop in messages', () => {
  test('of a new Deployment runs from you over the API server to the node and back', () => {
    const { simulation, watch } = watchedCluster();
    simulation.api.apply(deployment('web', 1, { readinessProbe: { httpGet: { path: '/', port: 80 } } }));
    const lines = watch(20_000).filter(({ caption }) => !caption.endsWith('status') && !caption.includes('endpoint')).map(({ from, to, caption }) => `${from} > ${to}: ${caption}`);
    const node = /node\/node-\d/;
    expect(lines.map((line) => line.replace(node, 'node').replace(/bind web-….{5}$/, 'bind web-…'))).toEqual([
      'you > api: create deployment', 'api > controllers: deployment created',
      'controllers > api: create replicaset', 'api > controllers: replicaset created',
      'controllers > api: create pod', 'api > scheduler: pod created',
      'scheduler > api: bind web-…', 'api > node: pod bound',
      'node > api: pod started', 'node > api: pod ready', 'api > controllers: pod ready',
    ]);
  });

  test('of a lost node runs from the node controller to the eviction and the new pod, and past the node that cannot hear', () => {
    const { simulation, watch, fault } = watchedCluster();
    simulation.api.apply(deployment('web', 3));
    watch(20_000);
    fault('power-off-node', { node: 'node-2' });
    const messages = watch(400_000, 1_000);
    const captions = [...new Set(messages.map(({ caption }) => caption))];
    const story = ['node lost', 'pod unready', 'taint node-2', 'node tainted', 'evict pod', 'pod leaving', 'create pod'];
    expect(captions.filter((caption) => story.includes(caption))).toEqual(story);
    expect(messages.filter(({ to }) => to === 'node/node-2')).toEqual([]);
  });

  test.each([
    ['scale web', (cluster: ReturnType<typeof watchedCluster>) => cluster.simulation.api.scale('Deployment', 'default', 'web', 3), 'deployment scaled'],
    ['update web', (cluster: ReturnType<typeof watchedCluster>) => void cluster.simulation.api.apply(deployment('web', 2, { image: 'nginx:1.28' })), 'deployment changed'],
    ['cordon node-1', (cluster: ReturnType<typeof watchedCluster>) => cluster.fault('cordon-node', { node: 'node-1' }), 'node cordoned'],
    ['delete pod', (cluster: ReturnType<typeof watchedCluster>) => cluster.fault('delete-pod', { namespace: 'default', pod: cluster.podsOf('web')[0] ?? '' }), 'pod leaving'],
  ])('a person is heard to "%s"', (caption, act, notice) => {
    const cluster = watchedCluster();
    cluster.simulation.api.apply(deployment('web', 2));
    cluster.watch(20_000);
    act(cluster);
    const messages = cluster.feed.take(false).messages ?? [];
    expect(messages[0]).toMatchObject({ from: 'you', to: 'api', caption, actor: 'you' });
    expect(messages.map((message) => message.caption)).toContain(notice);
  });

  test('heartbeats and events are no messages', () => {
    const { watch } = watchedCluster();
    watch(30_000);
    expect(watch(60_000)).toEqual([]);
  });
});

test('a frame carries the newest 24 messages and the number of the others', () => {
  const messages = createMessages({ isConnected: () => true, operatorsOf: () => [] });
  for (let index = 0; index < 700; index++) {
    const object = podOf({ name: `web-${index}`, node: null });
    messages.observe({ type: 'ADDED', kind: 'Pod', object, previous: undefined, resourceVersion: index, atMs: START_MS, actor: 'replicaset-controller', cause: index }, { what: 'pod-created', owner: null, had: 0, wanted: null, node: null, part: '' });
  }
  const frame = messages.take();
  expect(frame.messages).toHaveLength(24);
  expect(frame.messagesLeftOut).toBe(1_376);
  expect(frame.messages?.at(-1)).toMatchObject({ id: 1_400, subject: { name: 'web-699' } });
  expect(messages.take()).toEqual({});
});

test('components stand at their stations', () => {
  expect(['you', 'kube-apiserver', 'kube-scheduler', 'kubelet/node-7', 'replicaset-controller', 'pod-garbage-collector'].map(stationOf))
    .toEqual(['you', 'api', 'scheduler', 'node/node-7', 'controllers', 'controllers']);
});

test('names are as short as they can be told apart', () => {
  const named = (kind: string, name: string) => shortName({ apiVersion: 'v1', kind, metadata: { name } });
  expect([named('Pod', 'my-app-6d4f7c9b8-x9k2p'), named('Pod', 'db-0'), named('ReplicaSet', 'web-6d4f7c9b8'), named('Deployment', 'web'), named('Node', 'node-2')])
    .toEqual(['my-app-…x9k2p', 'db-0', 'web-6d4f', 'web', 'node-2']);
});

test('an operator hears of the objects it looks after, and is heard from the node it runs on', () => {
  const messages = createMessages({ isConnected: (node) => node !== 'node-3', operatorsOf: (kind) => (kind === 'Database.kubarium.dev' ? ['node-2', 'node-3'] : []) });
  const object = { apiVersion: 'kubarium.dev/v1', kind: 'Database', metadata: { name: 'orders', namespace: 'default' } };
  const change = { type: 'MODIFIED', kind: 'Database.kubarium.dev', object, previous: object, resourceVersion: 1, atMs: START_MS, actor: 'you', cause: 1 } as never;
  messages.observe(change, { what: 'changed', owner: null });
  expect((messages.take().messages ?? []).map(({ from, to, caption }) => `${from} > ${to}: ${caption}`)).toEqual(['you > api: update orders', 'api > node/node-2: database changed']);
  expect(stationOf('databases@node-2')).toBe('node/node-2');
});
