import type { KindMap } from './object.ts';

/** metav1.LabelSelector: all of `matchLabels` and all of `matchExpressions`. */
export type LabelSelector = KindMap['ReplicaSet']['spec']['selector'];
type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector; an empty one matches everything (apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector). */
export function matchesSelector(selector: LabelSelector, labels: Labels | undefined): boolean {
  if (!containsLabels(labels, selector.matchLabels)) return false;
  return (selector.matchExpressions ?? []).every((requirement) => meetsRequirement(requirement, labels?.[requirement.key]));
}

/** Whether a label's value meets a requirement of a label selector or of a node selector, which knows Gt and Lt as well. */
export function meetsRequirement({ operator, values = [] }: { readonly operator: string; readonly values?: readonly string[] }, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether all pairs of `wanted` are among the labels. */
export function containsLabels(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

/** A selector as upstream prints it: `app=web,tier in (a,b),!canary` (metav1.FormatLabelSelector); `<none>` when it is empty. */
export function formatSelector(selector: LabelSelector | undefined): string {
  const parts: (readonly [string, string])[] = [];
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) parts.push([key, `${key}=${value}`]);
  for (const { key, operator, values = [] } of selector?.matchExpressions ?? []) {
    const list = `(${[...values].sort().join(',')})`;
    parts.push([key, operator === 'In' ? `${key} in ${list}` : operator === 'NotIn' ? `${key} notin ${list}` : operator === 'Exists' ? key : `!${key}`]);
  }
  if (parts.length === 0) return '<none>';
  return parts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, text]) => text).join(',');
}
