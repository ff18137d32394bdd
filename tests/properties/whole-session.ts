import { withEphemeralContainer } from '../../src/engine/api/pod-spec/ephemeral-containers.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import type { Acting, Action, KindMap, Simulation, SimulationOptions } from '../../src/engine/simulation.ts';
import { endFaults, randomOptions, type Choices } from './random-session.ts';
import { NAMESPACES, priorityClasses, randomManifest, randomPolicy, WORKLOADS } from './whole-manifests.ts';
import { website, WEBSITE_KIND, websiteCode, websiteOperator } from '../engine/operators/website-operator.ts';

const OPERATOR = websiteCode('site-', 30);

type Fault = Extract<Action, { type: 'fault' }>;

const JANE: Acting = { as: { name: 'jane', groups: [] } };
const OTHERS: readonly Acting[] = [JANE, { impersonate: { name: 'jane' } }, { impersonate: { name: 'system:serviceaccount:default:website-operator' } }];

/** Machines as in any session; in every other one, a control plane that runs on one of them. */
export function wholeOptions(seed: number): SimulationOptions {
  const { machines = [], ...options } = randomOptions(seed);
  const control = { name: 'control-1', cpuMillis: 2000, memoryBytes: 4 * 1024 ** 3, zone: 'zone-a', controlPlane: true } as const;
  return { ...options, machines: seed % 2 === 0 ? machines : [control, ...machines] };
}

/** What most sessions begin with; some of it is taken away later on. */
export function wholeBeginning(simulation: Simulation, choices: Choices): void {
  simulation.act({
    type: 'apply',
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
      ...priorityClasses(),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } },
      ...(choices.chance(0.6) ? [WEBSITE_KIND] : []),
    ],
  });
  simulation.advance(2_000);
  if (choices.chance(0.4)) simulation.act({ type: 'apply', objects: websiteOperator(OPERATOR, choices.pick([1, 2])) });
}

/** One step of a session that may use all there is. Refusals are part of it. */
export function wholeStep(simulation: Simulation, choices: Choices): void {
  if (choices.chance(0.4)) {
    simulation.advance(choices.pick([0, 1, 30, 400, 1_500, 4_000, 15_000, 70_000, 330_000]));
    return;
  }
  try {
    const deed = randomDeed(simulation, choices);
    simulation.act(deed, choices.chance(0.12) ? choices.pick(OTHERS) : {});
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith('invariant broken') || error instanceof TypeError || error instanceof RangeError) throw error;
  }
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);
const ROLLED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function randomDeed(simulation: Simulation, choices: Choices): Action {
  const workload = choices.pick(WORKLOADS);
  const namespace = choices.pick(NAMESPACES);
  const scaled = { namespace, ...choices.pick(WORKLOADS.filter(({ kind }) => SCALED.has(kind))) };
  const rolled = { namespace, ...choices.pick(WORKLOADS.filter(({ kind }) => ROLLED.has(kind))) };
  const hasControlPlane = simulation.machines.get('control-1') !== undefined;
  const fault = (name: Fault['fault'], on: Fault['target'] = {}): Action => ({ type: 'fault', fault: name, target: on });
  const deeds: readonly (readonly [weight: number, () => Action])[] = [
    [12, () => ({ type: 'apply', objects: [randomManifest(workload, choices)] })],
    [3, () => ({ type: 'apply', objects: [randomPolicy(choices)] })],
    [1, () => ({ type: 'scale', target: scaled, replicas: choices.below(7) })],
    [1, () => ({ type: choices.pick(['restart-rollout', 'rollback'] as const), target: rolled })],
    [2, () => deletion(simulation, choices)],
    [5, () => offeredFault(simulation, choices)],
    [hasControlPlane ? 2 : 0, () => fault('crash-container', controlPlanePod(choices))],
    [1, () => ({ type: 'apply', objects: [website(choices.pick(['shop', 'blog']), choices.below(4))] })],
    [simulation.controlPlane.apiServer ? 0 : 8, () => fault('start-api-server')],
    [1, () => fault(choices.pick(['stop-api-server', 'stop-controller-manager', 'start-controller-manager', 'stop-scheduler', 'start-scheduler'] as const))],
    [1, () => changedPod(simulation, choices)],
    [1, () => changedNode(simulation, choices)],
    [1, () => ({ type: 'apply', objects: choices.chance(0.5) ? [WEBSITE_KIND] : websiteOperator(OPERATOR, choices.below(3)) })],
    [1, () => ({ type: 'configure-scheduler', configuration: choices.pick(SCHEDULERS) })],
  ];
  let left = choices.below(deeds.reduce((sum, [weight]) => sum + weight, 0));
  const chosen = deeds.find(([weight]) => (left -= weight) < 0);
  return (chosen?.[1] ?? (() => fault('add-node')))();
}

