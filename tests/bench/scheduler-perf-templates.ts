import type { Template } from './scheduler-perf.ts';

/** Kubernetes' test/integration/scheduler_perf/templates. */
const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';
const NAMESPACES = ['sched-1', 'sched-0'];

function container(cpu: string, limited = true): object {
  const amounts = { cpu, memory: '500Mi' };
  return { image: 'registry.k8s.io/pause:3.10.1', name: 'pause', ports: [{ containerPort: 80 }], resources: { ...(limited ? { limits: amounts } : {}), requests: amounts } };
}

function pod(generateName: string, spec: object = {}, color?: string, containers: readonly object[] = [container('100m')]): Template {
  return { kind: 'Pod', metadata: { generateName, ...(color ? { labels: { color } } : {}) }, spec: { containers, ...spec } };
}

function termOf(color: string, topologyKey: string): object {
  return { labelSelector: { matchLabels: { color } }, topologyKey, namespaces: NAMESPACES };
}

function spreading(whenUnsatisfiable: string): Template {
  const constraint = { maxSkew: 5, topologyKey: ZONE, whenUnsatisfiable, labelSelector: { matchLabels: { color: 'blue' } } };
  return pod('spreading-pod-', { topologySpreadConstraints: [constraint] }, 'blue');
}

function nodeAffinity(term: object): object {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } };
}

const ROOM = { pods: '110', cpu: '4', memory: '32Gi' };
const READY = [{ status: 'True', type: 'Ready' }];

export const NODE: Template = { kind: 'Node', metadata: { generateName: 'scheduler-perf-' }, spec: {}, status: { capacity: ROOM, allocatable: ROOM, conditions: READY } };
export const CHURN_NODE: Template = { kind: 'Node', metadata: { generateName: 'node-churn-' }, spec: {}, status: { capacity: { pods: '0' }, allocatable: { pods: '0' }, conditions: READY } };
export const CHURN_SERVICE: Template = {
  kind: 'Service', metadata: { generateName: 'service-churn-' }, spec: { selector: { app: 'foo' }, ports: [{ protocol: 'TCP', port: 8080, targetPort: 8080 }] },
};
/** holds all pods of SchedulingDaemonset. */
export const NAMED_NODE_ROOM = { pods: '90000', cpu: '4000', memory: '32Ti' };

export const POD_DEFAULT = pod('pod-');
export const POD_LOW_PRIORITY = pod('pod-', { terminationGracePeriodSeconds: 0 }, undefined, [container('900m')]);
export const POD_HIGH_PRIORITY = pod('pod-', { priority: 10 }, undefined, [container('3000m')]);
export const POD_HIGH_PRIORITY_LARGE_CPU = pod('pod-h-', { priority: 10 }, undefined, [container('9', false)]);
export const DAEMONSET_POD = pod('daemonset-', nodeAffinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['scheduler-perf-node'] }] }), undefined, [
  { image: 'registry.k8s.io/pause:3.10.2', name: 'pause' },
]);
export const POD_WITH_NODE_AFFINITY = pod('node-affinity-', nodeAffinity({ matchExpressions: [{ key: ZONE, operator: 'In', values: ['zone1', 'zone2'] }] }));
export const POD_WITH_TOPOLOGY_SPREADING = spreading('DoNotSchedule');
export const POD_WITH_PREFERRED_TOPOLOGY_SPREADING = spreading('ScheduleAnyway');
export const POD_WITH_POD_AFFINITY = pod('affinity-pod-', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [termOf('blue', ZONE)] } } }, 'blue');
export const POD_WITH_POD_ANTI_AFFINITY = pod('anti-affinity-pod-', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [termOf('green', HOSTNAME)] } } }, 'green');
export const POD_WITH_PREFERRED_POD_AFFINITY = pod('preferred-affinity-pod-', {
  affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: termOf('red', HOSTNAME), weight: 1 }] } },
}, 'red');
export const POD_WITH_PREFERRED_POD_ANTI_AFFINITY = pod('preferred-anti-affinity-pod-', {
  affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: termOf('yellow', HOSTNAME), weight: 1 }] } },
}, 'yellow');
