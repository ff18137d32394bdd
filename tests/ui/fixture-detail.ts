import type { ObjectReference } from '../../src/engine/api/reference.ts';
import type { ChainLink, DecisionView, ObjectDetail, PodView, RowView, TableView } from '../../src/worker/protocol.ts';
import { FIXTURE_START_MS, podReference } from './fixture-cluster.ts';

/** What the inspector shows of a fixture object: a chain, and for pods the scheduler's decision. */
export function fixtureDetail(reference: ObjectReference, pod: PodView | undefined): ObjectDetail {
  return {
    reference,
    object: {
      apiVersion: reference.kind === 'Deployment' ? 'apps/v1' : 'v1', kind: reference.kind,
      metadata: { name: reference.name, ...(reference.namespace ? { namespace: reference.namespace } : {}), uid: `uid-${reference.name}`, resourceVersion: '2184' },
      spec: pod ? { nodeName: pod.node ?? '', containers: pod.containers.map(({ name, image }) => ({ name, image })) } : {},
      status: pod ? { phase: pod.status } : {},
    },
    summary: pod
      ? [{ label: 'Status', value: pod.status }, { label: 'Node', value: pod.node ?? 'none yet' }, { label: 'Image', value: pod.containers[0]?.image ?? '' }, { label: 'Restarts', value: String(pod.restarts) }]
      : [{ label: 'Kind', value: reference.kind }, { label: 'Name', value: reference.name }],
    conditions: [
      { type: 'PodScheduled', status: pod && !pod.node ? 'False' : 'True', reason: pod && !pod.node ? 'Unschedulable' : '', message: pod?.reason ?? '', sinceMs: FIXTURE_START_MS - 2_000 },
      { type: 'Ready', status: pod?.shape === 'ready' ? 'True' : 'False', reason: pod?.shape === 'ready' ? '' : 'ContainersNotReady', message: '', sinceMs: FIXTURE_START_MS - 1_000 },
    ],
    owners: pod ? [{ kind: 'ReplicaSet', namespace: 'default', name: `${pod.caption}-6d4f7c9b8` }, { kind: 'Deployment', namespace: 'default', name: pod.caption }] : [],
    dependents: reference.kind === 'Deployment' ? [{ kind: 'ReplicaSet', namespace: 'default', name: `${reference.name}-6d4f7c9b8` }] : [],
    family: null,
    chain: CHAIN,
    decision: pod ? decisionFor(pod) : null,
  };
}

const NODE_2: ObjectReference = { kind: 'Node', namespace: '', name: 'node-2' };
const NODE_3: ObjectReference = { kind: 'Node', namespace: '', name: 'node-3' };

const CHAIN: readonly ChainLink[] = [
  { atMs: FIXTURE_START_MS - 400, parts: [{ text: 'kubelet node-3', reference: NODE_3 }, { text: ' started container nginx' }], note: 'image was already there', person: false },
  { atMs: FIXTURE_START_MS - 2_100, parts: [{ text: 'scheduler chose ' }, { text: 'node-3', reference: NODE_3 }, { text: ', 118 points; node-1 had 96' }], note: '', person: false },
  { atMs: FIXTURE_START_MS - 2_200, parts: [{ text: 'ReplicaSet web-6d4f7c9b8', reference: { kind: 'ReplicaSet', namespace: 'default', name: 'web-6d4f7c9b8' } }, { text: ' had 5 of 6 pods, so it made one' }], note: '', person: false },
  { atMs: FIXTURE_START_MS - 2_400, parts: [{ text: 'Pod web-6d4f7c9b8-b7l1q', reference: podReference('web-6d4f7c9b8-b7l1q') }, { text: ' was evicted from node-2' }], note: 'tolerated the taint unreachable for 300\u00a0s', person: false },
  { atMs: FIXTURE_START_MS - 306_000, parts: [{ text: 'node-2', reference: NODE_2 }, { text: ' stopped its heartbeat: Ready=Unknown' }], note: '50\u00a0s without a lease renewal', person: false },
  { atMs: FIXTURE_START_MS - 356_000, parts: [{ text: 'You powered off ' }, { text: 'node-2', reference: NODE_2 }], note: '', person: true },
];

function decisionFor(pod: PodView): DecisionView {
  const scores = (points: readonly number[]) => points.map((raw) => ({ raw, normalized: raw, weighted: raw }));
  const gone = { node: 'node-2', refusedBy: { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint {node.kubernetes.io/unreachable: }'] }, scores: null, total: null };
  const asked = { profile: 'default-scheduler', filterPlugins: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit'], narrowedBy: [], preemption: null, strategy: 'LeastAllocated' as const, idle: { filters: [], scores: [] } };
  const scorePlugins = [{ name: 'NodeResourcesFit', weight: 1 }, { name: 'NodeResourcesBalancedAllocation', weight: 1 }, { name: 'ImageLocality', weight: 1 }];
  if (!pod.node) {
    const full = (node: string) => ({ node, refusedBy: { plugin: 'NodeResourcesFit', reasons: ['Insufficient memory'] }, scores: null, total: null });
    return { ...asked, atMs: FIXTURE_START_MS - 1_900, outcome: 'unschedulable', node: null, message: pod.reason, scorePlugins, nodes: [full('node-1'), gone, full('node-3')] };
  }
  return {
    ...asked, atMs: FIXTURE_START_MS - 2_100, outcome: 'scheduled', node: pod.node, message: `Successfully assigned ${pod.key} to ${pod.node}`, scorePlugins,
    nodes: [
      { node: 'node-1', refusedBy: null, scores: scores([38, 52, 6]), total: 96 }, gone,
      { node: 'node-3', refusedBy: null, scores: scores([46, 66, 6]), total: 118 },
    ],
  };
}

export const POD_TABLE: TableView = {
  kind: 'Pod',
  columns: [
    { name: 'Name', description: 'Name must be unique within a namespace.', priority: 0, type: 'string' },
    { name: 'Ready', description: 'The aggregate readiness state of this pod for accepting traffic.', priority: 0, type: 'string' },
    { name: 'Status', description: 'The aggregate status of the containers in this pod.', priority: 0, type: 'string' },
    { name: 'Restarts', description: 'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.', priority: 0, type: 'string' },
    { name: 'Age', description: 'CreationTimestamp is a timestamp representing the server time when this object was created.', priority: 0, type: 'string' },
    { name: 'Node', description: 'NodeName indicates in which node this pod is scheduled.', priority: 1, type: 'string' },
  ],
};

export function podRow(pod: PodView): RowView {
  return {
    key: pod.key,
    reference: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
    cells: [pod.name, `${pod.readyContainers}/1`, pod.status, pod.restarts, pod.createdAtMs, pod.node ?? '<none>'],
  };
}
