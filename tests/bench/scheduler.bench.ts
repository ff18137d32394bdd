import type { Benchmark } from './benchmark.ts';
import * as templates from './scheduler-perf-templates.ts';
import { churn, createCluster, createNamespace, createNodes, schedulePods, type Cluster, type Template } from './scheduler-perf.ts';

const NODES = 5_000;

/** One test case of Kubernetes' scheduler_perf, from its name to the pods whose rate counts. */
interface Workload {
  readonly name: string;
  readonly case: string;
  /** ten times what upstream demands of its own scheduler. */
  readonly atLeast: number;
  run(cluster: Cluster): number;
}

function basic(nodes: number, initial: number, measured: number): (cluster: Cluster) => number {
  return (cluster) => {
    createNodes(cluster, nodes, templates.NODE);
    schedulePods(cluster, initial, templates.POD_DEFAULT);
    return schedulePods(cluster, measured, templates.POD_DEFAULT);
  };
}

function simple(initial: number, template: Template, measured: number, zones: readonly string[], first: Template = template): (cluster: Cluster) => number {
  return (cluster) => {
    createNodes(cluster, NODES, templates.NODE, zones);
    schedulePods(cluster, initial, first);
    return schedulePods(cluster, measured, template);
  };
}

/** Pods in two namespaces that the terms name. */
function affine(initial: number, template: Template, measured: number, zones: readonly string[] = []): (cluster: Cluster) => number {
  return (cluster) => {
    createNodes(cluster, NODES, templates.NODE, zones);
    createNamespaces(cluster, 2);
    schedulePods(cluster, initial, template, 'sched-0');
    return schedulePods(cluster, measured, template, 'sched-1');
  };
}

function createNamespaces(cluster: Cluster, count: number): void {
  for (let index = 0; index < count; index++) createNamespace(cluster, `sched-${index}`);
}

const MOONS = ['moon-1', 'moon-2', 'moon-3'];
const ZONE = ['zone1'];

