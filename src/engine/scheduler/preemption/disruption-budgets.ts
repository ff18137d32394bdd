import type { KindMap } from '../../api/object.ts';
import { matchesSelector } from '../../api/selectors.ts';

type Pod = KindMap['Pod'];
type PodDisruptionBudget = KindMap['PodDisruptionBudget'];

/** Pods whose loss would break a budget when those before them in the list are lost, too, and the others; both keep their order. */
export interface BudgetSplit {
  readonly violating: readonly Pod[];
  readonly others: readonly Pod[];
}

/**
 * What PodDisruptionBudgets still allow (plugins/defaultpreemption filterPodsWithPDBViolation). Pods that a budget counts as disrupted already
 * do not use it up again.
 */
export function splitByBudgets(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): BudgetSplit {
  if (budgets.length === 0) return { violating: [], others: pods };
  const left = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    let violates = false;
    budgets.forEach((budget, index) => {
      if (!isCounted(budget, pod)) return;
      const rest = (left[index] ?? 0) - 1;
      left[index] = rest;
      if (rest < 0) violates = true;
    });
    (violates ? violating : others).push(pod);
  }
  return { violating, others };
}

/** An empty selector counts no pod here. */
function isCounted({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { selector } = spec;
  if (metadata.namespace !== pod.metadata.namespace || !pod.metadata.labels || !selector) return false;
  const isEmpty = Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions?.length ?? 0) === 0;
  if (isEmpty || !matchesSelector(selector, pod.metadata.labels)) return false;
  return status?.disruptedPods?.[pod.metadata.name ?? ''] === undefined;
}
