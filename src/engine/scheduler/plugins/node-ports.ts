import { ALWAYS } from '../cluster-events.ts';
import { isPortTaken } from '../node-info.ts';
import { demandOf } from '../pod-demand.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';

/** Refuses nodes where a host port the pod wants is taken (pkg/scheduler/framework/plugins/nodeports). */
export function createNodePorts({ refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'NodePorts', reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true });

  return {
    name: 'NodePorts',
    local: true,
    preFilter: ({ demand }) => (demand.hostPorts.length === 0 ? 'skip' : 'all'),
    filter({ demand }, info) {
      for (const port of demand.hostPorts) if (isPortTaken(info, port)) return refused;
      return PASS;
    },
    retryOn: {
      NodeAdd: ALWAYS,
      AssignedPodDelete(pod, before) {
        const freed = before ? demandOf(before.spec).hostPorts : [];
        return demandOf(pod.spec).hostPorts.some((wanted) => freed.some(({ port }) => port === wanted.port));
      },
    },
  };
}