const workloads: readonly Workload[] = [
  { name: 'SchedulingBasic', case: '5000Nodes_50000Pods', atLeast: 8_100, run: basic(NODES, 5_000, 50_000) },
  {
    name: 'SchedulingDaemonset', case: '15000Nodes', atLeast: 11_000,
    run(cluster) {
      const { client } = cluster;
      client.create<'Node'>({
        apiVersion: 'v1', kind: 'Node', metadata: { name: 'scheduler-perf-node', labels: { 'kubernetes.io/hostname': 'scheduler-perf-node' } }, spec: {},
        status: { capacity: templates.NAMED_NODE_ROOM, allocatable: templates.NAMED_NODE_ROOM },
      });
      createNodes(cluster, 15_000, templates.NODE);
      return schedulePods(cluster, 30_000, templates.DAEMONSET_POD);
    },
  },
  {
    name: 'SchedulingWithMixedChurn', case: '5000Nodes_10000Pods', atLeast: 7_100,
    run(cluster) {
      createNodes(cluster, NODES, templates.NODE);
      churn(cluster, [templates.CHURN_NODE, templates.POD_HIGH_PRIORITY_LARGE_CPU, templates.CHURN_SERVICE], 1_000, true);
      return schedulePods(cluster, 10_000, templates.POD_DEFAULT);
    },
  },
  {
    name: 'Unschedulable', case: '5kNodes/100Init/10kPods', atLeast: 5_900,
    run(cluster) {
      createNodes(cluster, NODES, templates.NODE);
      schedulePods(cluster, 100, templates.POD_DEFAULT);
      churn(cluster, [templates.POD_HIGH_PRIORITY_LARGE_CPU], 200);
      return schedulePods(cluster, 10_000, templates.POD_DEFAULT);
    },
  },
  {
    name: 'PreemptionAsync', case: '5000Nodes_AsyncPreemptionEnabled', atLeast: 5_700,
    run(cluster) {
      createNodes(cluster, NODES, templates.NODE);
      schedulePods(cluster, 20_000, templates.POD_LOW_PRIORITY);
      churn(cluster, [templates.POD_HIGH_PRIORITY], 200);
      return schedulePods(cluster, 5_000, templates.POD_DEFAULT);
    },
  },
  { name: 'TopologySpreading', case: '5000Nodes_5000Pods', atLeast: 4_600, run: simple(5_000, templates.POD_WITH_TOPOLOGY_SPREADING, 5_000, MOONS, templates.POD_DEFAULT) },
  {
    name: 'PreferredTopologySpreading', case: '5000Nodes_5000Pods', atLeast: 3_400,
    run: simple(5_000, templates.POD_WITH_PREFERRED_TOPOLOGY_SPREADING, 5_000, MOONS, templates.POD_DEFAULT),
  },
  { name: 'SchedulingNodeAffinity', case: '5000Nodes_10000Pods', atLeast: 2_200, run: simple(5_000, templates.POD_WITH_NODE_AFFINITY, 10_000, ZONE) },
  {
    name: 'MixedSchedulingBasePod', case: '5000Nodes_5000Pods', atLeast: 1_400,
    run(cluster) {
      createNodes(cluster, NODES, templates.NODE, ZONE);
      createNamespaces(cluster, 1);
      for (const template of [
        templates.POD_DEFAULT, templates.POD_WITH_POD_AFFINITY, templates.POD_WITH_POD_ANTI_AFFINITY, templates.POD_WITH_PREFERRED_POD_AFFINITY,
        templates.POD_WITH_PREFERRED_POD_ANTI_AFFINITY,
      ]) schedulePods(cluster, 2_000, template, 'sched-0');
      return schedulePods(cluster, 5_000, templates.POD_DEFAULT);
    },
  },
  { name: 'SchedulingPreferredPodAffinity', case: '5000Nodes_5000Pods', atLeast: 900, run: affine(5_000, templates.POD_WITH_PREFERRED_POD_AFFINITY, 5_000) },
  { name: 'SchedulingPodAntiAffinity', case: '5000Nodes_2000Pods', atLeast: 600, run: affine(1_000, templates.POD_WITH_POD_ANTI_AFFINITY, 2_000) },
  { name: 'SchedulingPodAffinity', case: '5000Nodes_5000Pods', atLeast: 350, run: affine(5_000, templates.POD_WITH_POD_AFFINITY, 5_000, ZONE) },
];

/** What a pod costs in a cluster where 50,000 are, measured against one where 5,000 are. */
function growth(): number {
  const cluster = createCluster();
  createNodes(cluster, NODES, templates.NODE);
  schedulePods(cluster, 4_000, templates.POD_DEFAULT);
  const early = schedulePods(cluster, 2_000, templates.POD_DEFAULT);
  schedulePods(cluster, 43_000, templates.POD_DEFAULT);
  return early / schedulePods(cluster, 2_000, templates.POD_DEFAULT);
}

export const benchmarks: readonly Benchmark[] = [
  ...workloads.map(({ name, case: of, atLeast, run }): Benchmark => ({
    name: `schedule/${name}`, unit: 'pods/s', atLeast, run: () => Math.round(run(createCluster())),
    what: `pods bound a second in Kubernetes' scheduler_perf workload ${name}/${of}, through the API; one thread, decisions not recorded`,
  })),
  {
    name: 'schedule-explained/SchedulingBasic', unit: 'pods/s', atLeast: 4_050, run: () => Math.round(basic(NODES, 5_000, 50_000)(createCluster(true))),
    what: 'the same for SchedulingBasic with every decision recorded',
  },
  {
    name: 'schedule-growth', unit: 'x', atMost: 2, run: () => Math.round(growth() * 100) / 100,
    what: 'cost of scheduling a pod at 50,000 scheduled pods by that at 5,000, on 5,000 nodes',
  },
];
