import type { ImageModel, ServerModel } from './image-model.ts';
import { INDEX_ONLY, nginx } from './images-nginx.ts';

const MB = 1_000_000;
const MIB = 1024 ** 2;

function server(ports: readonly number[], memoryMib: number, line: string | undefined, more: Partial<ServerModel> = {}): ServerModel {
  return { ports, startMs: 80, stop: { afterMs: 50, code: 0 }, memoryBytes: memoryMib * MIB, cpuMillis: 1, log: line === undefined ? [] : [[70, line]], ...more };
}

function web(ports: readonly number[], memoryMib: number, line: string | undefined, more: Partial<ServerModel> = {}): ServerModel {
  return server(ports, memoryMib, line, { routes: [{ path: '*', status: 200 }], ...more });
}

/** Collects logs of other containers; listens to nobody. */
const fluentd = server([], 60, '{iso} [info]: #0 fluentd worker is now running worker=0', { startMs: 2_600, cpuMillis: 5, stop: { afterMs: 900, code: 0 } });
const nodeHello = web([8080], 30, undefined, { startMs: 300 });
const cassandra = server([7000, 7001, 7199, 9042], 520, 'INFO  {iso} Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...', { startMs: 22_000, cpuMillis: 60, stop: { afterMs: 2_500, code: 143 } });

const busybox = (repository: string, tags: RegExp): ImageModel => ({ repository, tags, bytes: 0.73 * MB, tools: 'busybox', moreTools: ['httpd', 'telnet', 'rev'], entrypoint: 'none' });
const googleSample = (name: string, tags: RegExp, megabytes: number, more: Partial<ImageModel>): ImageModel => ({
  repository: `gcr.io/google-samples/${name}`, tags, noLatest: true, bytes: megabytes * MB, tools: 'debian', entrypoint: 'none', ...more,
});

