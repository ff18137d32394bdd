import { parseAmount } from '../../src/engine/api/amounts.ts';
import { requestsOf } from '../../src/engine/api/pod-resources.ts';
import type { KindMap, Simulation } from '../../src/engine/simulation.ts';

type Pod = KindMap['Pod'];

const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const OWNED = ['ReplicaSet', 'Pod', 'Job', 'ControllerRevision', 'EndpointSlice', 'Deployment'] as const;
const OWNERS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicationController', 'Service', 'Node', 'Pod'] as const;

/** More writes than that at one moment are an endless loop. */
const MOST_WRITES = 20_000;

/** Ends what never would: so many writes without any time passing. Returns an empty list, for the company of others. */
export function watchLoops(simulation: Simulation): string[] {
  let atMs = 0;
  let writes = 0;
  simulation.watch('all', ({ kind, actor }) => {
    writes = simulation.now() === atMs ? writes + 1 : 0;
    atMs = simulation.now();
    if (writes > MOST_WRITES) throw new Error(`invariant broken: ${MOST_WRITES} writes at one moment, the last of a ${kind} by ${actor}`);
  });
  return [];
}

/** What must hold once nothing is broken and a cluster has had the time to do all that it can. Each broken rule is one line. */
export function wholeRest(simulation: Simulation): string[] {
  return [...brokenNodes(simulation), ...leftBehind(simulation), ...miscounted(simulation), ...unplaced(simulation), ...unserved(simulation)];
}

function brokenNodes({ api, machines, controlPlane }: Simulation): string[] {
  const broken: string[] = [];
  if (!controlPlane.apiServer || !controlPlane.controllerManager || !controlPlane.scheduler) broken.push('the control plane is not up');
  for (const { metadata, status } of api.list('Node')) {
    for (const { type, status: value } of status?.conditions ?? []) {
      const isRight = type === 'Ready' ? value === 'True' : value === 'False';
      if (!isRight && !hasHungry(api.list('Pod', { nodeName: metadata.name ?? '' }))) broken.push(`${metadata.name} has ${type}=${value}`);
    }
    if (!machines.get(metadata.name ?? '')) broken.push(`${metadata.name} is a Node without a machine`);
  }
  for (const { name } of machines.list()) if (!api.get('Node', '', name)) broken.push(`${name} is a machine without a Node`);
  return broken;
}

/** Pods that take more and more are evicted again and again. */
function hasHungry(pods: readonly Pod[]): boolean {
  return pods.some(({ metadata }) => Object.keys(metadata.annotations ?? {}).some((name) => name.endsWith('-growth')));
}

function leftBehind({ api }: Simulation): string[] {
  const broken: string[] = [];
  const uids = new Set(OWNERS.flatMap((kind) => api.list(kind).map(({ metadata }) => metadata.uid)));
  for (const kind of OWNED) {
    for (const { metadata } of api.list(kind)) {
      if (metadata.deletionTimestamp !== undefined) broken.push(`${kind} ${metadata.name} is still Terminating (${metadata.finalizers?.join()})`);
      const owners = (metadata.ownerReferences ?? []).filter(({ kind: owner }) => owner !== 'Website');
      if (owners.length > 0 && !owners.some(({ uid }) => uids.has(uid))) broken.push(`${kind} ${metadata.name} outlived its owner ${owners[0]?.kind} ${owners[0]?.name}`);
    }
  }
  for (const { metadata } of api.list('Namespace')) if (metadata.deletionTimestamp !== undefined) broken.push(`Namespace ${metadata.name} is still Terminating`);
  return broken;
}

