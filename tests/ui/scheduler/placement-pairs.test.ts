import { describe, expect, it } from 'vitest';
import { causeOf, headline, placementPairs } from '../../../src/ui/scheduler/placement-pairs.ts';
import { shownNodes } from '../../../src/ui/scheduler/tank-levels.ts';
import type { PlacementView } from '../../../src/worker/protocol.ts';
import { nodeView } from '../panels/panels-fixture.ts';

const placed = (name: string, node: string | null, change: Partial<PlacementView> = {}): PlacementView => ({ namespace: 'default', name, node, message: '', feasible: 3, victims: [], scorePlugins: [], nodes: [], ...change });
const scored = (node: string, points: Readonly<Record<string, readonly number[]>>, ...plugins: readonly string[]): PlacementView =>
  placed('a', node, { scorePlugins: plugins.map((name) => ({ name, weight: 1 })), nodes: Object.entries(points).map(([of, each]) => ({ node: of, points: each, total: each.reduce((sum, one) => sum + one, 0) })) });
const pair = (a: PlacementView | null, b: PlacementView | null) => {
  const [only] = placementPairs(a ? [a] : [], b ? [b] : []);
  if (!only) throw new Error('no pair');
  return only;
};

describe('the headline', () => {
  it.each([
    ['Nothing would change: every pod goes to the same node.', [placed('a', 'x')], [placed('a', 'x')]],
    ['2 of 2 pods would go elsewhere: on 1 node instead of 2.', [placed('a', 'x'), placed('b', 'y')], [placed('a', 'z'), placed('b', 'z')]],
    ['None of them fits anywhere under either.', [placed('a', null), placed('b', null)], [placed('a', null), placed('b', null)]],
    ['1 of 1 pod would go elsewhere: on 1 node instead of 0, 0 pods would wait instead of 1.', [placed('a', null)], [placed('a', 'x')]],
    ['Every pod goes to the same node: 1 other would have to leave instead of 0.', [placed('a', 'x')], [placed('a', 'x', { victims: [{ namespace: 'default', name: 'v' }] })]],
  ])('%s', (words, a, b) => {
    expect(headline(placementPairs(a, b))).toBe(words);
  });

  it('comes over the pods that go elsewhere first', () => {
    expect(placementPairs([placed('a', 'x'), placed('b', 'x')], [placed('a', 'x'), placed('b', 'y')]).map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('the cause', () => {
  it.each([
    ['Fit makes the difference: under A it puts x before y by 20 points, under B it puts y before x by 1 point.', scored('x', { x: [30, 5], y: [10, 5] }, 'Fit', 'Image'), scored('y', { x: [4, 5], y: [5, 5] }, 'Fit', 'Image')],
    ['Image makes the difference: under A it has no say, under B it puts y before x by 9 points.', scored('x', { x: [30], y: [28] }, 'Fit'), scored('y', { x: [30, 0], y: [28, 9] }, 'Fit', 'Image')],
    ['Under A nothing sets x and y apart but chance, and under B neither.', scored('x', { x: [3], y: [3] }, 'Fit'), scored('y', { x: [3], y: [3] }, 'Fit')],
    ['Both choose x: 30 points under A, 4 points under B.', scored('x', { x: [30] }, 'Fit'), scored('x', { x: [4] }, 'Fit')],
    ['Under B only y could take it.', scored('x', { x: [3], y: [1] }, 'Fit'), placed('a', 'y', { feasible: 1 })],
    ['Under B it fits nowhere.', placed('a', 'x'), placed('a', null)],
    ['Under A no profile has the name of its scheduler, so nobody looks for a node.', null, placed('a', 'x')],
  ])('%s', (words, a, b) => {
    expect(causeOf(pair(a, b))).toBe(words);
  });
});

it('of many nodes those are shown that get pods, in the order of their numbers', () => {
  const nodes = new Map(Array.from({ length: 500 }, (_, index) => [`node-${index + 1}`, nodeView(`node-${index + 1}`)]));
  expect(shownNodes(nodes, [placed('a', 'node-100'), placed('b', 'node-9'), placed('c', null)], 24)).toEqual({ names: ['node-9', 'node-100'], leftOut: 498 });
});
