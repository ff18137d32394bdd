import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import type { EndpointGroup } from './endpoint-groups.ts';
import type { Endpoint, EndpointPort } from './endpoints.ts';

type EndpointSlice = KindMap['EndpointSlice'];
type Labels = Readonly<Record<string, string>>;

/** Endpoints in one slice (kube-controller-manager `--max-endpoints-per-slice`). */
const MAX_ENDPOINTS = 100;

/** A slice to make: all that differs from one new slice to another of the same Service. */
export interface NewSlice {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** The writes that lead from the slices that are there to those that are wanted. */
export interface SlicePlan {
  readonly create: NewSlice[];
  readonly update: EndpointSlice[];
  readonly remove: EndpointSlice[];
}

interface Draft {
  readonly slice: EndpointSlice;
  endpoints: readonly Endpoint[];
  changed: boolean;
}

/**
 * Changes as few slices as possible: endpoints stay where they are, new ones go into slices that change anyway, then into the slice they fill
 * best, then into new ones (staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping). `slices` in the order of their names.
 */
export function planSlices({ ports, endpoints }: EndpointGroup, slices: readonly EndpointSlice[], labels: Labels): SlicePlan {
  const unplaced = new Map(endpoints);
  const drafts = slices.map((slice) => draftOf(slice, unplaced, labels));
  const rest = [...unplaced.values()].sort((a, b) => ((a.targetRef?.name ?? '') < (b.targetRef?.name ?? '') ? -1 : 1));
  const remove = drafts.filter((draft) => draft.changed && draft.endpoints.length === 0).map(({ slice }) => slice);
  const kept = drafts.filter(({ slice }) => !remove.includes(slice));
  const fullestFirst = kept.filter(({ changed }) => changed).sort((a, b) => b.endpoints.length - a.endpoints.length);
  for (const draft of fullestFirst) fill(draft, rest);

  const create: NewSlice[] = [];
  while (rest.length > 0) {
    const roomy = rest.length < MAX_ENDPOINTS ? bestFit(kept.filter(({ changed }) => !changed), rest.length) : undefined;
    if (roomy) fill(roomy, rest);
    else create.push({ ports, endpoints: rest.splice(0, MAX_ENDPOINTS) });
  }
  const update = kept.filter(({ changed }) => changed).map(({ slice, endpoints: wanted }) => ({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: wanted }));
  return { create, update, remove };
}

/** What stays of a slice. Takes the endpoints that have their place out of `unplaced`. */
function draftOf(slice: EndpointSlice, unplaced: Map<string, Endpoint>, labels: Labels): Draft {
  const before = slice.endpoints ?? [];
  const endpoints: Endpoint[] = [];
  let changed = false;
  for (const endpoint of before) {
    const uid = endpoint.targetRef?.uid ?? '';
    const wanted = unplaced.get(uid);
    if (!wanted) continue;
    unplaced.delete(uid);
    const same = isSame(wanted, endpoint);
    changed ||= !same;
    endpoints.push(same ? endpoint : wanted);
  }
  return { slice, endpoints, changed: changed || endpoints.length !== before.length || !isSame(slice.metadata.labels, labels) };
}

function fill(draft: Draft, rest: Endpoint[]): void {
  const added = rest.splice(0, MAX_ENDPOINTS - draft.endpoints.length);
  if (added.length === 0) return;
  draft.endpoints = [...draft.endpoints, ...added];
  draft.changed = true;
}

/** The slice that `count` more endpoints fill up best. */
function bestFit(drafts: readonly Draft[], count: number): Draft | undefined {
  let best: Draft | undefined;
  for (const draft of drafts) {
    const size = draft.endpoints.length;
    if (size + count <= MAX_ENDPOINTS && size > (best?.endpoints.length ?? -1)) best = draft;
  }
  return best;
}
