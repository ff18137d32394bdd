import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { matchesSelector } from '../api/selectors.ts';
import type { PolicyRule } from './policy-rule.ts';

type ClusterRole = KindMap['ClusterRole'];

/** The rules of all ClusterRoles that a role gathers, each once; `roles` in the order of their names. */
export function aggregatedRules(role: ClusterRole, roles: readonly ClusterRole[]): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    for (const { metadata, rules: more = [] } of roles) {
      if (metadata.name === role.metadata.name || !matchesSelector(selector, metadata.labels)) continue;
      for (const rule of more) if (!rules.some((known) => isSame(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
