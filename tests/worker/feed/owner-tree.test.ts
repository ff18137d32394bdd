import { expect, it } from 'vitest';
import type { OwnerTreeNode } from '../../../src/worker/protocol.ts';
import { deployment, watchedCluster } from './cluster.ts';

const lines = ({ reference, children, containers, more }: OwnerTreeNode, indent = ''): string[] => [
  `${indent}${reference.kind}${containers.length > 0 ? ` of ${containers.join()}` : ''}${more > 0 ? ` and ${more} more` : ''}`, ...children.flatMap((child) => lines(child, `${indent}  `)),
];

it('tells the family of a pod from its Deployment down to containers, and tells it anew when a relative comes', () => {
  const cluster = watchedCluster();
  cluster.simulation.api.apply(deployment('web', 2));
  cluster.watch(5_000);
  const family = cluster.inspect('Pod', cluster.podsOf('web')[0] ?? '').family;
  expect(family && lines(family)).toEqual(['Deployment', '  ReplicaSet', '    Pod of nginx', '    Pod of nginx']);
  cluster.simulation.api.scale('Deployment', 'default', 'web', 3);
  cluster.simulation.advance(1_000);
  const { detail } = cluster.feed.take(false);
  expect(detail?.family && lines(detail.family)).toHaveLength(5);
});

it('tells how many are wanted, and tells it anew when a relative is scaled though no pod comes', () => {
  const cluster = watchedCluster();
  cluster.simulation.api.apply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, spec: { hard: { pods: '2' } } });
  cluster.watch(2_000);
  cluster.simulation.api.apply(deployment('web', 2));
  cluster.watch(5_000);
  expect(cluster.inspect('Pod', cluster.podsOf('web')[0] ?? '').family?.children[0]).toMatchObject({ wanted: 2, children: [{ wanted: null }, { wanted: null }] });
  cluster.simulation.api.scale('Deployment', 'default', 'web', 6);
  cluster.simulation.advance(3_000);
  const replicaSet = cluster.feed.take(false).detail?.family?.children[0];
  expect([replicaSet?.wanted, replicaSet?.children.length]).toEqual([6, 2]);
});

it('counts what is too much to name, and has nothing to say of what stands alone', () => {
  const cluster = watchedCluster();
  cluster.simulation.api.apply(deployment('web', 60));
  cluster.watch(20_000, 1_000);
  expect(cluster.inspect('Deployment', 'web').family?.children[0]).toMatchObject({ more: 10 });
  expect(cluster.inspect('Node', 'node-1').family).toBeNull();
});
