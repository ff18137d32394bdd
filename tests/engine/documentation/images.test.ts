import { describe, expect, it } from 'vitest';
import { clusterWith, containerOf, object, pod, podNamed } from './documentation-cluster.ts';

/** Images that the documentation runs without a command, and that serve. */
const SERVERS = [
  'registry.k8s.io/nginx-slim:0.24', 'registry.k8s.io/goproxy:0.1', 'registry.k8s.io/liveness', 'registry.k8s.io/serve_hostname', 'registry.k8s.io/test-webserver', 'registry.k8s.io/hpa-example',
  'registry.k8s.io/echoserver:1.10', 'registry.k8s.io/fluentd-gcp:1.30', 'quay.io/fluentd_elasticsearch/fluentd:v5.0.1', 'registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.7',
  'gcr.io/google-samples/node-hello:1.0', 'gcr.io/google-samples/kubernetes-bootcamp:v1', 'gcr.io/google-samples/hello-go-gke:1.0', 'gcr.io/google-samples/hello-frontend:1.0',
  'gcr.io/google-samples/hello-app:2.0', 'gcr.io/google-samples/cassandra:v13', 'gcr.io/google_samples/gb-frontend:v3', 'docker.io/redis:6.0.5', 'vish/stress', 'ymqytw/nginxhttps:1.5', 'k8s.gcr.io/pause:3.2',
];
/** Images that run a command of the person's. */
const TOOLBOXES = [
  'registry.k8s.io/busybox:1.24', 'registry.k8s.io/busybox', 'registry.k8s.io/e2e-test-images/busybox:1.29-4', 'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.3', 'bash:5', 'perl:5.34', 'perl:5.34.0', 'fedora',
  'centos:7', 'nicolaka/netshoot', 'ghcr.io/containerd/busybox:1.36',
];

describe('images of the documentation', () => {
  it('are there, and run', () => {
    const simulation = clusterWith(...SERVERS.map((image, index) => pod(`server-${index}`, { image })), ...TOOLBOXES.map((image, index) => pod(`tools-${index}`, { image, command: ['sleep', '3600'] })));
    simulation.settle();
    simulation.advance(30_000);
    const states = simulation.api.list('Pod', { namespace: 'default' }).map(({ spec, status }) => [spec.containers[0]?.image, Object.keys(status?.containerStatuses?.[0]?.state ?? {})[0]]);
    expect(states.filter(([, state]) => state !== 'running')).toEqual([]);
    expect(states).toHaveLength(SERVERS.length + TOOLBOXES.length);
  });

  it('form an ensemble of ZooKeeper servers, started one after the other', () => {
    const probe = { exec: { command: ['sh', '-c', 'zookeeper-ready 2181'] }, initialDelaySeconds: 10, timeoutSeconds: 5 };
    const container = {
      name: 'server', image: 'registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10', imagePullPolicy: 'Always', readinessProbe: probe, livenessProbe: probe,
      command: ['sh', '-c', 'start-zookeeper --servers=3 \\\n --data_dir=/var/lib/zookeeper/data'], ports: [{ containerPort: 2181, name: 'client' }],
    };
    const simulation = clusterWith(object('StatefulSet', 'zk', { spec: { replicas: 3, serviceName: 'zk-hs', selector: { matchLabels: { app: 'zk' } }, template: { metadata: { labels: { app: 'zk' } }, spec: { containers: [container] } } } }, 'apps/v1'));
    simulation.advance(90_000);
    expect(simulation.api.get('StatefulSet', 'default', 'zk')?.status).toMatchObject({ readyReplicas: 3, replicas: 3 });
    const started = [0, 1, 2].map((ordinal) => Date.parse(containerOf(podNamed(simulation, `zk-${ordinal}`), 'server').state?.running?.startedAt ?? ''));
    expect((started[1] ?? 0) - (started[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
    expect((started[2] ?? 0) - (started[1] ?? 0)).toBeGreaterThanOrEqual(10_000);
  });
});
