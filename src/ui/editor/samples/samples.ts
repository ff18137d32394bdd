import badImage from './bad-image.yaml?raw';
import barePod from './bare-pod.yaml?raw';
import configAndSecret from './config-and-secret.yaml?raw';
import crashLoop from './crash-loop.yaml?raw';
import deploymentAndService from './deployment-and-service.yaml?raw';
import firstDeployment from './first-deployment.yaml?raw';
import namespace from './namespace.yaml?raw';
import neverReady from './never-ready.yaml?raw';
import nodeAffinity from './node-affinity.yaml?raw';
import nodeSelector from './node-selector.yaml?raw';
import outOfMemory from './out-of-memory.yaml?raw';
import probes from './probes.yaml?raw';
import recreate from './recreate.yaml?raw';
import replicaSet from './replicaset.yaml?raw';
import resources from './resources.yaml?raw';
import rollingUpdate from './rolling-update.yaml?raw';
import runOnce from './run-once.yaml?raw';
import sidecar from './sidecar.yaml?raw';
import slowShutdown from './slow-shutdown.yaml?raw';
import slowStart from './slow-start.yaml?raw';
import tolerations from './tolerations.yaml?raw';
import tooBig from './too-big.yaml?raw';
import webAndRedis from './web-and-redis.yaml?raw';

export type SampleGroup = 'Start here' | 'Rollouts' | 'Health' | 'Failures' | 'Placement' | 'Applications';

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
  sample('Applications', 'deployment-and-service', 'Deployment and Service', 'One stable address in front of pods that come and go.', deploymentAndService),
  sample('Applications', 'config-and-secret', 'Configuration and secrets', 'An application that takes its settings from a ConfigMap and a Secret.', configAndSecret),
  sample('Applications', 'web-and-redis', 'Web and Redis', 'Two tiers, each with its own Service.', webAndRedis),
  sample('Applications', 'sidecar', 'Sidecar', 'A helper container that starts before the main one and stops after it.', sidecar),
  sample('Applications', 'namespace', 'A namespace of its own', 'Objects of one team kept apart, and deleted together.', namespace),
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
