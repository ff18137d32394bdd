import { useMemo, useState, type CSSProperties } from 'react';
import { filterVerdicts, type FilterVerdict } from '../../engine/scheduler/decision.ts';
import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';
import { Dialog } from '../controls/dialog.tsx';
import { IdlePlugins } from './decision-table.tsx';
import { decisionSentence, filtersAsked } from './decision-summary.ts';
import { ObjectLink } from './object-link.tsx';
import { RowGrid, type GridColumn, type SortDirection } from './row-grid.tsx';
import { Plugin } from './scheduler-plugin.tsx';
import './decision-nodes.css';

interface DecisionNodesProps {
  readonly title: string;
  readonly decision: DecisionView;
  /** name of the pod's workload. */
  readonly workload: string;
  onClose(): void;
}

type Shown = 'all' | 'feasible' | 'refused';
interface Order {
  /** `node`, `total`, or a score plugin. */
  readonly by: string;
  readonly direction: SortDirection;
}

/** Every node the scheduler looked at: in a list to search and to sort, and beside it what was said of the one that is picked. */
export function DecisionNodes({ title, decision, workload, onClose }: DecisionNodesProps) {
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [order, setOrder] = useState<Order>({ by: 'total', direction: 'descending' });
  const [picked, setPicked] = useState<string | null>(null);
  const rows = useMemo(() => orderedNodes(decision, query, shown, order), [decision, query, shown, order]);
  const columns = useMemo(() => columnsFor(decision, order, setOrder), [decision, order]);
  const verdict = decision.nodes.find(({ node }) => node === (picked ?? decision.node)) ?? rows[0];
  const feasible = decision.nodes.filter(({ refusedBy }) => refusedBy === null).length;
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} size="l" title={title} description={decisionSentence(decision, workload)} firstFocus="dialog">
      <div className="k-decision-nodes" style={{ '--rows': rows.length } as CSSProperties}>
        <div className="k-panel-tools">
          <input className="k-search" type="search" aria-label="Search nodes" placeholder="Node, or a reason" value={query} onChange={(event) => setQuery(event.target.value)} />
          <label className="k-pick">
            <span className="k-unseen">Show</span>
            <select value={shown} onChange={(event) => setShown(event.target.value as Shown)}>
              <option value="all">all {decision.nodes.length} nodes</option>
              <option value="feasible">the {feasible} that could take it</option>
              <option value="refused">the {decision.nodes.length - feasible} refused</option>
            </select>
          </label>
          <span className="k-quiet" role="status">{rows.length === decision.nodes.length ? '' : `${rows.length} ${rows.length === 1 ? 'node' : 'nodes'}`}</span>
          <span className="k-quiet k-decision-profile">profile {decision.profile}{decision.narrowedBy.length > 0 && `, narrowed down by ${decision.narrowedBy.join(' and ')}`}</span>
        </div>
        <div className="k-decision-grid">
          <RowGrid
            label="Nodes" columns={columns} rows={rows} keyOf={nodeOf} isSelected={(row) => row.node === verdict?.node} onSelect={(row) => setPicked(row.node)}
            card={(row) => <Card row={row} chosen={row.node === decision.node} />} empty="No node is called so, or was refused for that."
          />
        </div>
        {verdict && <Verdict decision={decision} verdict={verdict} />}
      </div>
    </Dialog>
  );
}

const nodeOf = ({ node }: NodeVerdictView): string => node;

/** The nodes that a search and a choice leave, in order; those without points behind the others. */
export function orderedNodes(decision: DecisionView, query: string, shown: Shown, { by, direction }: Order): NodeVerdictView[] {
  const words = query.trim().toLowerCase();
  const sign = direction === 'ascending' ? 1 : -1;
  const plugin = decision.scorePlugins.findIndex(({ name }) => name === by);
  const worth = (verdict: NodeVerdictView): number => (plugin < 0 ? verdict.total : verdict.scores?.[plugin]?.weighted) ?? (direction === 'ascending' ? Infinity : -Infinity);
  const byName = (a: NodeVerdictView, b: NodeVerdictView): number => a.node.localeCompare(b.node, 'en', { numeric: true });
  return decision.nodes
    .filter(({ node, refusedBy }) => {
      if (shown !== 'all' && (shown === 'refused') !== (refusedBy !== null)) return false;
      return words === '' || [node, refusedBy?.plugin ?? '', ...(refusedBy?.reasons ?? [])].some((text) => text.toLowerCase().includes(words));
    })
    .sort((a, b) => {
      if (by === 'node') return sign * byName(a, b);
      const [x, y] = [worth(a), worth(b)];
      if (x !== y) return sign * (x < y ? -1 : 1);
      return Number(b.node === decision.node) - Number(a.node === decision.node) || byName(a, b);
    });
}

