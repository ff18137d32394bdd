import antiAffinity from './anti-affinity.yaml?raw';
import badImage from './bad-image.yaml?raw';
import barePod from './bare-pod.yaml?raw';
import configAndSecret from './config-and-secret.yaml?raw';
import crashLoop from './crash-loop.yaml?raw';
import cronJob from './cronjob.yaml?raw';
import customKind from './custom-kind.yaml?raw';
import customObject from './custom-object.yaml?raw';
import daemonSet from './daemonset.yaml?raw';
import deploymentAndService from './deployment-and-service.yaml?raw';
import disruptionBudget from './disruption-budget.yaml?raw';
import failurePolicy from './failure-policy.yaml?raw';
import firstDeployment from './first-deployment.yaml?raw';
import hostPort from './host-port.yaml?raw';
import indexedJob from './indexed-job.yaml?raw';
import initContainers from './init-containers.yaml?raw';
import job from './job.yaml?raw';
import jobWithSidecar from './job-with-sidecar.yaml?raw';
import lifecycleHooks from './lifecycle-hooks.yaml?raw';
import limitRange from './limit-range.yaml?raw';
import namespace from './namespace.yaml?raw';
import neverReady from './never-ready.yaml?raw';
import nodeAffinity from './node-affinity.yaml?raw';
import nodeSelector from './node-selector.yaml?raw';
import outOfMemory from './out-of-memory.yaml?raw';
import parallelJob from './parallel-job.yaml?raw';
import partition from './partition.yaml?raw';
import priority from './priority.yaml?raw';
import probes from './probes.yaml?raw';
import quotaAndLimits from './quota-and-limits.yaml?raw';
import readOnlyRole from './read-only-role.yaml?raw';
import recreate from './recreate.yaml?raw';
import replicaSet from './replicaset.yaml?raw';
import resources from './resources.yaml?raw';
import rollingUpdate from './rolling-update.yaml?raw';
import runOnce from './run-once.yaml?raw';
import runtimeClass from './runtime-class.yaml?raw';
import schedulingGate from './scheduling-gate.yaml?raw';
import sidecar from './sidecar.yaml?raw';
import slowShutdown from './slow-shutdown.yaml?raw';
import slowStart from './slow-start.yaml?raw';
import statefulSet from './statefulset.yaml?raw';
import tolerations from './tolerations.yaml?raw';
import tooBig from './too-big.yaml?raw';
import topologySpread from './topology-spread.yaml?raw';
import webAndRedis from './web-and-redis.yaml?raw';

export type SampleGroup = 'Start here' | 'Rollouts' | 'Workloads' | 'Containers' | 'Health' | 'Failures' | 'Placement' | 'Policies' | 'Applications' | 'Extending Kubernetes';

/** A manifest offered in the gallery. */
export interface Sample {
  /** name on the file tab. */
  readonly file: string;
  readonly title: string;
  /** one sentence: what it is good for. */
  readonly purpose: string;
  readonly group: SampleGroup;
  readonly text: string;
}

