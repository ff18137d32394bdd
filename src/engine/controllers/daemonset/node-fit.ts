import { matchesNode } from '../../api/node-affinity.ts';
import type { KindMap } from '../../api/object.ts';
import { areTolerated, keepsPodsAway } from '../../api/tolerations.ts';
import { toleratingSpec } from './daemon-pod.ts';

type Node = KindMap['Node'];
type DaemonSet = KindMap['DaemonSet'];

/** What a node is to a DaemonSet: it should have a pod, may keep the one that it has, or must have none. */
export type NodeFit = 'runs' | 'keeps' | 'excluded';

/** How to tell (pkg/controller/daemon NodeShouldRunDaemonPod). Resources and readiness are the scheduler's and kubelet's business. */
export function nodeFitter({ spec }: DaemonSet): (node: Node) => NodeFit {
  const pod: KindMap['Pod'] = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: toleratingSpec(spec.template.spec) };
  const { nodeName, tolerations } = pod.spec;
  return (node) => {
    if (nodeName && nodeName !== node.metadata.name) return 'excluded';
    if (!matchesNode(pod, node)) return 'excluded';
    const taints = node.spec?.taints?.filter(keepsPodsAway) ?? [];
    if (areTolerated(tolerations, taints)) return 'runs';
    return areTolerated(tolerations, taints.filter(({ effect }) => effect === 'NoExecute')) ? 'keeps' : 'excluded';
  };
}
