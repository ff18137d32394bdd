import { useEffect, useId, useRef } from 'react';
import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { decisionSentence, feasibleNodes, refusals, type Refusal } from './decision-summary.ts';
import { ObjectLink } from './object-link.tsx';
import { explainPlugin } from './scheduler-plugins.ts';
import { Explained } from './term.tsx';

/** A person compares a few nodes; the rest of a big cluster's verdicts would only bury them. */
const NODES_COMPARED = 12;
const NODES_NAMED = 8;

interface DecisionSectionProps {
  readonly decision: DecisionView;
  /** whether the scores are unfolded. */
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** "Why here?" or "Why pending?": the scheduler's last verdict on every node. */
export function DecisionSection({ decision, open, onOpenChange }: DecisionSectionProps) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) section.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const pending = decision.outcome === 'unschedulable';
  const refused = refusals(decision);
  const feasible = feasibleNodes(decision);
  const scored = feasible.filter((verdict) => verdict.scores !== null);
  return (
    <section className="k-decision" ref={section} aria-labelledby={id}>
      <h3 id={id}>{pending ? 'Why pending?' : 'Why here?'}</h3>
      <p>
        {decisionSentence(decision)} <time className="k-mono-note" title={fullTime(decision.atMs)}>{clockTimeTenths(decision.atMs)}</time>
      </p>
      {pending && decision.message !== '' && <p className="k-scheduler-message">{decision.message}</p>}
      {refused.length > 0 && (
        <ul className="k-refusals" aria-label="Nodes refused">
          {refused.map((refusal) => <RefusalItem key={`${refusal.plugin} ${refusal.reasons.join()}`} refusal={refusal} />)}
        </ul>
      )}
      {scored.length > 0 && (
        <>
          <button type="button" className="k-text-button" aria-expanded={open} onClick={() => onOpenChange(!open)}>{open ? 'Hide the scores' : 'See the scores'}</button>
          {open && <ScoreTable decision={decision} verdicts={scored.slice(0, NODES_COMPARED)} leftOut={Math.max(0, scored.length - NODES_COMPARED)} />}
        </>
      )}
    </section>
  );
}

function RefusalItem({ refusal }: { readonly refusal: Refusal }) {
  const named = refusal.nodes.slice(0, NODES_NAMED);
  const more = refusal.nodes.length - named.length;
  return (
    <li>
      <span className="k-refusal-mark" aria-hidden="true" />
      <div>
        {named.map((node, index) => (
          <span key={node}>{index > 0 && ', '}<ObjectLink reference={{ kind: 'Node', namespace: '', name: node }}>{node}</ObjectLink></span>
        ))}
        {more > 0 && ` and ${more} more`}: {refusal.reasons.join(', ')}
        <div className="k-mono-note"><Plugin name={refusal.plugin} as="filter" /></div>
      </div>
    </li>
  );
}

function Plugin({ name, as }: { readonly name: string; readonly as: 'filter' | 'score' }) {
  const meaning = explainPlugin(name, as);
  return meaning === '' ? <>{name}</> : <Explained meaning={meaning}>{name}</Explained>;
}

/** A row a plugin, a column a node: the points, and under them how they came from the plugin's own measure. */
function ScoreTable({ decision, verdicts, leftOut }: { readonly decision: DecisionView; readonly verdicts: readonly NodeVerdictView[]; readonly leftOut: number }) {
  return (
    <>
      <div className="k-score-scroll" tabIndex={0} role="region" aria-label="Scores of the nodes">
        <table className="k-scores">
          <thead>
            <tr>
              <th scope="col">Plugin</th>
              {verdicts.map(({ node }) => (
                <th key={node} scope="col" data-chosen={node === decision.node}>{node}{node === decision.node && <span className="k-chosen">chosen</span>}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {decision.scorePlugins.map((plugin, index) => (
              <tr key={plugin.name}>
                <th scope="row"><Plugin name={plugin.name} as="score" /> <span className="k-weight">× {plugin.weight}</span></th>
                {verdicts.map((verdict) => <ScoreCell key={verdict.node} score={verdict.scores?.[index]} chosen={verdict.node === decision.node} />)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              {verdicts.map(({ node, total }) => <td key={node} data-chosen={node === decision.node}>{total ?? '–'}</td>)}
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="k-quiet">
        Large: points. Small: the plugin’s own measure → the same on a scale of 0 to 100, before its weight.
        {leftOut > 0 && ` ${leftOut} more nodes had no more points.`}
      </p>
    </>
  );
}

function ScoreCell({ score, chosen }: { readonly score: NonNullable<NodeVerdictView['scores']>[number] | undefined; readonly chosen: boolean }) {
  if (!score) return <td data-chosen={chosen}>–</td>;
  return (
    <td data-chosen={chosen} title={`raw ${score.raw}, normalized ${score.normalized}, weighted ${score.weighted}`}>
      {score.weighted}<span className="k-score-from">{score.raw} → {score.normalized}</span>
    </td>
  );
}
