import type { KindMap } from '../../api/object.ts';
import { formatTime } from '../../time-format.ts';

type Node = KindMap['Node'];
type NodeStatus = NonNullable<Node['status']>;
type NodeCondition = NonNullable<NodeStatus['conditions']>[number];

/** Conditions that only the kubelet can vouch for. NetworkUnavailable is the control plane's own. */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** Labels that older software reads, with the label each must equal (nodelifecycle labelReconcileInfo). */
const FORMER_LABELS: readonly (readonly [string, string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
];

export function readyCondition(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** The status of a node whose kubelet has fallen silent (nodelifecycle tryUpdateNodeHealth). */
export function unknownStatus(node: Node, nowMs: number): NodeStatus {
  const now = formatTime(nowMs);
  const conditions = (node.status?.conditions ?? []).map((condition): NodeCondition => {
    if (!KUBELET_CONDITIONS.some((type) => type === condition.type) || condition.status === 'Unknown') return condition;
    return { ...condition, status: 'Unknown', lastTransitionTime: now, reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
  });
  for (const type of KUBELET_CONDITIONS) {
    if (conditions.some((condition) => condition.type === type)) continue;
    conditions.push({
      type, status: 'Unknown', reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp, lastTransitionTime: now,
    });
  }
  return { ...node.status, conditions };
}

/** Labels of the node that must be written; `undefined` when none. */
export function formerLabels({ metadata: { labels } }: Node): Readonly<Record<string, string>> | undefined {
  if (!labels) return undefined;
  const missing: Record<string, string> = {};
  for (const [label, former] of FORMER_LABELS) {
    const value = labels[label];
    if (value !== undefined && labels[former] !== value) missing[former] = value;
  }
  return Object.keys(missing).length > 0 ? missing : undefined;
}