const API_VERSION = 'kubescheduler.config.k8s.io/v1';
const SCHEDULERS: readonly (JsonObject | null)[] = [
  null,
  { apiVersion: API_VERSION, kind: 'KubeSchedulerConfiguration', profiles: [{ pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } }] }] },
  { apiVersion: API_VERSION, kind: 'KubeSchedulerConfiguration', percentageOfNodesToScore: 30, podInitialBackoffSeconds: 2, podMaxBackoffSeconds: 4 },
  { apiVersion: API_VERSION, kind: 'KubeSchedulerConfiguration', profiles: [{ plugins: { score: { disabled: [{ name: '*' }] } } }] },
];

function controlPlanePod(choices: Choices): { readonly namespace: string; readonly pod: string } {
  return { namespace: 'kube-system', pod: `${choices.pick(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])}-control-1` };
}

/** Of what there is, as far as it can be seen; of what is not there otherwise. */
function somePod(simulation: Simulation, choices: Choices): KindMap['Pod'] | undefined {
  const pods = simulation.controlPlane.apiServer ? NAMESPACES.flatMap((namespace) => simulation.api.list('Pod', { namespace })) : [];
  return pods.length > 0 ? choices.pick(pods) : undefined;
}

function deletion(simulation: Simulation, choices: Choices): Action {
  const pod = somePod(simulation, choices);
  const namespace = choices.pick(NAMESPACES);
  const { kind, name } = choices.pick([
    ...WORKLOADS, ...WORKLOADS, { kind: 'Pod', name: pod?.metadata.name ?? 'none' }, { kind: 'Pod', name: pod?.metadata.name ?? 'none' },
    { kind: 'ResourceQuota', name: 'most' }, { kind: 'LimitRange', name: 'usual' }, { kind: 'PodDisruptionBudget', name: 'web' }, { kind: 'ConfigMap', name: 'settings' },
    { kind: 'Namespace', name: 'team' }, { kind: 'PriorityClass', name: 'high' }, { kind: 'RoleBinding', name: 'dev' }, { kind: 'ClusterRole', name: 'dev' },
    { kind: 'CustomResourceDefinition', name: 'websites.example.com' }, { kind: 'Website.example.com', name: 'shop' }, { kind: 'Deployment', name: 'website-operator' },
    { kind: 'ConfigMap', name: 'website-operator' }, { kind: 'Service', name: 'web' }, { kind: 'ServiceAccount', name: 'default' }, { kind: 'Deployment', name: 'site-shop' },
  ]);
  const isCluster = ['Namespace', 'PriorityClass', 'ClusterRole', 'CustomResourceDefinition'].includes(kind);
  return {
    type: 'delete', target: { kind, namespace: isCluster ? '' : kind === 'Pod' ? (pod?.metadata.namespace ?? namespace) : namespace, name },
    propagationPolicy: choices.pick(['Background', 'Background', 'Foreground', 'Orphan'] as const),
    ...(choices.chance(0.2) ? { gracePeriodSeconds: choices.pick([0, 1, 40]) } : {}),
  };
}

