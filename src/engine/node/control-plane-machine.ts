import type { MachineSpec } from './machines.ts';
import type { ContainerSpec, Pod } from './state.ts';

type Probe = NonNullable<ContainerSpec['livenessProbe']>;

const GIB = 1024 ** 3;
const ROLE = 'node-role.kubernetes.io/control-plane';
const VERSION = 'v1.36.0';
const ETCD_VERSION = '3.6.6-0';
const PKI = '/etc/kubernetes/pki';
const PORT_NAME = 'probe-port';

/** A machine that kubeadm has made a control plane of: labelled, tainted, and with etcd and the three components as static pods. */
export function controlPlaneMachine(name: string, more: Partial<MachineSpec> = {}): MachineSpec {
  return {
    cpuMillis: 2_000, memoryBytes: 4 * GIB, ...more, name,
    labels: { ...more.labels, [ROLE]: '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
    taints: [...(more.taints ?? []), { key: ROLE, effect: 'NoSchedule' }],
    staticPods: controlPlanePods(name),
  };
}

/** Source: cmd/kubeadm/app/phases/controlplane/manifests.go, phases/etcd/local.go. */
function controlPlanePods(node: string): readonly Pod[] {
  return [
    componentPod('etcd', ETCD_VERSION, { cpu: '100m', memory: '100Mi' }, [
      '--client-cert-auth=true', '--data-dir=/var/lib/etcd', '--listen-client-urls=https://127.0.0.1:2379', '--listen-metrics-urls=http://127.0.0.1:2381', `--name=${node}`,
      '--snapshot-count=10000', `--trusted-ca-file=${PKI}/etcd/ca.crt`, '--watch-progress-notify-interval=5s',
    ], 2381, { live: '/livez', ready: '/readyz', started: '/readyz' }, 'HTTP'),
    componentPod('kube-apiserver', VERSION, { cpu: '250m' }, [
      '--allow-privileged=true', '--authorization-mode=Node,RBAC', `--client-ca-file=${PKI}/ca.crt`, '--enable-admission-plugins=NodeRestriction', '--enable-bootstrap-token-auth=true',
      '--etcd-servers=https://127.0.0.1:2379', '--secure-port=6443', '--service-cluster-ip-range=10.96.0.0/12',
    ], 6443, { live: '/livez', ready: '/readyz', started: '/livez' }),
    componentPod('kube-controller-manager', VERSION, { cpu: '200m' }, [
      '--allocate-node-cidrs=true', '--bind-address=127.0.0.1', '--cluster-cidr=10.244.0.0/16', '--controllers=*,bootstrapsigner,tokencleaner',
      '--kubeconfig=/etc/kubernetes/controller-manager.conf', '--leader-elect=true', '--use-service-account-credentials=true',
    ], 10257, { live: '/healthz', started: '/healthz' }),
    componentPod('kube-scheduler', VERSION, { cpu: '100m' }, [
      '--bind-address=127.0.0.1', '--kubeconfig=/etc/kubernetes/scheduler.conf', '--leader-elect=true',
    ], 10259, { live: '/livez', ready: '/readyz', started: '/livez' }),
  ];
}

function componentPod(
  name: string, version: string, requests: Readonly<Record<string, string>>, flags: readonly string[], port: number,
  paths: { readonly live: string; readonly ready?: string; readonly started: string }, scheme: 'HTTP' | 'HTTPS' = 'HTTPS',
): Pod {
  const probe = (path: string, more: Partial<Probe>): Probe => ({ httpGet: { host: '127.0.0.1', path, port: PORT_NAME, scheme }, timeoutSeconds: 15, ...more });
  const container: ContainerSpec = {
    name,
    image: `registry.k8s.io/${name}:${version}`,
    imagePullPolicy: 'IfNotPresent',
    command: [name, ...flags],
    ports: [{ name: PORT_NAME, containerPort: port, protocol: 'TCP' }],
    resources: { requests },
    livenessProbe: probe(paths.live, { initialDelaySeconds: 10, failureThreshold: 8 }),
    ...(paths.ready === undefined ? {} : { readinessProbe: probe(paths.ready, { periodSeconds: 1, failureThreshold: 3 }) }),
    startupProbe: probe(paths.started, { initialDelaySeconds: 10, failureThreshold: 24 }),
  };
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { component: name, tier: 'control-plane' } },
    spec: {
      containers: [container], hostNetwork: true, priority: 2_000_001_000, priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    },
  };
}