function miscounted({ api }: Simulation): string[] {
  const broken: string[] = [];
  const living = (uid: string | undefined): Pod[] => api.list('Pod', { controllerUid: uid ?? '' }).filter((pod) => !isOver(pod));
  for (const kind of ['ReplicaSet', 'ReplicationController'] as const) {
    for (const { metadata, spec, status } of api.list(kind)) {
      const pods = living(metadata.uid).length;
      const conditions: readonly { readonly type: string; readonly status: string }[] = status?.conditions ?? [];
      const isRefused = conditions.some(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
      if (pods !== (spec?.replicas ?? 1) && !isRefused) broken.push(`${kind} ${metadata.name} has ${pods} of ${spec?.replicas} pods`);
      if (status?.replicas !== pods) broken.push(`${kind} ${metadata.name} reports ${status?.replicas} of its ${pods} pods`);
    }
  }
  for (const { metadata, status } of api.list('DaemonSet')) {
    const pods = api.list('Pod', { controllerUid: metadata.uid ?? '' }).length;
    if ((status?.currentNumberScheduled ?? 0) + (status?.numberMisscheduled ?? 0) > pods) broken.push(`DaemonSet ${metadata.name} counts ${status?.currentNumberScheduled} of its ${pods} pods`);
  }
  for (const { metadata, status } of api.list('Job')) {
    const isDone = status?.conditions?.some(({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True') ?? false;
    if (isDone && Object.values(status?.uncountedTerminatedPods ?? {}).flat().length > 0) broken.push(`Job ${metadata.name} is done and has pods that it has not counted`);
    if (isDone && living(metadata.uid).length > 0) broken.push(`Job ${metadata.name} is done and has pods that run`);
  }
  for (const { metadata, status } of api.list('CronJob')) {
    for (const { uid, name } of status?.active ?? []) if (!api.list('Job', { controllerUid: metadata.uid ?? '' }).some((job) => job.metadata.uid === uid)) broken.push(`CronJob ${metadata.name} counts ${name}, which is gone`);
  }
  for (const { metadata, status } of api.list('ResourceQuota')) {
    const pods = api.list('Pod', { namespace: metadata.namespace ?? '' }).filter((pod) => !isOver(pod));
    if (Number(status?.used?.['pods'] ?? 0) !== pods.length) broken.push(`the quota counts ${status?.used?.['pods']} of ${pods.length} pods`);
    const jobs = api.list('Job', { namespace: metadata.namespace ?? '' }).length;
    if (Number(status?.used?.['count/jobs.batch'] ?? 0) !== jobs) broken.push(`the quota counts ${status?.used?.['count/jobs.batch']} of ${jobs} jobs`);
  }
  return broken;
}

/** A pod waits only where no node would take it: what it once was refused for may be over long since. Looked at where nothing but room counts. */
function unplaced({ api }: Simulation): string[] {
  const broken: string[] = [];
  for (const pod of api.list('Pod')) {
    const { affinity, topologySpreadConstraints, nodeSelector, nodeName, containers } = pod.spec;
    const isChoosy = affinity ?? topologySpreadConstraints ?? nodeSelector ?? containers.find(({ ports }) => ports?.some(({ hostPort }) => hostPort));
    if (nodeName !== undefined || isOver(pod) || pod.metadata.deletionTimestamp !== undefined || isChoosy) continue;
    const message = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? '';
    if (message.includes('existing pods anti-affinity')) continue;
    const free = api.list('Node').find((node) => (node.spec?.taints ?? []).length === 0 && hasRoom(api, node, pod));
    if (free) broken.push(`${pod.metadata.name} waits although ${free.metadata.name} has room: ${message}`);
  }
  return broken;
}

function hasRoom(api: Simulation['api'], { metadata, status }: KindMap['Node'], pod: Pod): boolean {
  const others = api.list('Pod', { nodeName: metadata.name ?? '' }).filter((other) => !isOver(other));
  const all = [...others, pod].map(({ spec }) => requestsOf(spec));
  const { cpu, memory, pods } = status?.allocatable ?? {};
  return all.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0) <= (parseAmount(cpu) ?? 0) * 1000
    && all.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) <= (parseAmount(memory) ?? 0) && all.length <= Number(pods);
}

/** Endpoints are the pods that a Service selects, and ready those that are. */
function unserved({ api }: Simulation): string[] {
  const broken: string[] = [];
  for (const { metadata, spec } of api.list('Service')) {
    const { selector } = spec ?? {};
    if (!selector) continue;
    const namespace = metadata.namespace ?? '';
    const pods = api.list('Pod', { namespace, labels: selector }).filter(({ metadata: { deletionTimestamp }, status }) => deletionTimestamp === undefined && status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'));
    const slices = api.list('EndpointSlice', { namespace, labels: { 'kubernetes.io/service-name': metadata.name ?? '' } });
    const named = slices.flatMap(({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready).map(({ targetRef }) => targetRef?.name)).sort();
    const ready = pods.map(({ metadata: { name } }) => name).sort();
    if (named.join() !== ready.join()) broken.push(`Service ${metadata.name} serves ${named.join()} instead of ${ready.join()}`);
  }
  return broken;
}
