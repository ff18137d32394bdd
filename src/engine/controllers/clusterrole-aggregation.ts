import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { aggregatedRules } from '../rbac/aggregation.ts';
import type { ControllerDefinition } from './controller.ts';

type ClusterRole = KindMap['ClusterRole'];

/** Fills ClusterRoles that have an aggregationRule with the rules of those it selects (pkg/controller/clusterroleaggregation). */
export const clusterRoleAggregationController: ControllerDefinition = {
  name: 'clusterrole-aggregation-controller',
  watches: ['ClusterRole'],
  create({ client, enqueue }) {
    const aggregates = new Set<string>();
    function note({ metadata: { name = '' }, aggregationRule }: ClusterRole, isGone: boolean): void {
      if (aggregationRule && !isGone) aggregates.add(name);
      else aggregates.delete(name);
    }
    const planFor = (role: ClusterRole): readonly Rule[] => aggregatedRules(role, client.list('ClusterRole'));
    function rebuild(): void {
      aggregates.clear();
      for (const role of client.select('ClusterRole')) note(role, false);
    }
    if (client.reachable()) rebuild();

    return {
      watches: {
        // Any role may be part of any other, directly or not; there are few of them.
        ClusterRole(change) {
          note(change.object, change.type === 'DELETED');
          for (const name of [...aggregates].sort()) enqueue(name);
        },
      },
      /** Those that the cluster began with are complete. */
      resync() {
        if (!client.reachable()) return;
        rebuild();
        for (const name of [...aggregates].sort()) {
          const role = client.get('ClusterRole', '', name);
          if (role && !isSame(planFor(role), role.rules ?? [])) enqueue(name);
        }
      },
      reconcile(name) {
        const role = client.get('ClusterRole', '', name);
        if (!role?.aggregationRule) return;
        const rules = planFor(role);
        if (!isSame(rules, role.rules ?? [])) client.update<'ClusterRole'>({ ...role, rules }, { note: 'aggregated' });
      },
    };
  },
};

type Rule = NonNullable<ClusterRole['rules']>[number];
