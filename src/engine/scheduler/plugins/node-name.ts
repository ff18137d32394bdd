import { ALWAYS } from '../cluster-events.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';

/** Refuses all nodes but the one a pod names (pkg/scheduler/framework/plugins/nodename). */
export function createNodeName({ refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'NodeName', reasons: ["node(s) didn't match the requested node name"], resolvable: false });

  return {
    name: 'NodeName',
    local: true,
    preFilter: ({ pod }) => (pod.spec.nodeName ? 'all' : 'skip'),
    filter: ({ pod }, info) => (pod.spec.nodeName === info.name ? PASS : refused),
    retryOn: { NodeAdd: ALWAYS },
  };
}
