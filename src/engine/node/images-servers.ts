import type { HttpRoute, ImageModel, ServerModel } from './image-model.ts';
import { INDEX_ONLY, nginx } from './images-nginx.ts';

const MB = 1_000_000;
const MIB = 1024 ** 2;
const ANY_PATH: readonly HttpRoute[] = [{ path: '*', status: 200 }];

const httpd: ServerModel = {
  ports: [80],
  startMs: 120,
  stop: { afterMs: 60, code: 0 },
  memoryBytes: 8 * MIB,
  cpuMillis: 2,
  routes: INDEX_ONLY,
  configuredAt: ['/usr/local/apache2'],
  log: [
    [40, "AH00558: httpd: Could not reliably determine the server's fully qualified domain name. Set the 'ServerName' directive globally to suppress this message"],
    [100, '[{iso}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/{tag} (Unix) configured -- resuming normal operations'],
  ],
  stopLog: ['[{iso}] [mpm_event:notice] [pid 1:tid 1] AH00492: caught SIGWINCH, shutting down gracefully'],
};

const php: ServerModel = { ...httpd, startMs: 180, memoryBytes: 22 * MIB, routes: ANY_PATH };

function webApp(ports: readonly number[], memoryMib: number, line: string, more: Partial<ServerModel> = {}): ServerModel {
  return { ports, startMs: 80, stop: { afterMs: 50, code: 0 }, memoryBytes: memoryMib * MIB, cpuMillis: 1, routes: ANY_PATH, log: [[70, line]], ...more };
}

