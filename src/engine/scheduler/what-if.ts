import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName } from '../api/object.ts';
import { objectKey } from '../api/reference.ts';
import type { StoreQuery } from '../api/store.ts';
import type { JsonObject } from '../json.ts';
import { DEFAULT_SCHEDULER_NAME, profilesOf, type SchedulerConfiguration } from './configuration.ts';
import { readConfiguration, type ConfigurationProblem } from './configuration-request.ts';
import type { Decision } from './decision.ts';
import { tryPlacements } from './placement-trial.ts';

type Pod = KindMap['Pod'];

/** What would come of a configuration. */
export type WhatIf = { readonly problems: readonly ConfigurationProblem[] } | { readonly placements: readonly Placement[] };
export interface Placement {
  readonly namespace: string;
  readonly name: string;
  readonly decision: Decision;
}

/** More are not tried at once: every decision is explained for every node. */
const MOST_TRIED = 500;

/**
 * Places pods under a configuration without the cluster taking notice: those named as if they had no node yet, otherwise those that wait for one,
 * of a great many the most important and oldest. Throws UnreachableError when the API server cannot be read.
 */
export function whatIf(client: Client, atMs: number, sent: JsonObject | null, named: readonly { readonly namespace: string; readonly name: string }[] | null): WhatIf {
  const read = readConfiguration(sent);
  if (!read.ok) return { problems: read.problems };
  const { configuration } = read;
  const pods = (named ? podsNamed(client, named) : podsThatWait(client, configuration)).slice(0, MOST_TRIED);
  const decisions = tryPlacements({ client: named ? without(client, pods) : client, atMs, configuration, pods });
  const byUid = new Map(pods.map((pod) => [pod.metadata.uid ?? '', pod]));
  return {
    placements: decisions.flatMap((decision) => {
      const { namespace = '', name = '' } = byUid.get(decision.podUid)?.metadata ?? {};
      return name === '' ? [] : [{ namespace, name, decision }];
    }),
  };
}

function podsNamed(client: Client, named: readonly { readonly namespace: string; readonly name: string }[]): readonly Pod[] {
  return named.flatMap(({ namespace, name }) => {
    const pod = client.get('Pod', namespace, name);
    return pod ? [unplaced(pod)] : [];
  });
}

/** Those in the care of a profile, the most important first, of equals the oldest. */
function podsThatWait(client: Client, configuration: SchedulerConfiguration): readonly Pod[] {
  const schedulers = new Set(profilesOf(configuration).map(({ schedulerName }) => schedulerName));
  const waiting = client.select('Pod').filter(({ metadata, spec, status }) => {
    if (spec.nodeName || metadata.deletionTimestamp || status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
    return schedulers.has(spec.schedulerName || DEFAULT_SCHEDULER_NAME) && (spec.schedulingGates ?? []).length === 0;
  });
  return waiting.sort((a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0) || compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unplaced(pod: Pod): Pod {
  const { nodeName: _node, ...spec } = pod.spec;
  return { ...pod, spec, status: { phase: 'Pending' } };
}

/** The cluster as it would be without these pods. */
function without(client: Client, pods: readonly Pod[]): Client {
  const left = new Set(pods.map(({ metadata }) => objectKey(metadata.namespace, metadata.name ?? '')));
  const isThere = ({ metadata }: { readonly metadata: Pod['metadata'] }): boolean => !left.has(objectKey(metadata.namespace, metadata.name ?? ''));
  return {
    ...client,
    select: <K extends KindName>(kind: K, query?: StoreQuery) => (kind === 'Pod' ? client.select(kind, query).filter(isThere) : client.select(kind, query)),
    list: <K extends KindName>(kind: K, query?: StoreQuery) => (kind === 'Pod' ? client.list(kind, query).filter(isThere) : client.list(kind, query)),
  };
}
