import type { JsonObject } from '../../src/engine/json.ts';
import type { Choices } from './random-session.ts';

/** Where a session's objects are; the second comes and goes with its Namespace. */
export const NAMESPACES = ['default', 'team'] as const;
const IMAGES = ['nginx:1.27', 'nginx:1.28', 'redis:7', 'node:20', 'nginx:9.99'];
const BUSYBOX = 'busybox:1.36';
const PRIORITIES = ['low', 'high', 'polite', 'system-cluster-critical'];

/** A workload of a session, with the kind that its manifests have. */
export const WORKLOADS = [
  { kind: 'Deployment', name: 'web' }, { kind: 'Deployment', name: 'api' }, { kind: 'StatefulSet', name: 'db' }, { kind: 'DaemonSet', name: 'agent' },
  { kind: 'Job', name: 'work' }, { kind: 'Job', name: 'batch' }, { kind: 'CronJob', name: 'tick' }, { kind: 'ReplicationController', name: 'old' }, { kind: 'ReplicaSet', name: 'set' },
  { kind: 'Pod', name: 'solo' }, { kind: 'Pod', name: 'hungry' },
] as const;
export type Workload = (typeof WORKLOADS)[number];

export function randomManifest({ kind, name }: Workload, choices: Choices): JsonObject {
  const metadata = { name, namespace: choices.chance(0.25) ? 'team' : 'default' };
  const selector = { matchLabels: { app: name } };
  const replicas = choices.below(6);
  switch (kind) {
    case 'Deployment':
      return {
        apiVersion: 'apps/v1', kind, metadata,
        spec: { replicas, selector, ...(choices.chance(0.2) ? { strategy: { type: 'Recreate' } } : {}), progressDeadlineSeconds: choices.pick([20, 600]), template: template(name, choices) },
      };
    case 'ReplicaSet':
      return { apiVersion: 'apps/v1', kind, metadata, spec: { replicas, selector, minReadySeconds: choices.pick([0, 7]), template: template(name, choices) } };
    case 'ReplicationController':
      return { apiVersion: 'v1', kind, metadata, spec: { replicas, selector: { app: name }, template: template(name, choices) } };
    case 'StatefulSet':
      return {
        apiVersion: 'apps/v1', kind, metadata,
        spec: {
          replicas: choices.below(4), serviceName: name, selector, podManagementPolicy: choices.pick(['OrderedReady', 'Parallel']),
          updateStrategy: choices.pick([{ type: 'OnDelete' }, { type: 'RollingUpdate', rollingUpdate: { partition: choices.below(3) } }]), template: template(name, choices),
        },
      };
    case 'DaemonSet':
      return {
        apiVersion: 'apps/v1', kind, metadata,
        spec: { selector, updateStrategy: { type: 'RollingUpdate', rollingUpdate: choices.pick([{ maxUnavailable: 1 }, { maxUnavailable: 0, maxSurge: 1 }]) }, template: template(name, choices) },
      };
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata, spec: jobSpec(name, choices) };
    case 'CronJob':
      return {
        apiVersion: 'batch/v1', kind, metadata,
        spec: {
          schedule: choices.pick(['* * * * *', '*/2 * * * *', '0 * * * *']), concurrencyPolicy: choices.pick(['Allow', 'Forbid', 'Replace']), suspend: choices.chance(0.2),
          successfulJobsHistoryLimit: choices.below(3), failedJobsHistoryLimit: choices.below(2), ...(choices.chance(0.3) ? { startingDeadlineSeconds: 30 } : {}),
          jobTemplate: { spec: jobSpec(name, choices) },
        },
      };
    case 'Pod':
      return { apiVersion: 'v1', kind, ...template(name, choices, name === 'hungry'), metadata: { ...metadata, ...podMetadata(name, choices, name === 'hungry') } };
  }
}

