import { lazy, Suspense, useState } from 'react';
import type { ChainLink, DecisionView, ObjectDetail } from '../../worker/protocol.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import type { Untriable } from './decision-section.tsx';
import { ObjectLink } from './object-link.tsx';
import { Standstill } from './standstill.tsx';
import { WaitsToGo } from './waits-to-go.tsx';
import './why-panel.css';

const loadDecisions = () => import('./decision-section.tsx');
const DecisionSection = lazy(() => loadDecisions().then((module) => ({ default: module.DecisionSection })));
const Untried = lazy(() => loadDecisions().then((module) => ({ default: module.Untried })));

/** What led to the state of an object, newest first, and for a pod what the scheduler thought. */
export function WhyPanel({ detail }: { readonly detail: ObjectDetail }) {
  const [scoresOpen, setScoresOpen] = useState(false);
  const { chain, decision, reference, owners } = detail;
  const decisionLink = decision ? linkOfDecision(chain, decision) : null;
  const { kind, namespace, name } = owners.at(-1) ?? reference;
  const workload = { name, key: `${kind}/${namespace}/${name}` };
  const section = decision && <Suspense><DecisionSection decision={decision} workload={workload} open={scoresOpen} onOpenChange={setScoresOpen} /></Suspense>;
  const spec = reference.kind === 'Pod' && !decision ? (detail.object?.spec as Untriable | undefined) : undefined;
  const waits = decision?.outcome === 'unschedulable';
  return (
    <div className="k-why">
      <Standstill detail={detail} />
      {detail.object && <WaitsToGo object={detail.object} />}
      {spec && !spec.nodeName && (spec.schedulingGates || spec.schedulerName) && <Suspense><Untried spec={spec} /></Suspense>}
      {waits && section}
      {chain.length === 0
        ? <p className="k-quiet">Nothing is recorded that led here: the cluster began with it.</p>
        : (
          <ol className="k-chain" aria-label="What led here, newest first">
            {chain.map((link, index) => (
              <Link key={`${link.atMs}-${chain.length - index}`} link={link} onSeeScores={link === decisionLink && !waits ? () => setScoresOpen(true) : null} />
            ))}
          </ol>
        )}
      {!waits && section}
    </div>
  );
}

function Link({ link, onSeeScores }: { readonly link: ChainLink; readonly onSeeScores: (() => void) | null }) {
  return (
    <li className="k-chain-link" data-person={link.person}>
      <div>{link.parts.map((part, index) => <Part key={index} part={part} bold={link.person && index === 0} />)}</div>
      <div className="k-chain-note">
        <time title={fullTime(link.atMs)}>{clockTimeTenths(link.atMs)}</time>
        {link.note !== '' && ` · ${link.note}`}
        {onSeeScores && <> · <button type="button" className="k-text-button" onClick={onSeeScores}>see the scores</button></>}
      </div>
    </li>
  );
}

/** A part of a sentence; a person's deed starts with a bold "You". */
function Part({ part, bold }: { readonly part: ChainLink['parts'][number]; readonly bold: boolean }) {
  if (part.reference) return <ObjectLink reference={part.reference}>{part.text}</ObjectLink>;
  if (!bold || !part.text.startsWith('You')) return <>{part.text}</>;
  return <><strong>You</strong>{part.text.slice('You'.length)}</>;
}

/** The link that tells of the scheduler's choice: the one nearest in time that names the scheduler. */
function linkOfDecision(chain: readonly ChainLink[], decision: DecisionView): ChainLink | null {
  const told = chain.filter((link) => link.parts.some((part) => /\bscheduler\b/i.test(part.text)));
  const distanceMs = (link: ChainLink) => Math.abs(link.atMs - decision.atMs);
  return told.reduce<ChainLink | null>((best, link) => (best && distanceMs(best) <= distanceMs(link) ? best : link), null);
}
