import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, type KindMap, type Simulation, type SimulationOptions } from '../../../src/engine/simulation.ts';
import { isReady } from '../web-cluster.ts';

export type Pod = KindMap['Pod'];
export type DaemonSet = KindMap['DaemonSet'];
export type Node = KindMap['Node'];

/** A DaemonSet's manifest; `pod` goes into the spec of its template, `container` into its only container, `more` into its spec. */
export function daemonSet({ pod = {}, container = {}, more = {}, annotations = {} }: { readonly pod?: JsonObject; readonly container?: JsonObject; readonly more?: JsonObject; readonly annotations?: JsonObject } = {}): JsonObject {
  return {
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'logs' },
    spec: {
      selector: { matchLabels: { app: 'logs' } },
      template: { metadata: { labels: { app: 'logs' }, annotations }, spec: { ...pod, containers: [{ name: 'main', image: 'nginx:1.26', ...container }] } },
      ...more,
    },
  };
}

export const rolling = (rollingUpdate: JsonObject): JsonObject => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } });

/** A cluster of `nodes` nodes with the DaemonSet at rest. */
export function daemonCluster(manifest: JsonObject = daemonSet(), nodes = 3, options: SimulationOptions = {}): Simulation {
  const machines = Array.from({ length: nodes }, (_, index) => ({ name: `node-${index + 1}`, cpuMillis: 4_000, memoryBytes: 8 * 1024 ** 3 }));
  const simulation = createSimulation({ seed: 11, machines, ...options });
  simulation.api.apply(manifest);
  simulation.settle();
  return simulation;
}

export function logs(simulation: Simulation): DaemonSet {
  const found = simulation.api.get('DaemonSet', 'default', 'logs');
  if (!found) throw new Error('no DaemonSet');
  return found;
}

export function daemonPods(simulation: Simulation): Pod[] {
  return simulation.api.list('Pod', { namespace: 'default' });
}

/** `node image`, with a `*` where the pod is ready, sorted. */
export function placed(simulation: Simulation): string[] {
  return daemonPods(simulation).map((pod) => `${pod.spec.nodeName ?? '-'} ${pod.spec.containers[0]?.image ?? ''}${isReady(pod) ? '*' : ''}`).sort();
}

/** Writes a Node's labels and taints, as `kubectl label` and `kubectl taint` do. */
export function changeNode(simulation: Simulation, name: string, { labels, taints }: { readonly labels?: Readonly<Record<string, string>>; readonly taints?: NonNullable<Node['spec']>['taints'] }): void {
  const node = simulation.api.get('Node', '', name);
  if (!node) return;
  const { taints: before = [], ...spec } = node.spec ?? {};
  const kept = before.filter(({ key }) => key.startsWith('node.kubernetes.io/'));
  const changed = { ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...labels } }, spec: { ...spec, taints: [...kept, ...(taints ?? [])] } };
  simulation.act({ type: 'update', object: changed as unknown as JsonObject });
}

/** Stops time at the first moment at which the condition holds; throws after an hour. */
export function advanceUntil(simulation: Simulation, condition: () => boolean): void {
  const limitMs = simulation.now() + 3_600_000;
  while (!condition()) if (simulation.now() > limitMs || !simulation.step()) throw new Error('it never happens');
}
