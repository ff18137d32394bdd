import type { PlacementView } from '../../worker/protocol.ts';
import type { PlacementPair } from './placement-pairs.ts';
import { shownNodes, tankLevels, type ClusterAsItIs, type TankLevel } from './tank-levels.ts';

/** Tanks in a row of pictures, and pods drawn in one. */
const MOST_TANKS = 24;
const MOST_CELLS = 16;

interface WhatIfTanksProps {
  readonly cluster: ClusterAsItIs;
  readonly pairs: readonly PlacementPair[];
  readonly titles: Readonly<Record<'a' | 'b', string>>;
  /** a pod's colour, by its key. */
  readonly hueOf: (key: string) => number;
}

/** The nodes as they would be: a row of tanks under A, and the same under B. Pods that go elsewhere have a ring. */
export function WhatIfTanks({ cluster, pairs, titles, hueOf }: WhatIfTanksProps) {
  const placements = { a: pairs.flatMap(({ a }) => a ?? []), b: pairs.flatMap(({ b }) => b ?? []) };
  const { names, leftOut } = shownNodes(cluster.nodes, [...placements.a, ...placements.b], MOST_TANKS);
  const moved = new Set(pairs.filter((pair) => pair.moved).map(({ key }) => key));
  const rows = (['a', 'b'] as const).map((side) => ({
    side, levels: tankLevels(cluster, placements[side], names), homeless: pairs.filter((pair) => (pair[side]?.node ?? null) === null).map(({ key }) => key),
  }));
  const anyHomeless = rows.some(({ homeless }) => homeless.length > 0);
  return (
    <div className="k-what-if">
      {rows.map(({ side, levels, homeless }) => (
        <section key={side} aria-label={`Under ${titles[side]}`}>
          <h3><span className="k-config-mark" data-side={side}>{side.toUpperCase()}</span>{titles[side]}</h3>
          <ul className="k-mini-tanks">
            {levels.map((level) => <Tank key={level.node} level={level} moved={moved} hueOf={hueOf} />)}
            {anyHomeless && <Homeless keys={homeless} moved={moved} hueOf={hueOf} />}
          </ul>
        </section>
      ))}
      <p className="k-quiet">
        The stronger water is the CPU that these pods ask for.{moved.size > 0 && ' Pods with a ring go elsewhere.'}
        {leftOut > 0 && ` ${leftOut} other ${leftOut === 1 ? 'node gets' : 'nodes get'} none of them.`}
      </p>
    </div>
  );
}

interface TankProps extends Pick<WhatIfTanksProps, 'hueOf'> {
  readonly level: TankLevel;
  readonly moved: ReadonlySet<string>;
}

function Tank({ level: { node, placed, others, leaving, cpu, memory }, moved, hueOf }: TankProps) {
  const words = [
    `${node}: ${placed.length} of these pods`, ...(others > 0 ? [`${others} ${others === 1 ? 'other' : 'others'}`] : []), ...(leaving > 0 ? [`${leaving} must leave`] : []),
    `CPU ${percent(cpu[1])} requested`, `memory ${percent(memory[1])}`,
  ].join(', ');
  return (
    <li className="k-mini-tank">
      <div className="k-mini-glass" role="img" aria-label={words}>
        <span className="k-mini-water" data-added="true" style={{ height: percent(Math.min(1, cpu[1])) }} />
        <span className="k-mini-water" style={{ height: percent(Math.min(1, cpu[0])) }} />
        <span className="k-mini-memory"><span style={{ height: percent(Math.min(1, memory[1])) }} /></span>
        <Cells keys={placed.map(keyOf)} moved={moved} hueOf={hueOf} />
      </div>
      <div className="k-mini-words" aria-hidden="true">
        <span className="k-mono">{node}</span> <strong className="k-mono">{placed.length}</strong>
        <div className="k-quiet">CPU {percent(cpu[1])}{others > 0 && `, ${others} other${others === 1 ? '' : 's'}`}</div>
        {leaving > 0 && <div className="k-workshop-refusal">× {leaving} must leave</div>}
      </div>
    </li>
  );
}

function Homeless({ keys, moved, hueOf }: Pick<WhatIfTanksProps, 'hueOf'> & Pick<TankProps, 'moved'> & { readonly keys: readonly string[] }) {
  return (
    <li className="k-mini-tank" data-nowhere="true">
      <div className="k-mini-glass" role="img" aria-label={`no node: ${keys.length} of these pods`}><Cells keys={keys} moved={moved} hueOf={hueOf} /></div>
      <div className="k-mini-words" aria-hidden="true"><span>no node</span> <strong className="k-mono">{keys.length}</strong></div>
    </li>
  );
}

function Cells({ keys, moved, hueOf }: Pick<WhatIfTanksProps, 'hueOf'> & Pick<TankProps, 'moved'> & { readonly keys: readonly string[] }) {
  const more = keys.length - MOST_CELLS;
  return (
    <span className="k-mini-cells">
      {keys.slice(0, MOST_CELLS).map((key) => <span key={key} className="k-mini-cell" data-moved={moved.has(key)}><span style={{ background: `var(--hue-${hueOf(key)})` }} /></span>)}
      {more > 0 && <span className="k-mini-more">+{more}</span>}
    </span>
  );
}

function keyOf({ namespace, name }: PlacementView): string {
  return `${namespace}/${name}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
