import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { DecisionView } from '../../worker/protocol.ts';
import { openWorkshop } from '../scheduler/open-workshop.ts';
import { useCluster } from '../store/session.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { comparedNodes, decisionSentence, lookedAt, refusals, type Refusal } from './decision-summary.ts';
import { ObjectLink } from './object-link.tsx';
import { Plugin } from './scheduler-plugin.tsx';

const NODES_NAMED = 8;
const DEFAULT_PROFILE = 'default-scheduler';

interface DecisionSectionProps {
  readonly decision: DecisionView;
  /** the pod's topmost owner, or the pod itself: its name, and its key among workloads. */
  readonly workload: { readonly name: string; readonly key: string };
  /** whether the scores are unfolded. */
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const DecisionTable = lazy(() => import('./decision-table.tsx').then((module) => ({ default: module.DecisionTable })));
const DecisionNodes = lazy(() => import('./decision-nodes.tsx').then((module) => ({ default: module.DecisionNodes })));

/** "Why here?" or "Why pending?": the scheduler's last verdict on every node. */
export function DecisionSection({ decision, workload, open, onOpenChange }: DecisionSectionProps) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    if (open) section.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const pending = decision.outcome === 'unschedulable';
  const title = pending ? 'Why pending?' : 'Why here?';
  const refused = refusals(decision);
  const scored = decision.nodes.some((verdict) => verdict.scores !== null);
  const count = decision.nodes.length;
  const notLookedAt = useCluster((state) => state.nodes.size) - count;
  const closed = scored ? 'See the scores' : 'See what each filter said';
  return (
    <section className="k-decision" ref={section} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p>
        {decisionSentence(decision, workload.name)}{decision.profile !== DEFAULT_PROFILE && decision.profile !== '' && ` The profile ${decision.profile} decided.`} <time className="k-mono-note" title={fullTime(decision.atMs)}>{clockTimeTenths(decision.atMs)}</time>
      </p>
      {pending && decision.message !== '' && <p className="k-scheduler-message">{decision.message}</p>}
      {refused.length > 0 && (
        <ul className="k-refusals" aria-label="Nodes refused">
          {refused.map((refusal) => <RefusalItem key={`${refusal.plugin} ${refusal.reasons.join()}`} refusal={refusal} />)}
        </ul>
      )}
      {decision.preemption && <Preemption preemption={decision.preemption} />}
      {count > 0 && notLookedAt > 0 && <p className="k-quiet">{lookedAt(decision, notLookedAt)}</p>}
      <div className="k-decision-more">
        {count > 0 && <button type="button" className="k-text-button" aria-expanded={open} onClick={() => onOpenChange(!open)}>{open ? closed.replace('See', 'Hide') : closed}</button>}
        {count > 0 && <button type="button" className="k-text-button" aria-haspopup="dialog" onClick={() => setLarge(true)}>{comparedNodes(decision).leftOut > 0 ? `All ${count} nodes` : 'See it large'}</button>}
        <button type="button" className="k-text-button" onClick={() => openWorkshop(pending ? null : workload.key)}>What if?</button>
      </div>
      {open && <Suspense><DecisionTable decision={decision} /></Suspense>}
      {large && <Suspense><DecisionNodes title={title} decision={decision} workload={workload.name} onClose={() => setLarge(false)} /></Suspense>}
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
      {victims.length > 0 && ` ${victims.length === 1 ? 'has' : 'have'} a lower priority and must leave`}. <span className="k-mono-note"><Plugin name="DefaultPreemption" as="filter" /></span>
    </p>
  );
}

/** Why nobody looks for a node for a pod, although the scheduler runs. */
export function Untried({ spec }: { readonly spec: Untriable }) {
  const gates = spec.schedulingGates ?? [];
  const { schedulerName = DEFAULT_PROFILE } = spec;
  if (gates.length > 0) {
    return (
      <p className="k-scheduler-message">
        It has {gates.length === 1 ? 'a scheduling gate' : 'scheduling gates'}: {gates.map(({ name }) => name).join(', ')}. Nobody looks for a node until {gates.length === 1 ? 'it is' : 'they are'} taken away. <Plugin name="SchedulingGates" as="filter" />
      </p>
    );
  }
  if (schedulerName === DEFAULT_PROFILE) return null;
  return (
    <p className="k-scheduler-message">
      It asks for the scheduler {schedulerName}. Unless a profile has that name, nobody looks for a node.{' '}
      <button type="button" className="k-text-button" onClick={() => openWorkshop()}>Configure the scheduler</button>
    </p>
  );
}

export interface Untriable {
  readonly nodeName?: string;
  readonly schedulerName?: string;
  readonly schedulingGates?: readonly { readonly name: string }[];
}