function jobSpec(name: string, choices: Choices): JsonObject {
  const isIndexed = choices.chance(0.5);
  return {
    parallelism: choices.pick([1, 2, 4]), completions: choices.pick([2, 5]), backoffLimit: choices.pick([1, 6]), suspend: choices.chance(0.1),
    completionMode: isIndexed ? 'Indexed' : 'NonIndexed',
    ...(isIndexed && choices.chance(0.4) ? { backoffLimitPerIndex: 1, maxFailedIndexes: 2 } : {}),
    ...(choices.chance(0.3) ? { ttlSecondsAfterFinished: choices.pick([0, 20]) } : {}),
    ...(choices.chance(0.2) ? { activeDeadlineSeconds: 50 } : {}),
    ...(choices.chance(0.3) ? { podReplacementPolicy: 'Failed' } : {}),
    template: {
      metadata: { labels: { app: name } },
      spec: {
        restartPolicy: isIndexed ? 'Never' : choices.pick(['Never', 'OnFailure']), terminationGracePeriodSeconds: choices.pick([0, 5]), ...priority(choices),
        containers: [{
          name: 'main', image: BUSYBOX, command: choices.pick([['sleep', '20'], ['sleep', '20'], ['sh', '-c', 'sleep 5; exit 1'], ['sleep', '200']]),
          resources: { requests: { cpu: '100m', memory: '32Mi' } },
        }],
      },
    },
  };
}

function priority(choices: Choices): JsonObject {
  return choices.chance(0.5) ? { priorityClassName: choices.pick(PRIORITIES) } : {};
}

function podMetadata(name: string, choices: Choices, isHungry: boolean): JsonObject {
  const behaviours: readonly JsonObject[] = [
    { 'kubarium.dev/memory-growth': '30Mi' }, { 'kubarium.dev/disk-growth': '200Mi' }, { 'kubarium.dev/exit-after-seconds': '40' },
    { 'kubarium.dev/ignore-sigterm': 'true' }, { 'kubarium.dev/startup-seconds': '12' }, { 'kubarium.dev/shutdown-seconds': '9' },
  ];
  const annotations = isHungry ? choices.pick(behaviours.slice(0, 2)) : choices.chance(0.15) ? choices.pick(behaviours.slice(2)) : undefined;
  return { labels: { app: name, version: String(choices.below(3)) }, ...(annotations ? { annotations } : {}) };
}

function template(name: string, choices: Choices, isHungry = false): { readonly metadata: JsonObject; readonly spec: JsonObject } {
  return {
    metadata: podMetadata(name, choices, isHungry),
    spec: {
      terminationGracePeriodSeconds: choices.pick([0, 5, 30]),
      ...priority(choices), ...placement(name, choices), ...(choices.chance(0.25) ? initContainers(choices) : {}),
      ...(choices.chance(0.2) ? { volumes: [{ name: 'v', configMap: { name: 'settings' } }] } : {}),
      containers: [mainContainer(choices), ...(choices.chance(0.2) ? [{ name: 'second', image: choices.pick(IMAGES) }] : [])],
    },
  };
}

function mainContainer(choices: Choices): JsonObject {
  const probe = { httpGet: { path: '/', port: choices.pick([80, 81]) }, periodSeconds: choices.pick([1, 5]) };
  return {
    name: 'main', image: choices.chance(0.9) ? choices.pick(IMAGES.slice(0, 3)) : choices.pick(IMAGES),
    ...(choices.chance(0.8) ? { resources: { requests: { cpu: choices.pick(['100m', '500m', '1200m']), memory: choices.pick(['64Mi', '700Mi']) } } } : {}),
    ...(choices.chance(0.3) ? { readinessProbe: probe } : {}),
    ...(choices.chance(0.1) ? { livenessProbe: probe } : {}),
    ...(choices.chance(0.1) ? { startupProbe: probe } : {}),
    ...(choices.chance(0.25) ? { lifecycle: lifecycle(choices) } : {}),
    ...(choices.chance(0.1) ? { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }] } : {}),
    ...(choices.chance(0.1) ? { ports: [{ containerPort: 80, hostPort: 8080 }] } : {}),
  };
}

function lifecycle(choices: Choices): JsonObject {
  return choices.pick<JsonObject>([
    { preStop: { sleep: { seconds: 3 } } }, { postStart: { exec: { command: ['sleep', '4'] } } }, { postStart: { exec: { command: ['sh', '-c', 'sleep 2; exit 1'] } } },
    { preStop: { exec: { command: ['sh', '-c', 'sleep 3; exit 1'] } }, postStart: { exec: { command: ['sleep', '1'] } } },
  ]);
}

