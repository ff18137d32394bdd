import type { KindMap } from '../../api/object.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';
import { isTolerated, type Taint } from '../../api/tolerations.ts';

const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Refuses cordoned nodes (pkg/scheduler/framework/plugins/nodeunschedulable). */
export function createNodeUnschedulable({ snapshot, refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'NodeUnschedulable', reasons: ['node(s) were unschedulable'], resolvable: false });
  const isOpen = (node: KindMap['Node'] | undefined): boolean => node !== undefined && !node.spec?.unschedulable;

  return {
    name: 'NodeUnschedulable',
    local: true,
    preFilter: ({ pod }) => (snapshot.unschedulableNodes === 0 || isTolerated(pod.spec.tolerations, CORDON) ? 'skip' : 'all'),
    filter: (_, info) => (info.unschedulable ? refused : PASS),
    retryOn: {
      NodeAdd: (_, __, after) => isOpen(after),
      UpdateNodeTaint: (_, before, after) => !isOpen(before) && isOpen(after),
      TargetPodToleration: (_, __, after) => isTolerated(after?.spec.tolerations, CORDON),
    },
  };
}
