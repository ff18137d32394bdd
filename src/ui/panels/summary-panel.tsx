import { Fragment, lazy, Suspense, useMemo, type ReactNode } from 'react';
import { objectKey, referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { ContainerView, ObjectDetail, OwnerTreeNode } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { clockTime, clockTimeTenths, fullTime } from './clock-time.ts';
import { newestEvents } from './event-filter.ts';
import { kindWord } from './kind-word.ts';
import { NodeLoad } from './node-load.tsx';
import { ObjectLink } from './object-link.tsx';
import { Term } from './term.tsx';
import { useCalmMap } from './use-calm-map.ts';
import './summary-panel.css';

const EVENTS_SHOWN = 20;
const DEPENDENTS_SHOWN = 30;
/** Facts that are lists of names too long to stand in one line. */
const LISTS: ReadonlySet<string> = new Set(['Labels', 'Annotations', 'Taints', 'Finalizers']);

/** What an object is: its facts, conditions, containers, relations and events. */
export function SummaryPanel({ detail }: { readonly detail: ObjectDetail }) {
  return (
    <div className="k-summary">
      <OwnerChain detail={detail} />
      {detail.summary.length > 0 && (
        <dl className="k-facts">
          {detail.reference.kind === 'Node' && <NodeLoad name={detail.reference.name} />}
          {detail.summary.map(({ label, value }) => (
            <div key={label}><dt><Term name={label} /></dt><dd>{value === '' ? '–' : LISTS.has(label) ? value.split(', ').map((item) => <div key={item}>{breakableAt(item, /(?<=[/=])/)}</div>) : value}</dd></div>
          ))}
        </dl>
      )}
      {detail.reference.kind === 'Pod' && <Containers reference={detail.reference} />}
      {detail.conditions.length > 0 && <Conditions conditions={detail.conditions} />}
      {detail.family ? <Family tree={detail.family} selected={detail.reference} /> : detail.dependents.length > 0 && <Dependents references={detail.dependents} />}
      <ObjectEvents reference={detail.reference} />
    </div>
  );
}

/** Deployment → ReplicaSet → Pod; the topmost owner first. */
function OwnerChain({ detail }: { readonly detail: ObjectDetail }) {
  if (detail.owners.length === 0) return null;
  return (
    <nav aria-label="Owners">
      <ol className="k-owners">
        {[...detail.owners].reverse().map((owner) => <li key={referenceKey(owner)}><ObjectLink reference={owner} /></li>)}
        <li aria-current="true">{kindWord(detail.reference.kind)} {detail.reference.name}</li>
      </ol>
    </nav>
  );
}

function Containers({ reference }: { readonly reference: ObjectReference }) {
  const pod = useCluster((state) => state.pods.get(objectKey(reference.namespace, reference.name)));
  if (!pod || pod.containers.length === 0) return null;
  return (
    <section>
      <h3>Containers</h3>
      <ul className="k-containers">
        {pod.containers.map((container) => <Container key={container.name} container={container} />)}
      </ul>
    </section>
  );
}

function Container({ container }: { readonly container: ContainerView }) {
  const state = container.reason !== '' && container.state !== 'running' ? container.reason : container.state;
  const health = container.state === 'running' ? (container.ready ? 'good' : 'waiting') : container.reason === 'Completed' ? 'neutral' : healthOfStopped(container);
  return (
    <li>
      <div className="k-container-head">
        <strong>{container.name}</strong>{container.part !== 'main' && <span className="k-container-part"><Term name={PART_WORDS[container.part]}>{PART_WORDS[container.part]}</Term></span>}
        <span className="k-state" data-health={health}><Term name={state}>{state}</Term>{container.state === 'running' && !container.ready && ', not ready'}</span>
      </div>
      <div className="k-mono-note">{container.image}</div>
      <div className="k-mono-note">
        {container.restarts} <Term name="restarts">{container.restarts === 1 ? 'restart' : 'restarts'}</Term>
        {container.probes.map((probe) => <span key={probe}> · <Term name={probe} /> probe</span>)}
      </div>
    </li>
  );
}

const PART_WORDS = { sidecar: 'sidecar', init: 'init container', ephemeral: 'ephemeral container' } as const;

function healthOfStopped(container: ContainerView): 'waiting' | 'bad' {
  return ['ContainerCreating', 'PodInitializing', ''].includes(container.reason) ? 'waiting' : 'bad';
}

function Conditions({ conditions }: Pick<ObjectDetail, 'conditions'>) {
  return (
    <section>
      <h3><Term name="conditions">Conditions</Term></h3>
      <table className="k-conditions">
        <thead><tr><th scope="col">Type</th><th scope="col">Status</th><th scope="col">Reason</th><th scope="col">Since</th></tr></thead>
        <tbody>
          {conditions.map((condition) => <Condition key={condition.type} condition={condition} />)}
        </tbody>
      </table>
    </section>
  );
}

function Condition({ condition }: { readonly condition: ObjectDetail['conditions'][number] }) {
  return (
    <>
      <tr data-message={condition.message !== ''}>
        <th scope="row">{breakable(condition.type)}</th>
        <td className="k-condition-status">{condition.status}</td>
        <td>{condition.reason === '' ? '–' : breakable(condition.reason)}</td>
        <td><time title={fullTime(condition.sinceMs)}>{clockTime(condition.sinceMs)}</time></td>
      </tr>
      {condition.message !== '' && <tr><td colSpan={4} className="k-condition-message">{condition.message}</td></tr>}
    </>
  );
}

/** A name in camel case that may be broken before its capitals. */
function breakable(name: string): ReactNode {
  return breakableAt(name, /(?<=[a-z])(?=[A-Z])/);
}

function breakableAt(name: string, seams: RegExp): ReactNode {
  return name.split(seams).map((word, index) => <Fragment key={index}>{index > 0 && <wbr />}{word}</Fragment>);
}

function Dependents({ references }: { readonly references: readonly ObjectReference[] }) {
  const more = references.length - DEPENDENTS_SHOWN;
  return (
    <section>
      <h3><Term name="dependents">Owns</Term></h3>
      <ul className="k-dependents">
        {references.slice(0, DEPENDENTS_SHOWN).map((reference) => <li key={referenceKey(reference)}><ObjectLink reference={reference} /></li>)}
      </ul>
      {more > 0 && <p className="k-quiet">and {more} more</p>}
    </section>
  );
}

const OwnersTree = lazy(() => import('./owners-tree.tsx').then((module) => ({ default: module.OwnersTree })));

function Family({ tree, selected }: { readonly tree: OwnerTreeNode; readonly selected: ObjectReference }) {
  return (
    <section>
      <h3><Term name="dependents">Owners</Term></h3>
      <Suspense><OwnersTree tree={tree} selected={selected} /></Suspense>
    </section>
  );
}

function ObjectEvents({ reference }: { readonly reference: ObjectReference }) {
  const calm = useCalmMap('events');
  const events = useMemo(() => newestEvents(calm.map.values(), { text: '', type: 'All', only: reference }), [calm, reference]);
  return (
    <section>
      <h3><Term name="events">Events</Term></h3>
      {events.length === 0 && <p className="k-quiet">None yet.</p>}
      <ul className="k-object-events">
        {events.slice(0, EVENTS_SHOWN).map((event) => (
          <li key={event.key} data-type={event.type}>
            <div><span className="k-dot" aria-hidden="true" /><span className="k-unseen">{event.type}: </span><strong>{event.reason}</strong>{event.count > 1 && ` ×${event.count}`} <time className="k-mono-note" title={fullTime(event.atMs)}>{clockTimeTenths(event.atMs)}</time></div>
            <div className="k-object-event-message">{event.message}</div>
          </li>
        ))}
      </ul>
      {events.length > EVENTS_SHOWN && <p className="k-quiet">and {events.length - EVENTS_SHOWN} earlier</p>}
    </section>
  );
}