function initContainers(choices: Choices): JsonObject {
  const sidecar = { name: 'side', image: 'redis:7', restartPolicy: 'Always', resources: { requests: { cpu: '50m' } }, ...(choices.chance(0.5) ? { lifecycle: lifecycle(choices) } : {}) };
  const first = { name: 'first', image: BUSYBOX, command: choices.pick([['sleep', '2'], ['true'], ['sh', '-c', 'sleep 1; exit 1']]), resources: { requests: { cpu: '200m' } } };
  return { initContainers: choices.pick<JsonObject[]>([[sidecar], [first], [first, sidecar], [sidecar, first]]) };
}

/** Who tolerates a node under pressure, too, is evicted by it and made anew without end: nobody here does. */
const TOLERATIONS: readonly JsonObject[] = [
  { key: 'wear', operator: 'Exists' }, { key: 'wear', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }, { operator: 'Exists', effect: 'NoExecute' },
];

function placement(name: string, choices: Choices): JsonObject {
  const labelSelector = { matchLabels: { app: choices.pick([name, 'web', 'db']) } };
  const topologyKey = choices.pick(['kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
  const term = { labelSelector, topologyKey };
  const rules: readonly (() => JsonObject)[] = [
    () => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }),
    () => ({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }),
    () => ({ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term }] } } }),
    () => ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable: choices.pick(['DoNotSchedule', 'ScheduleAnyway']), labelSelector }] }),
    () => ({ tolerations: [choices.pick(TOLERATIONS)] }),
    () => ({ nodeSelector: { disk: 'fast' } }),
  ];
  return choices.chance(0.4) ? choices.pick(rules)() : {};
}

/** Rules, rights and settings that come, change and go beside the workloads. */
export function randomPolicy(choices: Choices): JsonObject {
  const metadata = (name: string): JsonObject => ({ name, namespace: choices.pick(NAMESPACES) });
  const app = choices.pick(['web', 'api', 'db', 'old']);
  const rbac = 'rbac.authorization.k8s.io';
  const policies: readonly (() => JsonObject)[] = [
    () => ({
      apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: app, namespace: 'default' },
      spec: { ...choices.pick<JsonObject>([{ minAvailable: 1 }, { maxUnavailable: 1 }, { minAvailable: '50%' }]), selector: { matchLabels: { app } } },
    }),
    () => ({
      apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata('most'),
      spec: { hard: { pods: String(4 + choices.below(12)), 'requests.cpu': choices.pick(['1500m', '4']), 'count/jobs.batch': '3' } },
    }),
    () => ({
      apiVersion: 'v1', kind: 'LimitRange', metadata: metadata('usual'),
      spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '80m', memory: '40Mi' }, max: { cpu: '2' } }] },
    }),
    () => choices.pick(priorityClasses()),
    () => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }),
    () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('settings'), data: { a: String(choices.below(3)) } }),
    () => ({
      apiVersion: 'v1', kind: 'Service', metadata: metadata(app),
      spec: { selector: { app }, ports: [{ port: 80 }], ...(choices.chance(0.3) ? { clusterIP: 'None' } : {}) },
    }),
    () => ({
      apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'dev' },
      rules: [{
        apiGroups: choices.pick([['apps', ''], ['*']]), resources: choices.pick([['*'], ['deployments', 'deployments/scale', 'pods']]),
        verbs: choices.pick([['*'], ['get', 'list', 'create', 'patch', 'update']]),
      }],
    }),
    () => ({
      apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: metadata('dev'), roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'dev' },
      subjects: [{ apiGroup: rbac, kind: 'User', name: 'jane' }],
    }),
  ];
  return choices.pick(policies)();
}

export function priorityClasses(): JsonObject[] {
  const classes = [['low', 10, {}], ['high', 1000, {}], ['polite', 1000, { preemptionPolicy: 'Never' }]] as const;
  return classes.map(([name, value, more]) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...more }));
}
