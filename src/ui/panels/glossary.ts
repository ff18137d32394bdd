/** What Kubernetes' terms mean, in one sentence each; names are matched without regard to case. */
const MEANINGS: Readonly<Record<string, string>> = {
  // Kinds
  Pod: 'The smallest thing Kubernetes runs: one or more containers that share a network address and always sit on one node together.',
  Node: 'A machine, real or virtual, that runs pods.',
  Deployment: 'Keeps a number of identical pods running and replaces them step by step when their template changes.',
  ReplicaSet: 'Keeps exactly the number of identical pods it is told to; a Deployment owns one for each version of its template.',
  Service: 'A stable name and address that spreads traffic over the ready pods its selector finds.',
  EndpointSlice: 'The list of pod addresses behind a Service, kept up to date as pods become ready or go away.',
  ConfigMap: 'Plain settings kept apart from the image, which pods read as files or environment variables.',
  Secret: 'Like a ConfigMap, for passwords, tokens and keys.',
  Namespace: 'A folder for objects: names have to be unique only inside one.',
  Lease: 'A small object that says who was alive when; every node renews its own every ten seconds as its heartbeat.',
  Event: 'A short note that a component leaves about something that happened to an object.',
  // Components
  kubelet: 'The agent on every node that starts, probes and stops the containers of the pods bound to it.',
  scheduler: 'Chooses a node for each pod that has none: first it filters nodes out, then it scores the rest.',
  controller: 'A loop that compares what is wanted with what is, and acts on the difference.',
  'API server': 'The one door to the cluster’s state; every component reads and writes through it and none talks to another directly.',
  // Ideas
  reconcile: 'To compare what is wanted with what is and do the next thing that brings them together; controllers do nothing else.',
  rollout: 'Replacing the pods of one template by pods of the next, a few at a time.',
  owner: 'The object that made this one; when the owner is deleted, what it owns goes too.',
  dependent: 'An object that this one owns.',
  finalizer: 'A name on an object that holds its deletion until whoever put it there has cleaned up.',
  label: 'A key and value on an object, by which others find it.',
  selector: 'The labels an object must have to be found: how Services and ReplicaSets know their pods.',
  annotation: 'A key and value on an object that is kept for people and tools, and never used to select.',
  replicas: 'How many pods of one template are wanted, or there are.',
  revision: 'The running number of a Deployment’s template; rolling back makes an older template the newest again.',
  generation: 'Counts the changes to what is wanted (the spec) of an object.',
  'resource version': 'Changes with every write to an object; a writer with an old one is refused.',
  taint: 'A mark on a node that keeps pods away, or drives them out, unless they tolerate it.',
  toleration: 'A pod’s statement that a certain taint does not keep it away, for a time or for ever.',
  cordon: 'To mark a node so that no new pods come to it; those it has stay.',
  drain: 'To cordon a node and then move its pods away, one eviction at a time.',
  eviction: 'Deleting a pod so that its owner makes another elsewhere: on a drain, on a lost node, or when a node runs out.',
  condition: 'One statement about the state of an object, True, False or Unknown, with the reason and since when.',
  phase: 'Where a pod is in its life: Pending, Running, Succeeded, Failed or Unknown.',
  Ready: 'For a pod: all its containers pass their readiness probes and it may get traffic. For a node: its kubelet reports and can take pods.',
  readiness: 'The probe that asks whether a container can serve now; while it fails, Services send it no traffic.',
  liveness: 'The probe that asks whether a container is still alive; when it fails, the kubelet restarts the container.',
  startup: 'The probe that holds the other probes back until a slow container has started.',
  requests: 'The CPU and memory a container is promised; the scheduler adds these up, not what is used.',
  limits: 'The most a container may use: over its CPU limit it is slowed, over its memory limit it is killed.',
  allocatable: 'What a node has for pods after the system took its part.',
  'QoS class': 'Guaranteed, Burstable or BestEffort: who has to go first when a node runs out of memory.',
  restarts: 'How often the kubelet has started a container anew in the same pod.',
  'restart policy': 'Whether the kubelet starts a container again when it ends: Always, OnFailure or Never.',
  'grace period': 'How long a container has to end by itself after it was asked to, before it is killed.',
  'cluster IP': 'The virtual address of a Service, the same as long as the Service exists.',
  heartbeat: 'A node’s renewal of its lease; when it stays away for 50 seconds the node counts as lost.',
  CrashLoopBackOff: 'The container keeps ending, so the kubelet waits longer and longer, at most five minutes, before it tries again.',
  ImagePullBackOff: 'The image could not be fetched, so the kubelet waits longer and longer, at most five minutes, before it tries again.',
  ErrImagePull: 'The image could not be fetched from its registry.',
  OOMKilled: 'The container used more memory than its limit and was killed for it.',
  Terminating: 'The pod was asked to go and is using its grace period, or its node cannot say that it has gone.',
  Pending: 'The cluster has accepted the pod, but it waits for a node or for its images.',
  image: 'The packed program a container runs, fetched from a registry.',
  zone: 'A part of the data centre that fails on its own; replicas are spread over zones.',
};

/** Other words under which a term is met. */
const ALIASES: Readonly<Record<string, string>> = {
  owners: 'owner', 'controlled by': 'owner', dependents: 'dependent', conditions: 'condition', taints: 'taint',
  tolerations: 'toleration', labels: 'label', annotations: 'annotation', finalizers: 'finalizer', events: 'event',
  'qos': 'qos class', 'node name': 'node', clusterip: 'cluster ip', 'last heartbeat': 'heartbeat', strategy: 'rollout',
  'pod template hash': 'label', 'desired replicas': 'replicas', 'zones': 'zone', images: 'image', pods: 'pod', nodes: 'node',
  status: 'phase', 'grace period seconds': 'grace period',
};

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  Object.entries(MEANINGS).map(([term, meaning]) => [term.toLowerCase(), meaning]),
);

/** The meaning of a Kubernetes term in one sentence; `undefined` when the glossary has no such term. */
export function meaningOf(term: string): string | undefined {
  const name = term.toLowerCase();
  return BY_LOWER_CASE.get(name) ?? BY_LOWER_CASE.get(ALIASES[name] ?? '');
}
