import { parseAmount } from '../../src/engine/api/amounts.ts';
import { requestsOf } from '../../src/engine/api/pod-resources.ts';
import type { KindMap, Simulation } from '../../src/engine/simulation.ts';

type Pod = KindMap['Pod'];

const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const isReady = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined && (status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false);

/**
 * Follows a cluster, write by write, and lists the rules that were broken: an eviction that its budget did not allow, two pods of one ordinal,
 * a pod that a Job counted twice, more in a namespace than its quota allows.
 */
export function watchWorkloads(simulation: Simulation): string[] {
  const broken: string[] = [];
  /** pods that ever finished, by the uid of their Job. */
  const finished = new Map<string, Set<string>>();

  simulation.watch(['Pod'], ({ object, previous, type }) => {
    const before = previous as Pod | undefined;
    if (type !== 'DELETED' && isEvicted(object) && before && !isEvicted(before)) checkBudget(object, before);
    if (type === 'ADDED') checkOrdinals(object);
    if (type === 'ADDED') checkQuota(object.metadata.namespace ?? '');
    const job = object.metadata.ownerReferences?.find(({ kind }) => kind === 'Job')?.uid;
    if (job !== undefined && (isOver(object) || type === 'DELETED' || object.metadata.deletionTimestamp)) {
      finished.set(job, (finished.get(job) ?? new Set<string>()).add(object.metadata.uid ?? ''));
    }
  });
  simulation.watch(['Job'], ({ object }) => {
    const counted = (object.status?.succeeded ?? 0) + (object.status?.failed ?? 0);
    const seen = finished.get(object.metadata.uid ?? '')?.size ?? 0;
    if (counted > seen) broken.push(`Job ${object.metadata.name} counts ${counted} pods of ${seen} that ended`);
  });

  function isEvicted({ status }: Pod): boolean {
    return status?.conditions?.some(({ reason, status: value }) => reason === 'EvictionByEvictionAPI' && value === 'True') ?? false;
  }
  function checkBudget(pod: Pod, before: Pod): void {
    if (!isReady(before)) return;
    for (const { status } of selecting(simulation, pod)) {
      const healthy = everyPod().filter((other) => other.metadata.labels?.app === pod.metadata.labels?.app && isReady(other) && !isEvicted(other)).length;
      const desired = status?.desiredHealthy ?? 0;
      // The API server knows what the disruption controller has written, which may have been stopped since.
      const isKnown = (status?.currentHealthy ?? 0) - Object.keys(status?.disruptedPods ?? {}).length <= healthy;
      if (isKnown && healthy < desired) broken.push(`${pod.metadata.name} was evicted, and ${healthy} of ${desired} are left`);
    }
  }
  function checkOrdinals(pod: Pod): void {
    const owner = pod.metadata.ownerReferences?.find(({ kind, controller }) => kind === 'StatefulSet' && controller);
    const ordinal = pod.metadata.labels?.['apps.kubernetes.io/pod-index'];
    if (!owner || ordinal === undefined) return;
    const twins = everyPod().filter(({ metadata }) => metadata.labels?.['apps.kubernetes.io/pod-index'] === ordinal && metadata.ownerReferences?.some(({ uid }) => uid === owner.uid));
    if (twins.length > 1) broken.push(`${twins.map(({ metadata }) => metadata.name).join(' and ')} both are number ${ordinal}`);
  }
  /** A quota may allow less than there is already; then nothing comes to it. */
  function checkQuota(namespace: string): void {
    for (const { metadata, status } of objectsOf<'ResourceQuota'>('ResourceQuota')) {
      if (metadata.namespace !== namespace) continue;
      const pods = everyPod().filter((pod) => pod.metadata.namespace === metadata.namespace && !isOver(pod) && !isOverdue(pod));
      const cpuMillis = pods.reduce((sum, pod) => sum + requestsOf(pod.spec).cpuMillis, 0);
      const { pods: mostPods, 'requests.cpu': mostCpu } = status?.hard ?? {};
      if (mostPods !== undefined && pods.length > Number(mostPods)) broken.push(`${pods.length} pods where ${mostPods} are allowed`);
      if (mostCpu !== undefined && cpuMillis > (parseAmount(mostCpu) ?? 0) * 1000) broken.push(`${cpuMillis} m of CPU where ${mostCpu} are allowed`);
    }
  }
  /** What should have been gone by now counts no longer: its node is lost (pkg/quota/v1/evaluator/core QuotaV1Pod). */
  function isOverdue({ metadata }: Pod): boolean {
    return metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) < simulation.now();
  }
  function everyPod(): readonly Pod[] {
    return objectsOf<'Pod'>('Pod');
  }
  function objectsOf<K extends keyof KindMap>(wanted: K): readonly KindMap[K][] {
    return (simulation.objects().find(([kind]) => kind === wanted)?.[1] ?? []) as unknown as readonly KindMap[K][];
  }
  return broken;
}

