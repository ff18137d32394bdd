import type { PlacementView } from '../../worker/protocol.ts';

/** One pod under both configurations; `null` where no profile is there for it. */
export interface PlacementPair {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly a: PlacementView | null;
  readonly b: PlacementView | null;
  /** whether it goes elsewhere under B. */
  readonly moved: boolean;
}

const keyOf = ({ namespace, name }: PlacementView): string => `${namespace}/${name}`;

/** The pods of both answers, those that go elsewhere first, else in the order in which they were tried. */
export function placementPairs(a: readonly PlacementView[], b: readonly PlacementView[]): readonly PlacementPair[] {
  const under = [a, b].map((placements) => new Map(placements.map((placement) => [keyOf(placement), placement])));
  const keys = new Set([...a, ...b].map(keyOf));
  const pairs = [...keys].flatMap((key): PlacementPair[] => {
    const [first = null, second = null] = [under[0]?.get(key), under[1]?.get(key)];
    const known = first ?? second;
    return known ? [{ key, namespace: known.namespace, name: known.name, a: first, b: second, moved: (first?.node ?? null) !== (second?.node ?? null) }] : [];
  });
  return [...pairs.filter(({ moved }) => moved), ...pairs.filter(({ moved }) => !moved)];
}

/** "3 of 6 pods would go elsewhere: on one node instead of three." */
export function headline(pairs: readonly PlacementPair[]): string {
  const moved = pairs.filter((pair) => pair.moved).length;
  const of = (side: 'a' | 'b') => pairs.map((pair) => pair[side]?.node ?? null);
  const nodes = (side: 'a' | 'b'): number => new Set(of(side).filter((node) => node !== null)).size;
  const waiting = (side: 'a' | 'b'): number => of(side).filter((node) => node === null).length;
  const victims = (side: 'a' | 'b'): number => pairs.reduce((sum, pair) => sum + (pair[side]?.victims.length ?? 0), 0);
  const differences = [
    ...(nodes('a') === nodes('b') ? [] : [`on ${counted(nodes('b'), 'node')} instead of ${nodes('a')}`]),
    ...(waiting('a') === waiting('b') ? [] : [`${counted(waiting('b'), 'pod')} would wait instead of ${waiting('a')}`]),
    ...(victims('a') === victims('b') ? [] : [`${counted(victims('b'), 'other')} would have to leave instead of ${victims('a')}`]),
  ];
  const told = differences.length === 0 ? '.' : `: ${differences.join(', ')}.`;
  if (moved === 0 && nodes('a') === 0) return pairs.length === 1 ? 'It fits nowhere under either.' : 'None of them fits anywhere under either.';
  if (moved === 0) return differences.length === 0 ? 'Nothing would change: every pod goes to the same node.' : `Every pod goes to the same node${told}`;
  return `${moved} of ${counted(pairs.length, 'pod')} would go elsewhere${told}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Why a pod goes where it does under each: the plugin that made the difference, in a sentence. */
export function causeOf({ a, b }: PlacementPair): string {
  if (!a || !b) return `Under ${a ? 'B' : 'A'} no profile has the name of its scheduler, so nobody looks for a node.`;
  if (a.node === null && b.node === null) return 'It fits nowhere under either.';
  if (a.node === null || b.node === null) return `Under ${a.node === null ? 'A' : 'B'} it fits nowhere.`;
  if (a.node === b.node) return `Both choose ${a.node}${ahead(a) === '' ? '' : `: ${ahead(a)} under A, ${ahead(b)} under B`}.`;
  const [x, y] = [a.node, b.node];
  const alone = [['A', a, x], ['B', b, y]] as const;
  for (const [side, placement, node] of alone) if (placement.feasible === 1) return `Under ${side} only ${node} could take it.`;
  const swings = swingsBetween(a, b, x, y);
  const [most] = swings;
  if (!most) return `Under A nothing sets ${x} and ${y} apart but chance, and under B neither.`;
  return `${most.plugin} makes the difference: under A it ${said(most.a, x, y)}, under B it ${said(most.b, x, y)}.`;
}

function ahead({ node, nodes }: PlacementView): string {
  const total = nodes.find((scored) => scored.node === node)?.total;
  return total === undefined ? '' : `${total} points`;
}

interface Swing {
  readonly plugin: string;
  /** points by which it puts A's node before B's under each; null where it has no say. */
  readonly a: number | null;
  readonly b: number | null;
}

/** Plugins by how much they turned from A's node `x` to B's node `y`. */
function swingsBetween(a: PlacementView, b: PlacementView, x: string, y: string): readonly Swing[] {
  const plugins = [...new Set([...a.scorePlugins, ...b.scorePlugins].map(({ name }) => name))];
  return plugins
    .map((plugin): Swing => ({ plugin, a: leadOf(a, plugin, x, y), b: leadOf(b, plugin, x, y) }))
    .filter((swing) => turn(swing) > 0)
    .sort((one, other) => turn(other) - turn(one));
}

function turn({ a, b }: Swing): number {
  return (a ?? 0) - (b ?? 0);
}

function leadOf(placement: PlacementView, plugin: string, x: string, y: string): number | null {
  const index = placement.scorePlugins.findIndex(({ name }) => name === plugin);
  const of = (node: string): PlacementView['nodes'][number] | undefined => placement.nodes.find((scored) => scored.node === node);
  const [first, second] = [of(x), of(y)];
  return index < 0 || !first || !second ? null : (first.points[index] ?? 0) - (second.points[index] ?? 0);
}

function said(lead: number | null, x: string, y: string): string {
  if (lead === null) return 'has no say';
  if (lead === 0) return 'sees no difference';
  return `puts ${lead > 0 ? `${x} before ${y}` : `${y} before ${x}`} by ${Math.abs(lead)} ${Math.abs(lead) === 1 ? 'point' : 'points'}`;
}
