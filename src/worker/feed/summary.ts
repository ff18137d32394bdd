import { parseAmount } from '../../engine/api/amounts.ts';
import { podRestarts, podStatusText } from '../../engine/api/kinds/pod-printing.ts';
import type { KindMap, KubeObject } from '../../engine/api/object.ts';
import { qosClassOf } from '../../engine/api/pod-resources.ts';
import type { ObjectDetail } from '../protocol.ts';
import type { ClusterMirror } from './cluster-mirror.ts';
import { taintText, zoneOf } from './node-view.ts';
import { endOf } from './pod-shape.ts';

type Row = ObjectDetail['summary'][number];
type Texts = Readonly<Record<string, string | number | undefined>>;

/** What a person wants to know of an object, in a few rows; rows without a value are left out. */
export function summaryOf(object: KubeObject, mirror: ClusterMirror): readonly Row[] {
  const { labels, annotations } = object.metadata;
  return rows({
    ...factsOf(object, mirror),
    Labels: pairs(labels),
    Annotations: pairs(withoutBookkeeping(annotations)),
    Finalizers: object.metadata.finalizers?.join(', '),
  });
}

function rows(texts: Texts): Row[] {
  return Object.entries(texts).flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value: String(value) }]));
}

function factsOf(object: KubeObject, mirror: ClusterMirror): Texts {
  switch (object.kind) {
    case 'Pod': return podFacts(object as KindMap['Pod']);
    case 'Node': return nodeFacts(object as KindMap['Node']);
    case 'Deployment': return deploymentFacts(object as KindMap['Deployment']);
    case 'ReplicaSet': return replicaSetFacts(object as KindMap['ReplicaSet']);
    case 'Service': return serviceFacts(object as KindMap['Service'], mirror);
    case 'EndpointSlice': return sliceFacts(object as KindMap['EndpointSlice']);
    case 'ConfigMap': return { Keys: keys((object as KindMap['ConfigMap']).data) };
    case 'Secret': return { Type: (object as KindMap['Secret']).type, Keys: keys((object as KindMap['Secret']).data) };
    case 'Namespace': return { Status: (object as KindMap['Namespace']).status?.phase };
    case 'Lease': {
      const { spec } = object as KindMap['Lease'];
      return { Holder: spec?.holderIdentity, 'Lease duration': seconds(spec?.leaseDurationSeconds), Renewed: spec?.renewTime };
    }
    case 'Event': {
      const { type, reason, message, count } = object as KindMap['Event'];
      return { Type: type, Reason: reason, Message: message, Count: count };
    }
    case 'StatefulSet': {
      const { spec, status } = object as KindMap['StatefulSet'];
      const partition = spec.updateStrategy?.rollingUpdate?.partition;
      return {
        Replicas: `${status?.readyReplicas ?? 0} of ${spec.replicas ?? 1} ready, ${status?.updatedReplicas ?? 0} updated`,
        Order: spec.podManagementPolicy === 'Parallel' ? 'all at once' : 'one after the other',
        Strategy: partition ? `${spec.updateStrategy?.type ?? ''}, from number ${partition} on` : spec.updateStrategy?.type,
        Service: spec.serviceName, Images: images(spec.template), Selector: pairs(spec.selector.matchLabels),
      };
    }
    case 'DaemonSet': {
      const { spec, status } = object as KindMap['DaemonSet'];
      return {
        Pods: `${status?.numberReady ?? 0} of ${status?.desiredNumberScheduled ?? 0} nodes ready, ${status?.updatedNumberScheduled ?? 0} updated`,
        Misplaced: status?.numberMisscheduled || undefined, Strategy: spec.updateStrategy?.type, Images: images(spec.template), Selector: pairs(spec.selector.matchLabels),
      };
    }
    case 'ReplicationController': {
      const { spec, status } = object as KindMap['ReplicationController'];
      return { Replicas: `${status?.readyReplicas ?? 0} of ${spec.replicas ?? 1} ready`, Images: spec.template && images(spec.template), Selector: pairs(spec.selector) };
    }
    case 'Job': {
      const { spec, status } = object as KindMap['Job'];
      return {
        Completions: `${status?.succeeded ?? 0} of ${spec.completions ?? '1 or more'}`, Active: status?.active ?? 0, Failed: status?.failed ?? 0,
        'Completed indexes': status?.completedIndexes, 'Failed indexes': status?.failedIndexes, Parallelism: spec.parallelism, Suspended: spec.suspend ? 'yes' : undefined,
        'Back-off limit': spec.backoffLimitPerIndex === undefined ? spec.backoffLimit : `${spec.backoffLimitPerIndex} an index`, Images: images(spec.template),
      };
    }
    case 'CronJob': {
      const { spec, status } = object as KindMap['CronJob'];
      return {
        Schedule: spec.schedule, 'Time zone': spec.timeZone, Concurrency: spec.concurrencyPolicy, Suspended: spec.suspend ? 'yes' : undefined,
        'Last run': status?.lastScheduleTime, 'Last success': status?.lastSuccessfulTime, Active: status?.active?.length,
      };
    }
    case 'PodDisruptionBudget': {
      const { spec, status } = object as KindMap['PodDisruptionBudget'];
      return {
        Wants: spec.minAvailable === undefined ? `at most ${String(spec.maxUnavailable)} unavailable` : `at least ${String(spec.minAvailable)} available`,
        Healthy: `${status?.currentHealthy ?? 0} of ${status?.expectedPods ?? 0}, ${status?.desiredHealthy ?? 0} needed`, 'Disruptions allowed': status?.disruptionsAllowed ?? 0, Selector: pairs(spec.selector?.matchLabels),
      };
    }
    case 'ResourceQuota': {
      const { status } = object as KindMap['ResourceQuota'];
      return Object.fromEntries(Object.entries(status?.hard ?? {}).map(([name, most]) => [name, `${status?.used?.[name] ?? '0'} of ${most}`]));
    }
    case 'PriorityClass': {
      const { value, globalDefault, preemptionPolicy, description } = object as KindMap['PriorityClass'];
      return { Value: value, 'Global default': globalDefault ? 'yes' : undefined, Preemption: preemptionPolicy, Description: description };
    }
    case 'Role':
    case 'ClusterRole':
      return { Rules: listed(((object as KindMap['Role']).rules ?? []).map(({ verbs, resources = [], nonResourceURLs = [] }) => `${verbs.join(', ')} on ${[...resources, ...nonResourceURLs].join(', ')}`)) };
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const { roleRef, subjects } = object as KindMap['RoleBinding'];
      return { Role: `${roleRef.kind} ${roleRef.name}`, Subjects: subjects?.map(({ kind, name, namespace }) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`).join(', ') };
    }
    default: return object.apiVersion.includes('.') ? customFacts(object) : {};
  }
}

/** Of a custom object nothing is known but its fields: the plain ones of its status and spec are told. */
function customFacts({ spec, status }: KubeObject): Texts {
  const plain = (fields: unknown): [string, string | number][] => Object.entries((fields ?? {}) as Readonly<Record<string, unknown>>)
    .flatMap(([name, value]): [string, string | number][] => (typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []));
  return Object.fromEntries([...plain(spec), ...plain(status)]);
}

function podFacts(pod: KindMap['Pod']): Texts {
  const { spec, status } = pod;
  return {
    Status: endOf(pod) ?? podStatusText(pod),
    Node: spec.nodeName ?? 'none yet',
    'Pod IP': status?.podIP,
    'QoS class': status?.qosClass ?? qosClassOf(spec),
    Requests: listed(spec.containers.map(({ resources }) => pairs(resources?.requests))),
    Limits: listed(spec.containers.map(({ resources }) => pairs(resources?.limits))),
    Restarts: podRestarts(pod),
    'Restart policy': spec.restartPolicy,
    'Grace period': seconds(spec.terminationGracePeriodSeconds),
    'Node selector': pairs(spec.nodeSelector),
  };
}

function nodeFacts(node: KindMap['Node']): Texts {
  const { spec, status } = node;
  const { cpu, memory, pods } = status?.allocatable ?? {};
  return {
    Allocatable: status?.allocatable && `${String(cpu)} cpu, ${gibibytes(memory)} Gi memory, ${String(pods)} pods`,
    Zone: zoneOf(node),
    Taints: spec?.taints?.map(taintText).join(', '),
    Address: status?.addresses?.find(({ type }) => type === 'InternalIP')?.address,
    'Pod range': spec?.podCIDR,
    Kubelet: status?.nodeInfo?.kubeletVersion,
    System: status?.nodeInfo?.osImage,
    Runtime: status?.nodeInfo?.containerRuntimeVersion,
  };
}

function deploymentFacts({ metadata, spec, status }: KindMap['Deployment']): Texts {
  const { type, rollingUpdate } = spec.strategy ?? {};
  return {
    Replicas: `${status?.readyReplicas ?? 0} of ${spec.replicas ?? 1} ready, ${status?.updatedReplicas ?? 0} updated`,
    Strategy: rollingUpdate
      ? `${type ?? 'RollingUpdate'}, surge ${String(rollingUpdate.maxSurge ?? '25%')}, unavailable ${String(rollingUpdate.maxUnavailable ?? '25%')}`
      : type,
    Paused: spec.paused === true ? 'yes' : undefined,
    Revision: metadata.annotations?.[REVISION],
    Images: images(spec.template),
    Selector: pairs(spec.selector.matchLabels),
  };
}

function replicaSetFacts({ metadata, spec, status }: KindMap['ReplicaSet']): Texts {
  return {
    Replicas: `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} ready`,
    Revision: metadata.annotations?.[REVISION],
    Images: spec?.template && images(spec.template),
    Selector: pairs(spec?.selector.matchLabels),
  };
}

function serviceFacts({ metadata, spec }: KindMap['Service'], mirror: ClusterMirror): Texts {
  const slices = [...mirror.dependentsOf(metadata.uid ?? '')].filter(({ kind }) => kind === 'EndpointSlice') as KindMap['EndpointSlice'][];
  const endpoints = slices.flatMap((slice) => slice.endpoints ?? []);
  return {
    Type: spec?.type,
    'Cluster IP': spec?.clusterIP,
    Ports: spec?.ports?.map(({ port, targetPort, protocol, nodePort }) => {
      const open = nodePort === undefined ? `${port}` : `${port}:${nodePort}`;
      return `${open} → ${String(targetPort ?? port)}/${protocol ?? 'TCP'}`;
    }).join(', '),
    Selector: pairs(spec?.selector),
    Endpoints: spec?.selector && readyOf(endpoints),
  };
}

function sliceFacts({ endpoints, ports }: KindMap['EndpointSlice']): Texts {
  return { Endpoints: readyOf(endpoints ?? []), Ports: ports?.map(({ port, protocol }) => `${port ?? ''}/${protocol ?? 'TCP'}`).join(', ') };
}

function readyOf(endpoints: readonly NonNullable<KindMap['EndpointSlice']['endpoints']>[number][]): string {
  return `${endpoints.filter(({ conditions }) => conditions?.ready !== false).length} of ${endpoints.length} ready`;
}

const REVISION = 'deployment.kubernetes.io/revision';

function images({ spec }: KindMap['Deployment']['spec']['template']): string {
  return listed(spec.containers.map(({ image }) => image ?? '')) ?? '';
}

function pairs(map: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return map && Object.entries(map).map(([name, value]) => `${name}=${String(value)}`).join(', ');
}

/** Nodes tell their memory in kibibytes, which nobody can read. */
function gibibytes(memory: string | undefined): number {
  return Math.round((parseAmount(memory) ?? 0) / 1024 ** 3 * 10) / 10;
}

function seconds(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${count} s`;
}

function keys(map: Readonly<Record<string, unknown>> | undefined): string {
  return Object.keys(map ?? {}).join(', ');
}

function listed(texts: readonly (string | undefined)[]): string | undefined {
  const told = texts.filter((text) => text !== undefined && text !== '');
  return told.length > 0 ? told.join('; ') : undefined;
}

/** Annotations that hold whole objects, or that are told elsewhere, would bury the others. */
function withoutBookkeeping(annotations: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !name.startsWith('kubectl.kubernetes.io/last-applied') && name !== REVISION));
}