function selecting(simulation: Simulation, pod: Pod): readonly KindMap['PodDisruptionBudget'][] {
  const budgets = (simulation.objects().find(([kind]) => kind === 'PodDisruptionBudget')?.[1] ?? []) as unknown as readonly KindMap['PodDisruptionBudget'][];
  return budgets.filter(({ spec }) => spec.selector?.matchLabels?.app === pod.metadata.labels?.app);
}

/** What must hold once nothing is broken and everything has come to rest. */
export function unfinishedWork(simulation: Simulation): string[] {
  const broken: string[] = [];
  const { api } = simulation;
  const living = (uid: string | undefined): Pod[] => api.list('Pod', { controllerUid: uid ?? '' }).filter((pod) => !isOver(pod));
  for (const { metadata, spec } of api.list('StatefulSet')) {
    const names = living(metadata.uid).map((pod) => pod.metadata.name).sort();
    const wanted = Array.from({ length: spec.replicas ?? 1 }, (_, ordinal) => `${metadata.name ?? ''}-${ordinal}`);
    // Behind one that can never be ready, the next waits for ever, and so does the last that is too many: the order is the promise.
    const isHeld = !living(metadata.uid).every(isReady);
    if (!isHeld && names.some((name, index) => name !== wanted[index])) broken.push(`StatefulSet ${metadata.name} has ${names.join()} instead of ${wanted.join()}`);
  }
  for (const { metadata, status } of api.list('DaemonSet')) {
    if (status?.desiredNumberScheduled !== living(metadata.uid).length && !isQuotaFull(simulation)) {
      broken.push(`DaemonSet ${metadata.name} has ${living(metadata.uid).length} of ${status?.desiredNumberScheduled} pods`);
    }
  }
  for (const { metadata, spec, status } of api.list('Job')) {
    const done = status?.conditions?.some(({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True');
    const waits = living(metadata.uid).some(({ spec: { nodeName } }) => nodeName === undefined);
    if (!done && !spec.suspend && !waits && !isQuotaFull(simulation)) broken.push(`Job ${metadata.name} is not done: ${JSON.stringify(status)}`);
    if (done && status?.uncountedTerminatedPods && Object.values(status.uncountedTerminatedPods).flat().length > 0) broken.push(`Job ${metadata.name} has pods that it has not counted`);
  }
  for (const pod of api.list('Pod')) if (pod.metadata.deletionTimestamp) broken.push(`${pod.metadata.name} is still Terminating`);
  for (const { metadata, status } of api.list('ResourceQuota')) {
    const pods = api.list('Pod', { namespace: metadata.namespace ?? '' }).filter((pod) => !isOver(pod)).length;
    if (Number(status?.used?.pods ?? 0) !== pods) broken.push(`the quota counts ${status?.used?.pods} of ${pods} pods`);
  }
  return broken;
}

/** Who wants more than the quota allows is refused again and again, as on any cluster. */
function isQuotaFull({ api }: Simulation): boolean {
  return api.list('ResourceQuota').some(({ status }) => {
    const free = (parseAmount(status?.hard?.['requests.cpu']) ?? 0) - (parseAmount(status?.used?.['requests.cpu']) ?? 0);
    return free < 0.2 || Number(status?.used?.pods) >= Number(status?.hard?.pods);
  });
}
