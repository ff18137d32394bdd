import { lazy, Suspense } from 'react';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { ControlPlaneView } from '../../worker/protocol.ts';
import { openWorkshop } from '../scheduler/open-workshop.ts';
import { groupedNumber } from '../stage/words.ts';
import { useCluster } from '../store/session.ts';
import type { InspectorTab } from '../store/preferences.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { DeedMenu } from './deed-menu.tsx';
import { Term } from './term.tsx';
import './why-panel.css';

/** The parts of the control plane are programs, not objects: what the API does not tell of them is told here. */
interface Component {
  readonly title: string;
  /** a name that the glossary knows. */
  readonly term: string;
  readonly does: string;
  readonly without: string;
  /** as in "You stopped the scheduler". */
  readonly said: string;
  runs(view: ControlPlaneView): boolean;
  facts(view: ControlPlaneView): Readonly<Record<string, string>>;
}

const COMPONENTS: Readonly<Record<string, Component>> = {
  'kube-apiserver': {
    title: 'API server', term: 'API server', said: 'API server',
    does: 'Everybody reads and writes the cluster’s state here, you as well, and nobody talks to anybody else. It checks what is written, stores it, and tells those who watch.',
    without: 'While it is stopped nothing can be read or changed. Containers that run keep running.',
    runs: (view) => view.apiServer,
    facts: (view) => ({ 'Resource version': groupedNumber(view.resourceVersion) }),
  },
  'kube-scheduler': {
    title: 'scheduler', term: 'scheduler', said: 'scheduler',
    does: 'It watches for pods that have no node. For each it filters out the nodes that cannot take it, scores the others, and writes the best one into the pod.',
    without: 'While it is stopped new pods wait for a node. Pods that have one are not touched.',
    runs: (view) => view.scheduler,
    facts: (view) => ({ 'In its queues': `${groupedNumber(view.schedulerQueue)} ${view.schedulerQueue === 1 ? 'pod' : 'pods'}` }),
  },
  'kube-controller-manager': {
    title: 'controllers', term: 'controller', said: 'controller manager',
    does: 'Each of its controllers watches some objects, compares what is wanted with what is, and does the next thing that brings them together.',
    without: 'While it is stopped nothing is replaced, scaled, evicted or cleaned up. Pods that run keep running.',
    runs: (view) => view.controllerManager,
    facts: (view) => ({
      Controllers: view.controllers.filter((name) => !view.stoppedControllers.includes(name)).map(plainName).join(', '),
      Stopped: view.stoppedControllers.map(plainName).join(', '),
      'To look at': `${groupedNumber(view.controllerQueue)} ${view.controllerQueue === 1 ? 'object' : 'objects'}`,
    }),
  },
};

/** What the inspector shows of a part of the control plane. */
export function ComponentPanel({ reference, tab }: { readonly reference: ObjectReference; readonly tab: InspectorTab }) {
  const view = useCluster((state) => state.controlPlane);
  const component = COMPONENTS[reference.name];
  if (!component || !view) return null;
  const running = component.runs(view);
  const configurable = reference.name === 'kube-scheduler';
  return (
    <>
      <header className="k-inspector-header">
        <h2><Term name={component.term}>{component.title}</Term></h2>
        <div className="k-inspector-status">{running ? 'Running' : 'Stopped'}, part of the control plane</div>
        <div className="k-inspector-deeds"><DeedMenu reference={reference} /></div>
      </header>
      {tab === 'why' && (
        <>
          <p>{component.does}</p>
          <p>{component.without}</p>
          {configurable && <p><button type="button" className="k-text-button" onClick={() => openWorkshop()}>Change how it weighs nodes, and ask what would come of it</button></p>}
          <Deeds said={component.said} />
        </>
      )}
      {tab === 'summary' && (
        <dl className="k-facts">
          <div><dt>Program</dt><dd>{reference.name}</dd></div>
          {Object.entries(component.facts(view)).map(([label, value]) => value !== '' && <div key={label}><dt><Term name={label} /></dt><dd>{value}</dd></div>)}
        </dl>
      )}
      {tab === 'yaml' && configurable && (
        <>
          <p>What it runs with. <button type="button" className="k-text-button" onClick={() => openWorkshop()}>Change it, or ask what if</button></p>
          <Suspense><RunningConfiguration /></Suspense>
        </>
      )}
      {(tab === 'logs' || (tab === 'yaml' && !configurable)) && <p className="k-quiet">This is a program, not an object in the cluster. Choose a pod, a node or a row below to see its {tab === 'yaml' ? 'YAML' : 'logs'}.</p>}
    </>
  );
}

const RunningConfiguration = lazy(() => import('../scheduler/running-configuration.tsx').then((module) => ({ default: module.RunningConfiguration })));

/** What you did to it, newest first. */
function Deeds({ said }: { readonly said: string }) {
  const deeds = useCluster((state) => state.deeds).filter(({ sentence }) => sentence.includes(` the ${said}`));
  if (deeds.length === 0) return null;
  return (
    <ol className="k-chain" aria-label="What you did to it, newest first">
      {deeds.toReversed().map(({ index, sentence, atMs }) => (
        <li key={index} className="k-chain-link" data-person="true">
          <div><strong>You</strong>{sentence.replace(/^You/, '')}</div>
          <div className="k-chain-note"><time title={fullTime(atMs)}>{clockTimeTenths(atMs)}</time></div>
        </li>
      ))}
    </ol>
  );
}

/** `taint-eviction-controller` as people say it: "taint eviction". */
function plainName(name: string): string {
  return name.replace(/-controller$/, '').replaceAll('-', ' ');
}
