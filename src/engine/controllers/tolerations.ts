import { toleratesTaint, type Taint, type Toleration } from '../api/tolerations.ts';

/** How long a pod may stay on a node with these taints, and the taint that says so. */
export type Stay =
  | { readonly kind: 'forever' }
  | { readonly kind: 'limited'; readonly seconds: number; readonly taint: Taint }
  | { readonly kind: 'none'; readonly taint: Taint };

/**
 * The shortest toleration decides, of those that match first for each taint; a taint nobody tolerates ends it at once
 * (component-helpers GetMatchingTolerations, tainteviction getMinTolerationTime).
 */
export function allowedStay(tolerations: readonly Toleration[], taints: readonly Taint[]): Stay {
  let shortest: Stay = { kind: 'forever' };
  for (const taint of taints) {
    const match = tolerations.find((toleration) => toleratesTaint(toleration, taint));
    if (!match) return { kind: 'none', taint };
    const seconds = match.tolerationSeconds;
    if (seconds === undefined || (shortest.kind === 'limited' && shortest.seconds <= seconds)) continue;
    shortest = { kind: 'limited', seconds: Math.max(0, seconds), taint };
  }
  return shortest;
}
