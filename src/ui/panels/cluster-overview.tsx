import { useMemo } from 'react';
import type { PodView } from '../../worker/protocol.ts';
import { isComing } from '../stage/heartbeat.ts';
import { inStageOrder } from '../stage/arrangement.ts';
import { durationWords } from '../stage/words.ts';
import { useSession, useCluster } from '../store/session.ts';
import { ObjectLink } from './object-link.tsx';
import { Term } from './term.tsx';
import { useCalmMap } from './use-calm-map.ts';
import './cluster-overview.css';

const WORKLOADS_SHOWN = 12;
const NODES_SHOWN = 12;

/** What the inspector shows while nothing is selected: what to choose, and how the cluster is. */
export function ClusterOverview() {
  return (
    <div className="k-overview">
      <h2>Nothing selected</h2>
      <p>Click a pod, a node or a row below to see what it is, and why it is so.</p>
      <Counts />
      <Workloads />
      <Nodes />
    </div>
  );
}

function Counts() {
  const pods = useCalmMap('pods');
  const nodes = useCalmMap('nodes');
  const age = useCluster((state) => durationWords(state.clock.atMs - state.clock.startMs));
  const count = useMemo(() => countOf(pods.map.values()), [pods]);
  const nodesReady = [...nodes.map.values()].filter((node) => node.ready === 'Ready').length;
  return (
    <dl className="k-facts">
      <div><dt><Term name="nodes">Nodes</Term></dt><dd>{nodesReady} of {nodes.map.size} ready</dd></div>
      <div><dt><Term name="pods">Pods</Term></dt><dd>{count.ready} of {count.all} ready</dd></div>
      {count.completed > 0 && <div><dt>Completed</dt><dd>{count.completed}</dd></div>}
      {count.waiting > 0 && <div><dt>Waiting for a node</dt><dd>{count.waiting}</dd></div>}
      {count.failing > 0 && <div><dt>Failing</dt><dd>{count.failing}</dd></div>}
      <div><dt>Time so far</dt><dd>{age}</dd></div>
    </dl>
  );
}

function countOf(pods: Iterable<PodView>) {
  const count = { all: 0, ready: 0, completed: 0, waiting: 0, failing: 0 };
  for (const pod of pods) {
    // Those that are done are not to become ready.
    if (pod.shape === 'completed') count.completed++;
    else count.all++;
    if (pod.shape === 'ready') count.ready++;
    if (pod.shape === 'failing') count.failing++;
    if (pod.node === null) count.waiting++;
  }
  return count;
}

function Workloads() {
  const { store } = useSession();
  useCalmMap('workloads');
  const workloads = [...store.getState().workloads.values()];
  if (workloads.length === 0) return null;
  return (
    <section>
      <h3>Workloads</h3>
      <ul className="k-overview-list">
        {workloads.slice(0, WORKLOADS_SHOWN).map((workload) => (
          <li key={workload.key}>
            <span className="k-hue" style={{ background: `var(--hue-${workload.hue})` }} />
            <ObjectLink reference={{ kind: workload.kind, namespace: workload.namespace, name: workload.name }}>{workload.name}</ObjectLink>
            <span className="k-overview-state">{workload.note && `${workload.note}, `}{workload.ready} of {workload.desired} {workload.counts}</span>
          </li>
        ))}
      </ul>
      {workloads.length > WORKLOADS_SHOWN && <p className="k-quiet">and {workloads.length - WORKLOADS_SHOWN} more, under Resources</p>}
    </section>
  );
}

function Nodes() {
  const { store } = useSession();
  useCalmMap('nodes');
  const nodes = inStageOrder([...store.getState().nodes.values()]);
  if (nodes.length === 0) return null;
  return (
    <section>
      <h3>Nodes</h3>
      <ul className="k-overview-list">
        {nodes.slice(0, NODES_SHOWN).map((node) => (
          <li key={node.name}>
            <span className="k-dot" data-ready={isComing(node) ? 'coming' : node.ready} aria-hidden="true" />
            <ObjectLink reference={{ kind: 'Node', namespace: '', name: node.name }}>{node.name}</ObjectLink>
            <span className="k-overview-state">{node.ready}, {node.podCount} {node.podCount === 1 ? 'pod' : 'pods'}</span>
          </li>
        ))}
      </ul>
      {nodes.length > NODES_SHOWN && <p className="k-quiet">and {nodes.length - NODES_SHOWN} more, under Resources</p>}
    </section>
  );
}
