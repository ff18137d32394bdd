import { parseAmount } from '../../src/engine/api/amounts.ts';
import { requestsOf } from '../../src/engine/api/pod-resources.ts';
import type { KindMap, Simulation } from '../../src/engine/simulation.ts';

type Pod = KindMap['Pod'];

/** What must hold at every moment; each broken rule is one line. The API server must be running. */
export function brokenRules(simulation: Simulation): string[] {
  return [...overCommittedNodes(simulation), ...doubles(simulation)];
}

function overCommittedNodes(simulation: Simulation): string[] {
  const broken: string[] = [];
  for (const node of simulation.api.list('Node')) {
    const name = node.metadata.name ?? '';
    const pods = simulation.api.list('Pod', { nodeName: name }).filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
    const allocatable = node.status?.allocatable ?? {};
    const cpuMillis = pods.reduce((sum, pod) => sum + requestsOf(pod.spec).cpuMillis, 0);
    const memoryBytes = pods.reduce((sum, pod) => sum + requestsOf(pod.spec).memoryBytes, 0);
    if (cpuMillis > (parseAmount(allocatable['cpu']) ?? 0) * 1000) broken.push(`${name} has ${cpuMillis} m of CPU requested`);
    if (memoryBytes > (parseAmount(allocatable['memory']) ?? 0)) broken.push(`${name} has ${memoryBytes} bytes requested`);
    if (pods.length > Number(allocatable['pods'] ?? 0)) broken.push(`${name} has ${pods.length} pods`);
  }
  return broken;
}

/** No two living pods have one address; names are unique because the store's keys are. */
function doubles(simulation: Simulation): string[] {
  const broken: string[] = [];
  const holders = new Map<string, string>();
  for (const pod of simulation.api.list('Pod')) {
    const address = pod.status?.podIP;
    const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (!address || isOver || pod.spec.hostNetwork || pod.metadata.deletionTimestamp !== undefined) continue;
    const key = `${address} on ${pod.spec.nodeName}`;
    const other = holders.get(key);
    if (other !== undefined) broken.push(`${other} and ${pod.metadata.name} both have ${key}`);
    holders.set(key, pod.metadata.name ?? '');
  }
  return broken;
}

/** Follows every pod: once on a node it never changes to another. Returns the list it writes broken rules to. */
export function watchBindings(simulation: Simulation): string[] {
  const broken: string[] = [];
  simulation.watch(['Pod'], ({ object, previous, type }) => {
    if (type !== 'MODIFIED') return;
    const before = (previous as Pod | undefined)?.spec.nodeName;
    if (before !== undefined && before !== object.spec.nodeName) broken.push(`${object.metadata.name} moved from ${before} to ${object.spec.nodeName}`);
  });
  return broken;
}

/** What must hold once nothing is broken and the cluster has come to rest. */
export function restlessness(simulation: Simulation): string[] {
  const broken: string[] = [];
  const uids = new Set((['Deployment', 'ReplicaSet', 'Pod', 'Service', 'Node'] as const).flatMap((kind) => simulation.api.list(kind).map(({ metadata }) => metadata.uid)));
  for (const kind of ['ReplicaSet', 'Pod', 'EndpointSlice'] as const) {
    for (const { metadata } of simulation.api.list(kind)) {
      for (const owner of metadata.ownerReferences ?? []) {
        if (!uids.has(owner.uid)) broken.push(`${kind} ${metadata.name} outlived its owner ${owner.kind} ${owner.name}`);
      }
    }
  }
  for (const pod of simulation.api.list('Pod')) if (pod.metadata.deletionTimestamp !== undefined) broken.push(`${pod.metadata.name} is still Terminating`);
  for (const set of simulation.api.list('ReplicaSet')) {
    const pods = simulation.api.list('Pod', { controllerUid: set.metadata.uid ?? '' }).filter(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded');
    if (pods.length !== set.spec.replicas) broken.push(`${set.metadata.name} has ${pods.length} of ${set.spec.replicas} pods`);
    if (set.status?.replicas !== pods.length) broken.push(`${set.metadata.name} reports ${set.status?.replicas} of its ${pods.length} pods`);
  }
  for (const node of simulation.api.list('Node')) {
    if (node.status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') broken.push(`${node.metadata.name} is not Ready`);
  }
  for (const { metadata, spec, status } of simulation.api.list('Deployment')) {
    if (status?.observedGeneration !== metadata.generation) broken.push(`Deployment ${metadata.name} has not been looked at`);
    const sets = simulation.api.list('ReplicaSet', { controllerUid: metadata.uid ?? '' });
    const total = sets.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0);
    // As upstream: who scales in the middle of a rolling update and turns to Recreate at once has asked for what no rule covers
    // (pkg/controller/deployment: isScalingEvent stays true, and scale does nothing).
    if (spec.strategy?.type === 'Recreate' && sets.filter((set) => (set.spec.replicas ?? 0) > 0).length > 1) continue;
    if (!spec.paused && total < (spec.replicas ?? 0)) broken.push(`Deployment ${metadata.name} asks for ${total} of ${spec.replicas} pods`);
  }
  return broken;
}
