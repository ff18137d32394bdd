import type { Client } from '../../api/api-server.ts';
import { kindNameOf } from '../../api/kind-name.ts';
import { controllerOf, type KindMap, type KubeObject, type OwnerReference } from '../../api/object.ts';
import type { Tally } from './tallies.ts';

type Spec = KindMap['PodDisruptionBudget']['spec'];

/** How many pods a budget reckons with, and how many of them must be healthy; or why that cannot be said. */
export type Expectation = { readonly expected: number; readonly desiredHealthy: number; readonly needsManagedPods: boolean } | { readonly problem: string };

/** Source: pkg/controller/disruption/disruption.go getExpectedPodCount. */
export function expectationOf(client: Client, namespace: string, { minAvailable, maxUnavailable }: Spec, tally: Tally): Expectation {
  if (maxUnavailable === undefined && typeof minAvailable !== 'string') {
    return { expected: minAvailable === undefined ? 0 : tally.pods, desiredHealthy: minAvailable ?? 0, needsManagedPods: false };
  }
  const expected = expectedScale(client, namespace, tally);
  if (typeof expected === 'string') return { problem: expected };
  if (maxUnavailable !== undefined) return { expected, desiredHealthy: Math.max(expected - shareOf(maxUnavailable, expected), 0), needsManagedPods: true };
  return { expected, desiredHealthy: shareOf(minAvailable ?? 0, expected), needsManagedPods: true };
}

/** Rounded up: of seven pods half are four (intstr.GetScaledValueFromIntOrPercent). */
function shareOf(share: string | number, total: number): number {
  return typeof share === 'number' ? share : Math.ceil((Number.parseInt(share, 10) * total) / 100);
}

/** The sum over what controls the pods of how many pods each wants; or what is wrong. */
function expectedScale(client: Client, namespace: string, { controllers }: Tally): number | string {
  const scales = new Map<string, number>();
  // By uid: which of several problems is told must not depend on the order in which pods came.
  for (const [, { owner }] of [...controllers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const found = scaleOf(client, namespace, owner);
    if (typeof found === 'string') return found;
    scales.set(found.uid, found.replicas);
  }
  let sum = 0;
  for (const replicas of scales.values()) sum += replicas;
  return sum;
}

/** How many pods a controller wants; for a Deployment's ReplicaSet what the Deployment wants. */
function scaleOf(client: Client, namespace: string, owner: OwnerReference): { readonly uid: string; readonly replicas: number } | string {
  const found = objectOf(client, namespace, owner);
  if (!found) {
    const [pod] = client.list('Pod', { controllerUid: owner.uid });
    return `found no controllers for pod "${pod?.metadata.name ?? ''}"`;
  }
  const above = found.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  const scaled = (above?.kind === 'Deployment' ? objectOf(client, namespace, above) : undefined) ?? found;
  const replicas = replicasOf(client, scaled);
  return replicas === undefined ? `${resourceOf(client, scaled)} does not implement the scale subresource` : { uid: scaled.metadata.uid ?? '', replicas };
}

function objectOf(client: Client, namespace: string, { apiVersion, kind, name, uid }: OwnerReference): KubeObject | undefined {
  const definition = client.kinds.get(kindNameOf({ apiVersion, kind }));
  const found = definition && client.get(definition.kind, definition.namespaced ? namespace : '', name);
  return found?.metadata.uid === uid ? found : undefined;
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** `undefined` for what has no scale. */
function replicasOf(client: Client, object: KubeObject): number | undefined {
  if (SCALED.has(kindNameOf(object))) return (object.spec as { readonly replicas?: number }).replicas ?? 1;
  const scale = client.kinds.get(kindNameOf(object))?.custom?.scale;
  return scale && (scale.replicas(object) ?? 0);
}

function resourceOf(client: Client, object: KubeObject): string {
  const { plural = '', group = '' } = client.kinds.get(kindNameOf(object)) ?? {};
  return group ? `${plural}.${group}` : plural;
}