/** Other web servers, proxies, and the sample applications that tutorials deploy. */
export const WEB_IMAGES: readonly ImageModel[] = [
  {
    repository: 'docker.io/nginxinc/nginx-unprivileged', tags: /^(stable|mainline|1(\.(1\d|2\d)(\.\d{1,2})?)?)$/, bytes: 72.6 * MB, variants: { alpine: 20.3 * MB },
    tools: 'debian', entrypoint: 'script', server: { ...nginx, ports: [8080] }, serverBinaries: ['nginx'], user: '101',
  },
  {
    repository: 'docker.io/library/httpd', tags: /^2(\.(2|4)(\.\d{1,2})?)?(-bookworm)?$/, bytes: 58.7 * MB, variants: { alpine: 21.9 * MB },
    tools: 'debian', entrypoint: 'script', server: httpd, serverBinaries: ['httpd-foreground', 'httpd'],
  },
  {
    repository: 'docker.io/library/caddy', tags: /^2(\.\d{1,2}(\.\d{1,2})?)?$/, bytes: 19.6 * MB, variants: { alpine: 19.6 * MB }, tools: 'busybox', entrypoint: 'none',
    server: webApp([80, 443, 2019], 14, '{"level":"info","msg":"serving initial configuration"}', { routes: INDEX_ONLY, configuredAt: ['/etc/caddy', '/usr/share/caddy'] }), serverBinaries: ['caddy'],
  },
  {
    repository: 'docker.io/library/traefik', tags: /^(v?[23](\.\d{1,2}(\.\d{1,2})?)?)$/, bytes: 46.5 * MB, tools: 'busybox', entrypoint: 'script',
    server: webApp([80, 8080], 26, '{iso} INF Traefik version {tag} built', { routes: [{ path: '/ping', status: 200 }, { path: '*', status: 404 }] }), serverBinaries: ['traefik'],
  },
  {
    repository: 'docker.io/library/haproxy', tags: /^(lts|[123](\.\d{1,2}(\.\d{1,2})?)?)(-bookworm)?$/, bytes: 42.1 * MB, variants: { alpine: 12.4 * MB }, tools: 'debian', entrypoint: 'script',
    server: {
      ports: [], startMs: 60, stop: { afterMs: 30, code: 143 }, memoryBytes: 14 * MIB, cpuMillis: 1, routes: [{ path: '*', status: 503 }], configuredAt: ['/usr/local/etc/haproxy'],
      log: [[30, '[NOTICE]   (1) : haproxy version is {tag}']],
    },
    serverBinaries: ['haproxy'], user: 'haproxy',
  },
  {
    repository: 'docker.io/library/wordpress', tags: /^([456](\.\d{1,2}(\.\d{1,2})?)?)(-apache|-php8\.\d(-apache)?)?$/, bytes: 266 * MB, tools: 'debian-full', entrypoint: 'script',
    server: { ...php, startMs: 1_800, memoryBytes: 60 * MIB, routes: [{ path: '*', status: 302 }] }, serverBinaries: ['apache2-foreground'],
  },
  { repository: 'docker.io/nginxdemos/hello', tags: /^(0\.\d|plain-text)$/, bytes: 20.4 * MB, tools: 'busybox', entrypoint: 'script', server: { ...nginx, routes: ANY_PATH }, serverBinaries: ['nginx'] },
  {
    repository: 'docker.io/stefanprodan/podinfo', tags: /^[3456]\.\d{1,2}\.\d{1,2}$/, bytes: 26.2 * MB, tools: 'busybox', entrypoint: 'none',
    server: webApp([9898, 9797], 18, '{"level":"info","ts":"{iso}","caller":"podinfo/main.go","msg":"Starting podinfo","version":"{tag}","port":"9898"}', { stop: { afterMs: 5_000, code: 0 } }), serverBinaries: ['podinfo', './podinfo'], user: 'app',
  },
  {
    repository: 'ghcr.io/stefanprodan/podinfo', tags: /^[3456]\.\d{1,2}\.\d{1,2}$/, bytes: 26.2 * MB, tools: 'busybox', entrypoint: 'none',
    server: webApp([9898, 9797], 18, '{"level":"info","ts":"{iso}","caller":"podinfo/main.go","msg":"Starting podinfo","version":"{tag}","port":"9898"}', { stop: { afterMs: 5_000, code: 0 } }), serverBinaries: ['podinfo', './podinfo'], user: 'app',
  },
  {
    repository: 'docker.io/hashicorp/http-echo', tags: /^(0\.2\.[1-3]|1\.0(\.0)?|alpine)$/, bytes: 3.6 * MB, tools: 'none', entrypoint: 'fixed',
    server: webApp([5678], 5, '{slash} [INFO] server is listening on :5678', { portArgument: '-listen' }), user: '65532',
  },
  { repository: 'docker.io/mendhak/http-https-echo', tags: /^\d{1,2}$/, bytes: 54 * MB, tools: 'busybox', entrypoint: 'script', server: webApp([8080, 8443], 40, 'Listening on ports 8080 for http, and 8443 for https.', { startMs: 400 }), serverBinaries: ['node'] },
  { repository: 'docker.io/kennethreitz/httpbin', tags: /^$/, bytes: 199 * MB, tools: 'debian-full', entrypoint: 'none', server: webApp([80], 70, '[{iso}] [1] [INFO] Listening at: http://0.0.0.0:80 (1)', { startMs: 900 }), serverBinaries: ['gunicorn'] },
  ...['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'].map((repository): ImageModel => ({
    repository, tags: /^[12]\.0$/, noLatest: true, bytes: 11.5 * MB, tools: 'none', entrypoint: 'fixed', server: webApp([8080], 6, '{slash} Server listening on port 8080'), user: 'nobody:nobody',
  })),
  ...['gcr.io/google-samples/gb-frontend', 'gcr.io/google_samples/gb-frontend', 'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend'].map((repository): ImageModel => ({
    repository, tags: /^v[3-6]$/, noLatest: true, bytes: 164 * MB, tools: 'debian-full', entrypoint: 'script', server: php, serverBinaries: ['apache2-foreground'],
  })),
  { repository: 'registry.k8s.io/hpa-example', tags: /^$/, bytes: 186 * MB, tools: 'debian-full', entrypoint: 'script', server: { ...php, cpuMillis: 1 }, serverBinaries: ['apache2-foreground'] },
  { repository: 'registry.k8s.io/echoserver', tags: /^1\.(4|8|9|10)$/, noLatest: true, bytes: 42.8 * MB, tools: 'debian', entrypoint: 'none', server: webApp([8080], 8, 'Generating self-signed cert', { startMs: 900 }), serverBinaries: ['nginx'] },
  { repository: 'registry.k8s.io/e2e-test-images/echoserver', tags: /^2\.[2-5]$/, noLatest: true, bytes: 42.9 * MB, tools: 'busybox', entrypoint: 'none', server: webApp([8080], 8, 'Generating self-signed cert', { startMs: 900 }), serverBinaries: ['nginx'] },
];