/** Images that the Kubernetes documentation runs and that are not in the other lists. */
export const DOCUMENTATION_IMAGES: readonly ImageModel[] = [
  busybox('registry.k8s.io/busybox', /^(1\.(24|27|28|29)(\.\d)?)$/),
  busybox('registry.k8s.io/e2e-test-images/busybox', /^1\.(29|36|37)(\.\d)?-\d$/),
  busybox('ghcr.io/containerd/busybox', /^1\.\d{2}$/),
  { repository: 'registry.k8s.io/nginx-slim', tags: /^0\.\d{1,2}$/, noLatest: true, bytes: 43.7 * MB, tools: 'debian', moreTools: ['curl'], entrypoint: 'none', server: { ...nginx, log: [] }, serverBinaries: ['nginx'] },
  {
    repository: 'registry.k8s.io/e2e-test-images/nginx', tags: /^1\.1[45]-\d$/, noLatest: true, bytes: 7.7 * MB, tools: 'busybox', entrypoint: 'none', server: { ...nginx, log: [] }, serverBinaries: ['nginx'],
  },
  { repository: 'registry.k8s.io/e2e-test-images/jessie-dnsutils', tags: /^1\.[2-9]$/, noLatest: true, bytes: 112 * MB, tools: 'debian', moreTools: ['dig', 'nslookup', 'host'], entrypoint: 'none' },
  { repository: 'registry.k8s.io/goproxy', tags: /^0\.1$/, noLatest: true, bytes: 1.7 * MB, tools: 'none', entrypoint: 'fixed', server: web([8080], 5, undefined) },
  {
    repository: 'registry.k8s.io/liveness', tags: /^0\.1$/, bytes: 1.5 * MB, tools: 'none', entrypoint: 'none', serverBinaries: ['server'],
    server: server([8080], 5, undefined, { routes: [{ path: '/healthz', status: 200, later: { afterMs: 10_000, status: 500 } }, { path: '*', status: 404 }] }),
  },
  ...['serve_hostname', 'serve-hostname'].map((name): ImageModel => ({ repository: `registry.k8s.io/${name}`, tags: /^v?1\.\d$/, bytes: 4.6 * MB, tools: 'none', entrypoint: 'fixed', server: web([9376], 5, 'Serving on port 9376.') })),
  { repository: 'registry.k8s.io/test-webserver', tags: /^$/, bytes: 1.6 * MB, tools: 'none', entrypoint: 'fixed', server: server([80], 4, undefined, { routes: INDEX_ONLY }) },
  {
    repository: 'registry.k8s.io/kubernetes-zookeeper', tags: /^1\.0-3\.4\.10$/, noLatest: true, bytes: 148 * MB, tools: 'debian', moreTools: ['zookeeper-ready', 'zkCli.sh'], entrypoint: 'none', serverBinaries: ['start-zookeeper'],
    server: server([2181, 2888, 3888], 190, '{iso} - INFO  [main:NIOServerCnxnFactory@89] - binding to port 0.0.0.0/0.0.0.0:2181', { startMs: 1_600, cpuMillis: 8, stop: { afterMs: 400, code: 143 } }),
  },
  { repository: 'registry.k8s.io/fluentd-gcp', tags: /^(1\.\d{1,2}|2\.0\.\d{1,2})$/, noLatest: true, bytes: 71 * MB, tools: 'debian', entrypoint: 'none', server: fluentd },
  { repository: 'registry.k8s.io/fluentd-elasticsearch', tags: /^(1\.\d{1,2}|v2\.\d\.\d)$/, noLatest: true, bytes: 78 * MB, tools: 'debian', entrypoint: 'none', server: fluentd },
  { repository: 'quay.io/fluentd_elasticsearch/fluentd', tags: /^v[2-5]\.\d\.\d$/, noLatest: true, bytes: 74 * MB, tools: 'debian', entrypoint: 'script', server: fluentd },
  {
    repository: 'registry.k8s.io/node-problem-detector/node-problem-detector', tags: /^v(0\.8|1\.\d)\.\d{1,2}$/, noLatest: true, bytes: 51 * MB, tools: 'debian', entrypoint: 'script',
    server: web([20256, 20257], 24, 'I{iso} problem_detector.go:76] Problem detector started', { startMs: 400 }), serverBinaries: ['node-problem-detector'],
  },
  googleSample('node-hello', /^[12]\.0$/, 250, { tools: 'debian-full', moreTools: ['node'], server: nodeHello }),
  googleSample('kubernetes-bootcamp', /^v[12]$/, 84, { tools: 'debian-full', moreTools: ['node'], server: web([8080], 30, 'Kubernetes Bootcamp App Started At: {iso}', { startMs: 300 }) }),
  googleSample('hello-go-gke', /^1\.0$/, 4, { tools: 'none', server: web([80], 5, undefined) }),
  googleSample('hello-frontend', /^1\.0$/, 60, { server: nginx, serverBinaries: ['nginx'] }),
  googleSample('cassandra', /^v1[1-9]$/, 120, { moreTools: ['nodetool', 'cqlsh'], server: cassandra, serverBinaries: ['cassandra', 'run.sh'] }),
  googleSample('xtrabackup', /^1\.0$/, 92, { moreTools: ['xtrabackup', 'xbstream', 'mysql'], server: server([3307], 6, undefined), serverBinaries: ['ncat'] }),
  { repository: 'docker.io/library/bash', tags: /^(devel|[3-5](\.\d(\.\d{1,2})?)?)(-alpine3\.\d{2})?$/, bytes: 5.9 * MB, tools: 'busybox', moreTools: ['bash'], entrypoint: 'script', prints: [] },
  { repository: 'docker.io/library/perl', tags: /^(5(\.\d{2}(\.\d{1,2})?)?)(-(bookworm|bullseye|buster|threaded))?$/, bytes: 336 * MB, variants: { slim: 52 * MB }, tools: 'debian-full', entrypoint: 'none' },
  { repository: 'docker.io/library/fedora', tags: /^(rawhide|2\d|3\d|4\d)$/, bytes: 61 * MB, tools: 'debian', moreTools: ['dnf', 'curl'], entrypoint: 'none' },
  { repository: 'docker.io/library/centos', tags: /^(centos)?[5-8](\.\d(\.\d{4})?)?$/, bytes: 80 * MB, tools: 'debian', moreTools: ['yum', 'curl'], entrypoint: 'none' },
  { repository: 'docker.io/nicolaka/netshoot', tags: /^v0\.\d{1,2}$/, bytes: 198 * MB, tools: 'busybox', moreTools: ['bash', 'zsh', 'curl', 'dig', 'tcpdump'], entrypoint: 'none' },
  {
    repository: 'docker.io/vish/stress', tags: /^$/, bytes: 1.5 * MB, tools: 'none', entrypoint: 'fixed',
    server: server([], 4, 'I{iso} main.go:26] Allocating "0" memory, in "4Ki" chunks, with a 1ms sleep between allocations', { stop: { afterMs: 10, code: 143 }, cpuArgument: '-cpus', startMs: 20 }),
  },
  { repository: 'docker.io/ymqytw/nginxhttps', tags: /^1\.5$/, noLatest: true, bytes: 62 * MB, tools: 'debian', entrypoint: 'none', server: { ...nginx, ports: [80, 443], log: [] }, serverBinaries: ['nginx'] },
];
