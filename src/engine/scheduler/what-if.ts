import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName } from '../api/object.ts';
import { objectKey } from '../api/reference.ts';
import type { StoreQuery } from '../api/store.ts';
import type { JsonObject } from '../json.ts';
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

/**
 * Places pods under a configuration without the cluster taking notice: those named as if they had no node yet, otherwise those that wait for one.
 * Throws UnreachableError when the API server cannot be read.
 */
export function whatIf(client: Client, atMs: number, sent: JsonObject | null, named: readonly { readonly namespace: string; readonly name: string }[] | null): WhatIf {
  const read = readConfiguration(sent);
  if (!read.ok) return { problems: read.problems };
  const { configuration } = read;
  const pods = named?.flatMap(({ namespace, name }) => {
    const pod = client.get('Pod', namespace, name);
    return pod ? [unplaced(pod)] : [];
  });
  const decisions = tryPlacements({ client: pods ? without(client, pods) : client, atMs, configuration, ...(pods ? { pods } : {}) });
  const byUid = new Map((pods ?? client.select('Pod')).map((pod) => [pod.metadata.uid ?? '', pod]));
  return {
    placements: decisions.flatMap((decision) => {
      const { namespace = '', name = '' } = byUid.get(decision.podUid)?.metadata ?? {};
      return name === '' ? [] : [{ namespace, name, decision }];
    }),
  };
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
