import { useId, useState } from 'react';
import type { PlacementView } from '../../worker/protocol.ts';
import { ObjectLink } from '../panels/object-link.tsx';
import { Plugin } from '../panels/scheduler-plugin.tsx';
import { causeOf, type PlacementPair } from './placement-pairs.ts';

/** Rows that are added at a time. */
const PAGE = 50;
/** Nodes side by side: more are no comparison. */
const MOST_NODES = 4;

/** Each pod with its node under A and under B; one that is unfolded tells which plugin made the difference, and by what points. */
export function PodDifferences({ pairs }: { readonly pairs: readonly PlacementPair[] }) {
  const [count, setCount] = useState(PAGE);
  const [open, setOpen] = useState<string | null>(() => pairs.find(({ moved }) => moved)?.key ?? null);
  const more = pairs.length - count;
  return (
    <section className="k-pod-differences" aria-label="Pod by pod">
      <h3>Pod by pod</h3>
      <ul>
        {pairs.slice(0, count).map((pair) => <Row key={pair.key} pair={pair} open={pair.key === open} onToggle={() => setOpen(pair.key === open ? null : pair.key)} />)}
      </ul>
      {more > 0 && <p><button type="button" className="k-text-button" onClick={() => setCount(count + PAGE)}>Show {Math.min(more, PAGE)} more of {pairs.length}</button></p>}
    </section>
  );
}

function Row({ pair, open, onToggle }: { readonly pair: PlacementPair; readonly open: boolean; onToggle(): void }) {
  const id = useId();
  const { name, a, b, moved } = pair;
  return (
    <li data-moved={moved}>
      <button type="button" className="k-pod-row" aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <span className="k-pod-name">{name}</span>
        <span className="k-pod-way">
          {placeOf(a)}{moved ? <> <span aria-hidden="true">→</span><span className="k-unseen"> would become</span> <strong>{placeOf(b)}</strong></> : <span className="k-quiet"> under both</span>}
        </span>
      </button>
      {open && <div id={id} className="k-pod-why"><Why pair={pair} /></div>}
    </li>
  );
}

function placeOf(placement: PlacementView | null): string {
  return placement?.node ?? 'no node';
}

function Why({ pair }: { readonly pair: PlacementPair }) {
  const { namespace, name, a, b } = pair;
  const sides = [['A', a], ['B', b]] as const;
  return (
    <>
      <p>{causeOf(pair)} <ObjectLink reference={{ kind: 'Pod', namespace, name }}>Select the pod</ObjectLink></p>
      {sides.map(([side, placement]) => placement && placement.node === null && <p key={side} className="k-scheduler-message">{side}: {placement.message}</p>)}
      {sides.map(([side, placement]) => placement && placement.victims.length > 0 && <p key={side}>Under {side}, {placement.victims.map((victim) => victim.name).join(', ')} would have to leave {placement.node ?? 'its node'}.</p>)}
      {[a, b].some((placement) => placement && placement.nodes.length > 0) && <Points a={a} b={b} />}
    </>
  );
}

/** A row a plugin; for each node its points under A and under B. */
function Points({ a, b }: Pick<PlacementPair, 'a' | 'b'>) {
  const nodes = comparedNodes(a, b);
  const plugins = [...new Set([a, b].flatMap((placement) => placement?.scorePlugins.map((plugin) => plugin.name) ?? []))];
  const weights = (plugin: string): string => [a, b].map((placement) => weightIn(placement, plugin)).filter((weight, index, all) => index === 0 || weight !== all[0]).join(' | ');
  return (
    <div className="k-points-scroll" tabIndex={0} role="region" aria-label="Points of the nodes under A and B">
      <table className="k-points">
        <thead>
          <tr>
            <td />
            {nodes.map((node) => <th key={node} scope="colgroup" colSpan={2}>{node}<Choosers a={a} b={b} node={node} /></th>)}
          </tr>
          <tr>
            <th scope="col">Plugin</th>
            {nodes.flatMap((node) => (['a', 'b'] as const).map((side) => <th key={`${node} ${side}`} scope="col" data-side={side}>{side.toUpperCase()}</th>))}
          </tr>
        </thead>
        <tbody>
          {plugins.map((plugin) => (
            <tr key={plugin}>
              <th scope="row"><Plugin name={plugin} as="score" /> <span className="k-weight">× {weights(plugin)}</span></th>
              {nodes.flatMap((node) => {
                const points = [pointsOf(a, node, plugin), pointsOf(b, node, plugin)];
                return points.map((value, index) => <td key={`${node} ${index}`} data-side={index === 0 ? 'a' : 'b'} data-differs={index === 1 && points[0] !== points[1]}>{value}</td>);
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            {nodes.flatMap((node) => [a, b].map((placement, index) => <td key={`${node} ${index}`} data-side={index === 0 ? 'a' : 'b'} data-chosen={placement?.node === node}>{placement?.nodes.find((scored) => scored.node === node)?.total ?? '–'}</td>))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Choosers({ a, b, node }: Pick<PlacementPair, 'a' | 'b'> & { readonly node: string }) {
  const by = [...(a?.node === node ? ['A'] : []), ...(b?.node === node ? ['B'] : [])];
  return by.length > 0 && <span className="k-chosen">{by.length === 2 ? 'both choose it' : `${by.join()} chooses it`}</span>;
}

/** The nodes that are chosen, and the best besides. */
function comparedNodes(a: PlacementView | null, b: PlacementView | null): readonly string[] {
  const chosen = [a?.node, b?.node].flatMap((node) => node ?? []);
  const scored = [a, b].flatMap((placement) => placement?.nodes.map(({ node }) => node) ?? []);
  return [...new Set([...chosen, ...scored])].slice(0, MOST_NODES).sort((x, y) => x.localeCompare(y, 'en', { numeric: true }));
}

function pointsOf(placement: PlacementView | null, node: string, plugin: string): string {
  const index = placement?.scorePlugins.findIndex(({ name }) => name === plugin) ?? -1;
  const points = placement?.nodes.find((scored) => scored.node === node)?.points[index];
  return points === undefined ? '–' : String(points);
}

function weightIn(placement: PlacementView | null, plugin: string): string {
  return String(placement?.scorePlugins.find(({ name }) => name === plugin)?.weight ?? 'off');
}