/** In the order of the gallery. */
export const SAMPLES: readonly Sample[] = [
  sample('Start here', 'first-deployment', 'First deployment', 'Three web servers that are replaced whenever one is lost.', firstDeployment),
  sample('Start here', 'bare-pod', 'A pod on its own', 'What happens when nobody owns a pod and its node dies.', barePod),
  sample('Start here', 'replicaset', 'ReplicaSet', 'Keeps a number of pods, and nothing more: the part below a Deployment.', replicaSet),
  sample('Start here', 'run-once', 'A task that ends', 'A pod that works for twenty seconds and completes.', runOnce),
  sample('Rollouts', 'rolling-update', 'Careful rolling update', 'One new pod at a time, never fewer than six that serve.', rollingUpdate),
  sample('Rollouts', 'recreate', 'Recreate', 'All old pods stop before the new version starts.', recreate),
  sample('Rollouts', 'bad-image', 'A version that does not exist', 'A rollout that stalls on its image while the old pods keep serving.', badImage),
  sample('Rollouts', 'partition', 'StatefulSet canary', 'A new version for the highest number only, until you let the others follow.', partition),
  sample('Workloads', 'statefulset', 'StatefulSet', 'Pods with names that stay, behind a Service that gives each an address.', statefulSet),
  sample('Workloads', 'daemonset', 'DaemonSet', 'One pod on every node, those that join later included.', daemonSet),
  sample('Workloads', 'job', 'Job', 'Work that is tried until it is done, and cleaned up afterwards.', job),
  sample('Workloads', 'parallel-job', 'Parallel Job', 'Six pieces of work, three at a time.', parallelJob),
  sample('Workloads', 'indexed-job', 'Indexed Job', 'Five numbered parts of one task, two at a time.', indexedJob),
  sample('Workloads', 'failure-policy', 'When to give up', 'A Job that tells a failure that may pass from one that will not.', failurePolicy),
  sample('Workloads', 'cronjob', 'CronJob', 'A Job every minute, of which the last three are kept.', cronJob),
  sample('Containers', 'init-containers', 'Init containers', 'What has to be done before the main container starts, step by step.', initContainers),
  sample('Containers', 'sidecar', 'Sidecar', 'A helper container that starts before the main one and stops after it.', sidecar),
  sample('Containers', 'job-with-sidecar', 'Job with a sidecar', 'A helper that ends when the work of its Job is done.', jobWithSidecar),
  sample('Containers', 'lifecycle-hooks', 'After the start, before the end', 'A container that warms up, and waits for its last requests.', lifecycleHooks),
  sample('Health', 'probes', 'Readiness and liveness', 'Requests only for pods that are ready, a restart for those that hang.', probes),
  sample('Health', 'slow-start', 'Slow start', 'A startup probe gives a slow program the time it needs.', slowStart),
  sample('Health', 'never-ready', 'Running, not ready', 'A readiness probe that asks for the wrong path.', neverReady),
  sample('Health', 'slow-shutdown', 'Stubborn shutdown', 'A process that ignores SIGTERM until its grace period is over.', slowShutdown),
  sample('Failures', 'crash-loop', 'Crash loop', 'A program that fails two seconds after its start, again and again.', crashLoop),
  sample('Failures', 'out-of-memory', 'Out of memory', 'A container that takes more memory than its limit and is killed for it.', outOfMemory),
  sample('Failures', 'too-big', 'Too big for any node', 'A pod that requests more than a node has and stays Pending.', tooBig),
  sample('Placement', 'resources', 'Requests and limits', 'What each pod sets aside on its node, and what it may take at most.', resources),
  sample('Placement', 'node-selector', 'Node selector', 'Pods that may only run on one node.', nodeSelector),
  sample('Placement', 'node-affinity', 'Node affinity', 'Where pods must not run, and where they would rather be.', nodeAffinity),
  sample('Placement', 'tolerations', 'Leave a dead node soon', 'Tolerations of ten seconds in place of the usual five minutes.', tolerations),
  sample('Placement', 'topology-spread', 'Spread over zones', 'The same number of pods in every zone, give or take one.', topologySpread),
  sample('Placement', 'anti-affinity', 'Apart, and together', 'One cache a node, and one store beside each cache.', antiAffinity),
  sample('Placement', 'host-port', 'Host port', 'Each pod takes a port of its node, so that a node has room for one.', hostPort),
  sample('Placement', 'runtime-class', 'Sandbox with overhead', 'Pods that take more of their node than their containers ask for.', runtimeClass),
  sample('Placement', 'scheduling-gate', 'Scheduling gate', 'A pod that goes to no node before somebody takes its gate away.', schedulingGate),
  sample('Policies', 'disruption-budget', 'Disruption budget', 'Of three pods, draining a node may take one at a time.', disruptionBudget),
  sample('Policies', 'priority', 'Priority', 'Pods that must run, and others that make room for them when the nodes are full.', priority),
  sample('Policies', 'quota-and-limits', 'Quota and limits', 'What a namespace may take, and what a container gets without asking.', quotaAndLimits),
  sample('Policies', 'limit-range', 'Limit range', 'What a container gets without asking, and a Deployment that asks for too much.', limitRange),
  sample('Policies', 'read-only-role', 'A role that reads', 'What somebody may do, and who that is.', readOnlyRole),
  sample('Applications', 'deployment-and-service', 'Deployment and Service', 'One stable address in front of pods that come and go.', deploymentAndService),
  sample('Applications', 'config-and-secret', 'Configuration and secrets', 'An application that takes its settings from a ConfigMap and a Secret.', configAndSecret),
  sample('Applications', 'web-and-redis', 'Web and Redis', 'Two tiers, each with its own Service.', webAndRedis),
  sample('Applications', 'namespace', 'A namespace of its own', 'Objects of one team kept apart, and deleted together.', namespace),
  sample('Extending Kubernetes', 'custom-kind', 'A kind of your own', 'Teaches the API server what a CronTab is, and what makes one valid.', customKind),
  sample('Extending Kubernetes', 'custom-object', 'An object of that kind', 'A CronTab that gets its defaults, and means nothing until somebody acts on it.', customObject),
];

function sample(group: SampleGroup, file: string, title: string, purpose: string, text: string): Sample {
  return { group, file: `${file}.yaml`, title, purpose, text };
}

/** Samples in whose title, purpose, group or manifest every word of `query` occurs. */
export function findSamples(query: string): readonly Sample[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return SAMPLES.filter(({ title, purpose, group, text }) => {
    const all = `${title} ${purpose} ${group} ${text}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
