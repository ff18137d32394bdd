import { lazy, Suspense, useEffect, useId, useRef } from 'react';
import type { DecisionView } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { decisionSentence, lookedAt, refusals, type Refusal } from './decision-summary.ts';
import { ObjectLink } from './object-link.tsx';
import { Plugin } from './scheduler-plugin.tsx';

const NODES_NAMED = 8;
const DEFAULT_PROFILE = 'default-scheduler';

interface DecisionSectionProps {
  readonly decision: DecisionView;
  /** whether the scores are unfolded. */
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const DecisionTable = lazy(() => import('./decision-table.tsx').then((module) => ({ default: module.DecisionTable })));

/** "Why here?" or "Why pending?": the scheduler's last verdict on every node. */
export function DecisionSection({ decision, open, onOpenChange }: DecisionSectionProps) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) section.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const pending = decision.outcome === 'unschedulable';
  const refused = refusals(decision);
  const scored = decision.nodes.some((verdict) => verdict.scores !== null);
  const notLookedAt = useCluster((state) => state.nodes.size) - decision.nodes.length;
  const closed = scored ? 'See the scores' : 'See what each filter said';
  return (
    <section className="k-decision" ref={section} aria-labelledby={id}>
      <h3 id={id}>{pending ? 'Why pending?' : 'Why here?'}</h3>
      <p>
        {decisionSentence(decision)}{decision.profile !== DEFAULT_PROFILE && ` The profile ${decision.profile} decided.`} <time className="k-mono-note" title={fullTime(decision.atMs)}>{clockTimeTenths(decision.atMs)}</time>
      </p>
      {pending && decision.message !== '' && <p className="k-scheduler-message">{decision.message}</p>}
      {refused.length > 0 && (
        <ul className="k-refusals" aria-label="Nodes refused">
          {refused.map((refusal) => <RefusalItem key={`${refusal.plugin} ${refusal.reasons.join()}`} refusal={refusal} />)}
        </ul>
      )}
      {decision.preemption && <Preemption preemption={decision.preemption} />}
      {decision.nodes.length > 0 && notLookedAt > 0 && <p className="k-quiet">{lookedAt(decision, notLookedAt)}</p>}
      {decision.nodes.length > 0 && (
        <>
          <button type="button" className="k-text-button" aria-expanded={open} onClick={() => onOpenChange(!open)}>{open ? closed.replace('See', 'Hide') : closed}</button>
          {open && <Suspense><DecisionTable decision={decision} /></Suspense>}
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

/** Whom the scheduler asked to leave, and where the pod is to go then. */
function Preemption({ preemption: { nominatedNode, victims } }: { readonly preemption: NonNullable<DecisionView['preemption']> }) {
  if (nominatedNode === null) return null;
  return (
    <p>
      Room is made on <ObjectLink reference={{ kind: 'Node', namespace: '', name: nominatedNode }}>{nominatedNode}</ObjectLink>, which is kept for it
      {victims.length > 0 && ': '}
      {victims.slice(0, NODES_NAMED).map(({ namespace, name }, index) => (
        <span key={`${namespace}/${name}`}>{index > 0 && ', '}<ObjectLink reference={{ kind: 'Pod', namespace, name }}>{name}</ObjectLink></span>
      ))}
      {victims.length > NODES_NAMED && ` and ${victims.length - NODES_NAMED} more`}
      {victims.length > 0 && ` ${victims.length === 1 ? 'has' : 'have'} a lower priority and must leave`}.
    </p>
  );
}
