import type { Column } from '../../engine/api/column.ts';
import { kindColumns } from '../../engine/api/kinds/columns-registry.ts';
import type { KindName, KubeObject } from '../../engine/api/object.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Decision } from '../../engine/scheduler/decision.ts';
import type { Simulation } from '../../engine/simulation.ts';
import { parseTime } from '../../engine/time-format.ts';
import { operatorSites } from '../operator-sites.ts';
import type { ObjectDetail, OperatorSite } from '../protocol.ts';
import { chainOf, type ChainSources } from './chain.ts';
import { ownersOf, referenceTo } from './cluster-mirror.ts';
import { createChoices, decisionView, type Choices } from './decision-view.ts';
import { ownerTreeOf } from './owner-tree.ts';
import { oneLine } from './pod-shape.ts';
import { summaryOf } from './summary.ts';

/** What is needed only once something is selected, a table is shown or operators are looked at; the worker loads it after the rest. */
export interface CloseLook {
  createChoices(simulation: Pick<Simulation, 'decisionFor'>): Choices;
  /** Everything of one object; of one that is gone, what is remembered. */
  detailOf(sources: ChainSources, reference: ObjectReference, object: KubeObject | undefined, decision: Decision | undefined): ObjectDetail;
  /** `undefined` for what is no kind. */
  columnsOf(kind: string): readonly Column[] | undefined;
  operatorSites(simulation: Pick<Simulation, 'api' | 'kinds' | 'operators'>): readonly OperatorSite[];
}

export const closeLook: CloseLook = { createChoices, detailOf, columnsOf: (kind) => kindColumns.get(kind as KindName), operatorSites };

function detailOf(sources: ChainSources, reference: ObjectReference, object: KubeObject | undefined, decision: Decision | undefined): ObjectDetail {
  const { mirror, simulation } = sources;
  return {
    reference,
    // Wire objects are plain JSON; their generated types only say more.
    object: (object as JsonObject | undefined) ?? null,
    summary: object ? summaryOf(object, mirror) : [],
    conditions: object ? conditionsOf(object) : [],
    owners: object ? ownersOf(mirror, object) : [],
    dependents: object?.metadata.uid === undefined ? [] : Array.from(mirror.dependentsOf(object.metadata.uid), referenceTo),
    family: object ? ownerTreeOf(object, mirror) : null,
    chain: chainOf(sources, reference),
    decision: decision ? decisionView(decision, simulation) : null,
  };
}

interface WireCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

function conditionsOf({ status, metadata }: KubeObject): ObjectDetail['conditions'] {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly WireCondition[] };
  return conditions.map(({ type, status: value, reason = '', message = '', lastTransitionTime }) => ({
    type, status: value, reason, message: oneLine(message), sinceMs: parseTime(lastTransitionTime ?? metadata.creationTimestamp ?? ''),
  }));
}