function columnsFor(decision: DecisionView, order: Order, setOrder: (order: Order) => void): readonly GridColumn<NodeVerdictView>[] {
  const sorting = (by: string, first: SortDirection): Pick<GridColumn<NodeVerdictView>, 'sorted' | 'onSort'> => ({
    sorted: order.by === by ? order.direction : null,
    onSort: () => setOrder({ by, direction: order.by !== by ? first : order.direction === 'ascending' ? 'descending' : 'ascending' }),
  });
  const chosen = (node: string) => node === decision.node && <span className="k-chosen-mark"> chosen</span>;
  return [
    { id: 'node', title: 'Node', width: 'minmax(14ch, 1fr)', ...sorting('node', 'ascending'), cell: ({ node }) => <><span className="k-mono">{node}</span>{chosen(node)}</> },
    {
      id: 'total', title: decision.scorePlugins.length > 0 ? 'Points' : 'Verdict', width: decision.scorePlugins.length > 0 ? '9ch' : 'minmax(20ch, 2fr)', ...sorting('total', 'descending'),
      cell: ({ total, refusedBy }) => (refusedBy ? <span className="k-refused-word" title={`${refusedBy.plugin}: ${refusedBy.reasons.join(', ')}`}>× {decision.scorePlugins.length > 0 ? 'refused' : refusedBy.reasons.join(', ')}</span> : <strong className="k-mono">{total ?? '✓'}</strong>),
    },
    ...decision.scorePlugins.map(({ name, weight }, index): GridColumn<NodeVerdictView> => ({
      id: name, title: shortName(name), description: `${name} × ${weight}`, width: '9ch', ...sorting(name, 'descending'),
      cell: ({ scores }) => <span className="k-mono">{scores?.[index]?.weighted ?? ''}</span>,
    })),
  ];
}

const SHORT: Readonly<Record<string, string>> = {
  TaintToleration: 'Taints', NodeAffinity: 'Affinity', NodeResourcesFit: 'Fit', PodTopologySpread: 'Spread', InterPodAffinity: 'Pods', NodeResourcesBalancedAllocation: 'Balance', ImageLocality: 'Images',
};
function shortName(plugin: string): string {
  return SHORT[plugin] ?? plugin;
}

function Card({ row: { node, total, refusedBy }, chosen }: { readonly row: NodeVerdictView; readonly chosen: boolean }) {
  return (
    <>
      <div className="k-card-line"><strong className="k-mono">{node}</strong>{chosen && <span className="k-chosen-mark">chosen</span>}<span className="k-card-points k-mono">{refusedBy ? '×' : (total ?? '✓')}</span></div>
      <div className="k-card-line k-row-quiet"><span className="k-card-rest">{refusedBy ? refusedBy.reasons.join(', ') : 'passed every filter'}</span></div>
    </>
  );
}

const SIGNS: Readonly<Record<FilterVerdict['verdict'], string>> = { passed: '✓', refused: '×', 'not reached': '–' };
const SAID: Readonly<Record<FilterVerdict['verdict'], string>> = { passed: 'passed', refused: 'refused', 'not reached': 'not asked' };

/** All that was said of one node: by each filter, and how its points came about. */
function Verdict({ decision, verdict }: { readonly decision: DecisionView; readonly verdict: NodeVerdictView }) {
  const { node, scores, total } = verdict;
  const filters = filterVerdicts({ filterPlugins: filtersAsked(decision) }, verdict);
  const most = Math.max(1, ...(scores ?? []).map(({ weighted }) => weighted));
  return (
    <section className="k-verdict" aria-label={`What was said of ${node}`} tabIndex={0}>
      <h3><ObjectLink reference={{ kind: 'Node', namespace: '', name: node }}>{node}</ObjectLink>{node === decision.node && <span className="k-chosen-mark"> chosen</span>}</h3>
      {scores && (
        <table className="k-verdict-scores">
          <caption>Points <strong className="k-mono">{total}</strong></caption>
          <thead><tr><th scope="col">Plugin</th><th scope="col">raw</th><th scope="col">0–100</th><th scope="col">weight</th><th scope="col">points</th></tr></thead>
          <tbody>
            {decision.scorePlugins.map(({ name, weight }, index) => {
              const { raw, normalized, weighted } = scores[index] ?? { raw: 0, normalized: 0, weighted: 0 };
              return (
                <tr key={name}>
                  <th scope="row"><Plugin name={name} as="score" /><span className="k-verdict-bar" aria-hidden="true"><span style={{ inlineSize: `${(100 * Math.max(0, weighted)) / most}%` }} /></span></th>
                  <td>{raw}</td><td>{normalized}</td><td>× {weight}</td><td>{weighted}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <h4>Filters</h4>
      <ul className="k-verdict-filters" aria-label="Filters">
        {filters.map(({ plugin, verdict: said, reasons }) => (
          <li key={plugin} data-verdict={said}>
            <span className="k-verdict-sign" aria-hidden="true">{SIGNS[said]}</span>
            <div><Plugin name={plugin} as="filter" /> <span className="k-verdict-said">{SAID[said]}</span>{reasons.length > 0 && <div>{reasons.join(', ')}</div>}</div>
          </li>
        ))}
      </ul>
      <p className="k-quiet"><IdlePlugins idle={decision.idle} /></p>
    </section>
  );
}
