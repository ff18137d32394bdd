import { filterVerdicts, type FilterVerdict } from '../../engine/scheduler/decision.ts';
import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';
import { comparedNodes, filtersAsked } from './decision-summary.ts';
import { Plugin } from './scheduler-plugin.tsx';

const SIGNS: Readonly<Record<FilterVerdict['verdict'], string>> = { passed: '✓', refused: '×', 'not reached': '–' };
const SAID: Readonly<Record<FilterVerdict['verdict'], string>> = { passed: 'passed', refused: 'refused', 'not reached': 'not asked' };

/** A row a plugin, a column a node: what each filter said, then the points, and under them how they came from the plugin's own measure. */
export function DecisionTable({ decision }: { readonly decision: DecisionView }) {
  const { verdicts, leftOut } = comparedNodes(decision);
  const scored = decision.scorePlugins.length > 0;
  const columns = verdicts.map((verdict) => ({ verdict, chosen: verdict.node === decision.node }));
  return (
    <>
      <div className="k-score-scroll" tabIndex={0} role="region" aria-label={scored ? 'Scores of the nodes' : 'Filters and nodes'}>
        <table className="k-scores">
          <thead>
            <tr>
              <th scope="col">Plugin</th>
              {columns.map(({ verdict: { node, refusedBy }, chosen }) => (
                <th key={node} scope="col" data-chosen={chosen} data-refused={refusedBy !== null}>{node}{chosen && <span className="k-chosen">chosen</span>}</th>
              ))}
            </tr>
          </thead>
          <Filters decision={decision} verdicts={verdicts} />
          {scored && (
            <>
              <tbody aria-label="Scores">
                <Head columns={columns.length}>Scores</Head>
                {decision.scorePlugins.map((plugin, index) => (
                  <tr key={plugin.name}>
                    <th scope="row"><Plugin name={plugin.name} as="score" /> <span className="k-weight">× {plugin.weight}</span></th>
                    {columns.map(({ verdict, chosen }) => <ScoreCell key={verdict.node} score={verdict.scores?.[index]} chosen={chosen} />)}
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">Total</th>
                  {columns.map(({ verdict: { node, total }, chosen }) => <td key={node} data-chosen={chosen}>{total ?? '–'}</td>)}
                </tr>
              </tfoot>
            </>
          )}
        </table>
      </div>
      <p className="k-quiet">
        {scored && 'Large: points. Small: the plugin’s own measure → the same on a scale of 0 to 100, before its weight. '}
        A filter behind the one that refused a node is not asked.{' '}
        <IdlePlugins idle={decision.idle} />
        {leftOut > 0 && ` ${leftOut} more ${leftOut === 1 ? 'node is' : 'nodes are'} not shown.`}
      </p>
    </>
  );
}

/** What of the profile had no say about this pod. */
export function IdlePlugins({ idle: { filters, scores } }: Pick<DecisionView, 'idle'>) {
  return (
    <>
      {filters.length > 0 && <>{named(filters, 'filter')} had nothing to check, so every node passed {filters.length === 1 ? 'it' : 'them'}. </>}
      {scores.length > 0 && <>{named(scores, 'score')} had no reason to prefer any node. </>}
    </>
  );
}

function named(plugins: readonly string[], as: 'filter' | 'score') {
  return plugins.map((name, index) => <span key={name}>{index > 0 && (index === plugins.length - 1 ? ' and ' : ', ')}<Plugin name={name} as={as} /></span>);
}

function Head({ columns, children }: { readonly columns: number; readonly children: string }) {
  return <tr className="k-scores-head"><th scope="rowgroup" colSpan={columns + 1}>{children}</th></tr>;
}

function Filters({ decision, verdicts }: { readonly decision: DecisionView; readonly verdicts: readonly NodeVerdictView[] }) {
  const filterPlugins = filtersAsked(decision);
  const said = verdicts.map((verdict) => ({ node: verdict.node, filters: filterVerdicts({ filterPlugins }, verdict) }));
  return (
    <tbody aria-label="Filters">
      <Head columns={verdicts.length}>Filters</Head>
      {filterPlugins.map((plugin, index) => (
        <tr key={plugin}>
          <th scope="row"><Plugin name={plugin} as="filter" /></th>
          {said.map(({ node, filters }) => <FilterCell key={node} said={filters[index]} chosen={node === decision.node} />)}
        </tr>
      ))}
    </tbody>
  );
}

function FilterCell({ said, chosen }: { readonly said: FilterVerdict | undefined; readonly chosen: boolean }) {
  const { verdict, reasons } = said ?? { verdict: 'not reached', reasons: [] };
  const words = [SAID[verdict], ...reasons].join(': ');
  return <td data-chosen={chosen} data-verdict={verdict} title={words}><span role="img" aria-label={words}>{SIGNS[verdict]}</span></td>;
}

function ScoreCell({ score, chosen }: { readonly score: NonNullable<NodeVerdictView['scores']>[number] | undefined; readonly chosen: boolean }) {
  if (!score) return <td data-chosen={chosen}>–</td>;
  return (
    <td data-chosen={chosen} title={`raw ${score.raw}, normalized ${score.normalized}, weighted ${score.weighted}`}>
      {score.weighted}<span className="k-score-from">{score.raw} → {score.normalized}</span>
    </td>
  );
}
