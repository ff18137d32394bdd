import type { Client } from '../../api/api-server.ts';
import type { KindMap, KubeObject } from '../../api/object.ts';
import { podCondition } from '../../api/pod-readiness.ts';
import type { EventRecorder } from '../../events.ts';
import { withPodCondition } from '../pod-conditions.ts';
import { formerLabels, readyCondition, unknownStatus } from './node-health.ts';
import { describeTainting, hasTaint, NOT_READY, schedulingDifference, UNREACHABLE, withTaints, type TaintDifference } from './taints.ts';

type Node = KindMap['Node'];

/** Everything the controller writes. Each of these looks at the object as it is now and does nothing when nothing is to be done. */
export interface NodeWrites {
  /** Brings the NoSchedule taints in line with the conditions, and the former labels with the present ones. */
  fitScheduling(name: string): void;
  /** Adds the NoExecute taint that fits the node's Ready condition, instead of the opposite one. */
  taintForEviction(name: string): void;
  /** Takes both NoExecute taints away. */
  untaintForEviction(name: string, note: string): void;
  /** Posts Unknown on behalf of a silent kubelet. */
  markUnknown(name: string, note: string): void;
  /** Marks all pods of a node as not ready, for Services to pass them by. */
  markPodsNotReady(nodeName: string): void;
  markPodNotReady(pod: KindMap['Pod']): void;
  tell(nodeName: string, reason: string, message: string): void;
}

export function createNodeWrites(client: Client, recorder: EventRecorder, now: () => number): NodeWrites {
  function write(node: Node, difference: TaintDifference, note = describeTainting(difference)): void {
    if (difference.add.length > 0 || difference.drop.length > 0) client.update<'Node'>(withTaints(node, difference, now()), { note });
  }
  function markPodNotReady(pod: KindMap['Pod']): void {
    const ready = podCondition(pod, 'Ready');
    const status = ready && withPodCondition(pod, { ...ready, status: 'False' }, now());
    if (!status) return;
    client.updateStatus<'Pod'>({ ...pod, status }, { note: 'not ready: its node is not ready' });
    recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }

  return {
    fitScheduling(name) {
      const node = client.get('Node', '', name);
      const difference = node && schedulingDifference(node);
      if (difference) write(node, difference);
      const latest = client.get('Node', '', name);
      const labels = latest && formerLabels(latest);
      if (labels) client.update<'Node'>({ ...latest, metadata: { ...latest.metadata, labels: { ...latest.metadata.labels, ...labels } } }, { note: 'labels of older versions' });
    },
    taintForEviction(name) {
      const node = client.get('Node', '', name);
      const status = node && readyCondition(node)?.status;
      if (!node || (status !== 'False' && status !== 'Unknown')) return;
      const [wanted, opposite] = status === 'Unknown' ? [UNREACHABLE, NOT_READY] : [NOT_READY, UNREACHABLE];
      write(node, { add: hasTaint(node, wanted) ? [] : [wanted], drop: hasTaint(node, opposite) ? [opposite] : [] });
    },
    untaintForEviction(name, note) {
      const node = client.get('Node', '', name);
      if (node) write(node, { add: [], drop: [UNREACHABLE, NOT_READY].filter((taint) => hasTaint(node, taint)) }, note);
    },
    markUnknown(name, note) {
      const node = client.get('Node', '', name);
      if (node) client.updateStatus<'Node'>({ ...node, status: unknownStatus(node, now()) }, { note });
    },
    markPodsNotReady(nodeName) {
      for (const pod of client.list('Pod', { nodeName })) markPodNotReady(pod);
    },
    markPodNotReady,
    tell(name, reason, message) {
      // Events about nodes bear the name for a uid, as the kubelet's do: so that all of a node's events are found together.
      const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } };
      recorder.event(node, 'Normal', reason, message);
    },
  };
}
