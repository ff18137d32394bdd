import type { JsonObject } from '../../src/engine/json.ts';
import type { Action, Simulation } from '../../src/engine/simulation.ts';
import type { Choices } from './random-session.ts';

const CONTROLLERS = [
  'deployment-controller', 'replicaset-controller', 'statefulset-controller', 'daemonset-controller', 'job-controller', 'disruption-controller',
  'resourcequota-controller', 'garbage-collector-controller', 'endpointslice-controller', 'taint-eviction-controller', 'pod-garbage-collector-controller',
];
export const WORKLOADS = [
  { kind: 'Deployment', name: 'web' }, { kind: 'StatefulSet', name: 'db' }, { kind: 'DaemonSet', name: 'agent' }, { kind: 'Job', name: 'work' },
] as const;

function template(name: string, choices: Choices, more: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { app: name, version: String(choices.below(3)) } },
    spec: {
      terminationGracePeriodSeconds: choices.pick([0, 5, 30]),
      containers: [{
        name: 'main', image: choices.pick(['nginx:1.27', 'nginx:1.28', 'redis:7']), resources: { requests: { cpu: choices.pick(['50m', '200m']), memory: '64Mi' } },
        ...(choices.chance(0.5) ? { readinessProbe: { tcpSocket: { port: choices.pick([80, 6379]) }, periodSeconds: choices.pick([1, 5]) } } : {}),
      }],
      ...more,
    },
  };
}

/** A manifest of one of the workloads, as different from the one before as an edit makes it. */
export function randomWorkload(kind: (typeof WORKLOADS)[number]['kind'], choices: Choices): JsonObject {
  const selector = (name: string): JsonObject => ({ matchLabels: { app: name } });
  switch (kind) {
    case 'Deployment':
      return { apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, spec: { replicas: choices.below(7), selector: selector('web'), template: template('web', choices) } };
    case 'StatefulSet':
      return {
        apiVersion: 'apps/v1', kind, metadata: { name: 'db' },
        spec: {
          replicas: choices.below(5), serviceName: 'db', selector: selector('db'), podManagementPolicy: 'OrderedReady',
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: choices.pick([0, 0, 2]) } }, template: template('db', choices),
        },
      };
    case 'DaemonSet':
      return {
        apiVersion: 'apps/v1', kind, metadata: { name: 'agent' },
        spec: { selector: selector('agent'), updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: choices.pick([1, '50%']) } }, template: template('agent', choices) },
      };
    case 'Job':
      // Of a Job that is there, next to nothing can be changed.
      return {
        apiVersion: 'batch/v1', kind, metadata: { name: 'work' },
        spec: {
          parallelism: choices.pick([1, 2, 4]), completions: 5, backoffLimit: 20, completionMode: 'Indexed', suspend: choices.chance(0.15),
          template: {
            metadata: { labels: { app: 'work' } },
            spec: {
              restartPolicy: 'Never', terminationGracePeriodSeconds: 5,
              containers: [{ name: 'main', image: 'busybox:1.37', command: ['sleep', '20'], resources: { requests: { cpu: '100m', memory: '32Mi' } } }],
            },
          },
        },
      };
  }
}

/** Policies that hold from the start: a budget for the Deployment and the StatefulSet, and a quota on the namespace. */
export function policies(maxPods: number): JsonObject[] {
  return [
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'db' }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'db' } } } },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'all' }, spec: { hard: { pods: String(maxPods), 'requests.cpu': '2500m' } } },
  ];
}

/** One step: an edit, a deletion, a fault, a controller stopped or started in the middle of whatever it does, or time. */
export function randomWorkloadStep(simulation: Simulation, choices: Choices): void {
  if (choices.chance(0.5)) {
    simulation.advance(choices.pick([0, 2, 60, 400, 1_500, 8_000, 30_000, 90_000, 330_000]));
    return;
  }
  try {
    simulation.act(randomDeed(simulation, choices));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('invariant broken')) throw error;
  }
}

function randomDeed(simulation: Simulation, choices: Choices): Action {
  const { kind, name } = choices.pick(WORKLOADS);
  const node = choices.pick(simulation.machines.list()).name;
  const pods = simulation.controlPlane.apiServer ? simulation.api.list('Pod', { namespace: 'default' }) : [];
  const pod = pods.length > 0 ? (choices.pick(pods).metadata.name ?? '') : 'none';
  const { stoppedControllers } = simulation.controlPlane;
  const deeds: readonly (() => Action)[] = [
    () => ({ type: 'apply', objects: [randomWorkload(kind, choices)] }),
    () => ({ type: 'apply', objects: [randomWorkload(kind, choices)] }),
    () => ({ type: 'scale', target: { kind, namespace: 'default', name }, replicas: choices.below(7) }),
    () => ({ type: 'restart-rollout', target: { kind, namespace: 'default', name } }),
    () => ({ type: 'delete', target: { kind, namespace: 'default', name }, propagationPolicy: choices.pick(['Background', 'Foreground', 'Orphan'] as const) }),
    () => ({ type: 'fault', fault: 'stop-controller', target: { controller: choices.pick(CONTROLLERS) } }),
    () => ({ type: 'fault', fault: 'start-controller', target: { controller: stoppedControllers.length > 0 ? choices.pick(stoppedControllers) : 'none' } }),
    () => ({ type: 'fault', fault: choices.pick(['stop-controller-manager', 'start-controller-manager', 'stop-scheduler', 'start-scheduler', 'stop-api-server', 'start-api-server'] as const), target: {} }),
    () => ({ type: 'fault', fault: choices.pick(['power-off-node', 'power-on-node', 'partition-node', 'heal-partition', 'drain-node', 'drain-node', 'uncordon-node'] as const), target: { node } }),
    () => ({ type: 'fault', fault: choices.pick(['crash-container', 'delete-pod'] as const), target: { namespace: 'default', pod } }),
  ];
  return choices.pick(deeds)();
}
