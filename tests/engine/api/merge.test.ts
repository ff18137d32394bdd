import '../../../src/engine/api/schema/late-structure-table.ts';
import { expect, test } from 'vitest';
import { mergeThreeWays } from '../../../src/engine/api/merge.ts';

const merge = (original: object | undefined, modified: object, current: object) =>
  mergeThreeWays(original as Record<string, unknown> | undefined, modified as Record<string, unknown>, current as Record<string, unknown>, 'Deployment');
const withContainers = (containers: readonly object[]) => ({ spec: { template: { spec: { containers } } } });

test('what is asked for replaces what is there, and what others set stays', () => {
  expect(merge({ spec: { replicas: 3 } }, { spec: { replicas: 5 } }, { spec: { replicas: 3, paused: true } })).toEqual({ spec: { replicas: 5, paused: true } });
});

test('what was asked for the last time and no longer is goes away', () => {
  expect(merge({ metadata: { labels: { a: '1', b: '2' } } }, { metadata: { labels: { a: '1' } } }, { metadata: { labels: { a: '1', b: '2', c: '3' } } }))
    .toEqual({ metadata: { labels: { a: '1', c: '3' } } });
});

test('null takes a field away', () => {
  expect(merge(undefined, { spec: { replicas: null } }, { spec: { replicas: 3, paused: true } })).toEqual({ spec: { paused: true } });
});

test('containers are merged by name and keep what the server filled in', () => {
  const current = withContainers([{ name: 'a', image: 'x:1', imagePullPolicy: 'Always' }, { name: 'injected', image: 'p:1' }]);
  expect(merge(withContainers([{ name: 'a', image: 'x:1' }]), withContainers([{ name: 'b', image: 'y' }, { name: 'a', image: 'x:2' }]), current))
    .toEqual(withContainers([{ name: 'b', image: 'y' }, { name: 'a', image: 'x:2', imagePullPolicy: 'Always' }, { name: 'injected', image: 'p:1' }]));
});

test('a container that was applied before and is no longer asked for is removed', () => {
  const two = [{ name: 'a', image: 'x' }, { name: 'b', image: 'y' }];
  expect(merge(withContainers(two), withContainers(two.slice(0, 1)), withContainers(two))).toEqual(withContainers(two.slice(0, 1)));
});

test('lists without a merge key are replaced as a whole', () => {
  expect(merge(undefined, withContainers([{ name: 'a', args: ['z'] }]), withContainers([{ name: 'a', args: ['x', 'y'] }]))).toEqual(withContainers([{ name: 'a', args: ['z'] }]));
});

test('a change of strategy drops what belongs to the other one', () => {
  const current = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } } };
  expect(merge({ spec: {} }, { spec: { strategy: { type: 'Recreate' } } }, current)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
});

test('finalizers are a set', () => {
  const finalizers = (...names: string[]) => ({ metadata: { finalizers: names } });
  expect(merge(finalizers('a', 'b'), finalizers('b', 'c'), finalizers('a', 'b', 'other'))).toEqual(finalizers('b', 'c', 'other'));
});