function offeredFault(simulation: Simulation, choices: Choices): Action {
  const pod = somePod(simulation, choices);
  const machines = simulation.machines.list();
  const reference = choices.pick([
    null, ...machines.map(({ name }) => ({ kind: 'Node', namespace: '', name })),
    ...(pod ? [1, 2].map(() => ({ kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name ?? '' })) : []),
    { kind: 'ControlPlane', namespace: '', name: 'kube-controller-manager' },
  ]);
  const isTooMuch = ({ fault, target }: Pick<Fault, 'fault' | 'target'>): boolean => fault === 'remove-node' && (target.node === 'control-1' || machines.length < 3);
  const offers = simulation.faults.offers(reference).filter((offer) => offer.enabled && !isTooMuch(offer));
  const offer = offers.length > 0 ? choices.pick(offers) : undefined;
  return offer ? { type: 'fault', fault: offer.fault, target: offer.target } : { type: 'fault', fault: 'add-node', target: {} };
}

function changedPod(simulation: Simulation, choices: Choices): Action {
  const pod = somePod(simulation, choices);
  if (!pod) return { type: 'apply', objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }] };
  const changes: readonly (() => Action)[] = [
    () => ({ type: 'update', subresource: 'ephemeralcontainers', object: withEphemeralContainer(pod, { name: `look-${choices.below(50)}`, image: 'busybox:1.36', command: ['sleep', '9'] }) as unknown as JsonObject }),
    () => ({ type: 'update', object: { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, app: choices.pick(['stray', 'web', 'old']) } } } as unknown as JsonObject }),
    () => ({ type: 'update', object: { ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((container) => ({ ...container, image: 'nginx:1.28' })) } } as unknown as JsonObject }),
    () => ({ type: 'update', object: { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, 'kubarium.dev/exit-after-seconds': '30', 'kubarium.dev/exit-code': '3' } } } as unknown as JsonObject }),
  ];
  return choices.pick(changes)();
}

function changedNode(simulation: Simulation, choices: Choices): Action {
  const nodes = simulation.controlPlane.apiServer ? simulation.api.list('Node') : [];
  if (nodes.length === 0) return { type: 'fault', fault: 'add-node', target: {} };
  const node = choices.pick(nodes);
  const others = (node.spec?.taints ?? []).filter(({ key }) => key !== 'wear');
  const changed = choices.pick([
    () => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: choices.pick(['fast', 'slow']) } } }),
    () => ({ ...node, spec: { ...node.spec, taints: [...others, { key: 'wear', effect: choices.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule'] as const) }] } }),
    () => ({ ...node, spec: { ...node.spec, taints: others } }),
  ])();
  return { type: 'update', object: changed as unknown as JsonObject };
}

/** Ends every fault and takes back what a person has asked for that nobody can have: after it a cluster comes to rest. */
export function endWholeFaults(simulation: Simulation): void {
  const control = simulation.machines.get('control-1');
  if (control && !control.powered) simulation.act({ type: 'fault', fault: 'power-on-node', target: { node: 'control-1' } });
  // Longer than the back-off of what has crashed of the control plane.
  if (control) simulation.advance(600_000);
  endFaults(simulation);
  for (const { name } of simulation.machines.list()) if (simulation.machines.pressed(name).length > 0) simulation.act({ type: 'fault', fault: 'relieve-pressure', target: { node: name } });
  for (const { metadata } of simulation.api.list('CronJob')) simulation.act({ type: 'delete', target: { kind: 'CronJob', namespace: metadata.namespace ?? '', name: metadata.name ?? '' } });
  for (const node of simulation.api.list('Node')) {
    const taints = (node.spec?.taints ?? []).filter(({ key }) => key !== 'wear');
    if (taints.length !== (node.spec?.taints ?? []).length) simulation.act({ type: 'update', object: { ...node, spec: { ...node.spec, taints } } as unknown as JsonObject });
  }
}
