import type { KindMap } from './object.ts';

export type Taint = NonNullable<NonNullable<KindMap['Node']['spec']>['taints']>[number];
export type Toleration = NonNullable<KindMap['Pod']['spec']['tolerations']>[number];

/** Whether a toleration covers a taint (api/core/v1 Toleration.ToleratesTaint): empty key or effect covers all of them. */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return (!toleration.operator || toleration.operator === 'Equal') && (toleration.value ?? '') === (taint.value ?? '');
}

/** Whether any of the tolerations covers the taint. */
export function isTolerated(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  if (!tolerations) return false;
  for (const toleration of tolerations) if (toleratesTaint(toleration, taint)) return true;
  return false;
}

/** Whether all of the taints are covered. */
export function areTolerated(tolerations: readonly Toleration[] | undefined, taints: readonly Taint[]): boolean {
  for (const taint of taints) if (!isTolerated(tolerations, taint)) return false;
  return true;
}

/** A taint that keeps new pods away: NoSchedule or NoExecute. */
export function keepsPodsAway(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}
