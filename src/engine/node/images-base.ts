import type { ImageModel, ServerModel } from './image-model.ts';

const MB = 1_000_000;
const MIB = 1024 ** 2;

/** Waits for ever; `pause` reaps orphans and exits on a signal. */
const pause: ServerModel = { ports: [], startMs: 5, stop: { afterMs: 5, code: 0 }, memoryBytes: 400 * 1024, cpuMillis: 0, log: [] };

/** Runs the `operator.js` that is mounted into it. */
const operator: ServerModel = {
  ports: [8080], startMs: 20, stop: { afterMs: 50, code: 0 }, memoryBytes: 24 * MIB, cpuMillis: 2, routes: [{ path: '*', status: 200 }],
  log: [[0, 'operator {tag}: reading operator.js'], [0, 'operator {tag}: waiting for the lease of the leader']],
};

const stress: ServerModel = {
  ports: [], startMs: 100, memoryBytes: 10 * MIB, cpuMillis: 100, memoryArgument: '--vm-bytes', log: [[10, 'stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd']], stop: { afterMs: 10, code: 143 },
};

function agnhost(ports: readonly number[], line: string | undefined, more: Partial<ServerModel> = {}): ServerModel {
  return { ports, startMs: 40, stop: { afterMs: 20, code: 0 }, memoryBytes: 9 * MIB, cpuMillis: 1, routes: [{ path: '*', status: 200 }], log: line === undefined ? [] : [[30, line]], ...more };
}

const HELLO_WORLD = [
  '', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', '',
  'To generate this message, Docker took the following steps:', ' 1. The Docker client contacted the Docker daemon.', ' 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.',
];

/** Images without a server of their own: operating systems, languages, test images. */
export const BASE_IMAGES: readonly ImageModel[] = [
  { repository: 'docker.io/library/busybox', tags: /^(stable|unstable|1(\.\d{2}(\.\d)?)?)(-(musl|glibc|uclibc))?$/, bytes: 2_156_519, tools: 'busybox', moreTools: ['httpd', 'telnet'], entrypoint: 'none' },
  { repository: 'docker.io/library/alpine', tags: /^(edge|3(\.\d{1,2}(\.\d{1,2})?)?)$/, bytes: 3_642_247, tools: 'busybox', moreTools: ['apk'], entrypoint: 'none' },
  { repository: 'docker.io/library/ubuntu', tags: /^(rolling|devel|focal|jammy|noble|plucky|(18|20|22|24|25)\.(04|10))$/, bytes: 29_714_000, tools: 'debian', entrypoint: 'none' },
  { repository: 'docker.io/library/debian', tags: /^(stable|testing|sid|buster|bullseye|bookworm|trixie|1[0-3](\.\d{1,2})?)$/, bytes: 48_480_000, variants: { slim: 28_230_000 }, tools: 'debian', entrypoint: 'none' },
  { repository: 'docker.io/library/node', tags: /^(lts|current|(1[4-9]|2[0-5])(\.\d{1,2}(\.\d{1,2})?)?)(-(bookworm|bullseye))?$/, bytes: 388 * MB, variants: { slim: 72 * MB, 'bookworm-slim': 72 * MB, alpine: 52 * MB }, tools: 'debian-full', moreTools: ['node', 'npm', 'npx', 'yarn'], entrypoint: 'script' },
  { repository: 'docker.io/library/python', tags: /^(3(\.([7-9]|1[0-4])(\.\d{1,2})?)?)(-(bookworm|bullseye))?$/, bytes: 364 * MB, variants: { slim: 46 * MB, 'slim-bookworm': 46 * MB, alpine: 18 * MB }, tools: 'debian-full', moreTools: ['python', 'python3', 'pip'], entrypoint: 'none' },
  { repository: 'docker.io/library/golang', tags: /^(1(\.(1\d|2\d)(\.\d{1,2})?)?)(-(bookworm|bullseye))?$/, bytes: 296 * MB, variants: { alpine: 78 * MB }, tools: 'debian-full', moreTools: ['go', 'gofmt'], entrypoint: 'none' },
  { repository: 'docker.io/library/hello-world', tags: /^(linux)$/, bytes: 2_464, tools: 'none', entrypoint: 'fixed', prints: HELLO_WORLD },
  { repository: 'docker.io/curlimages/curl', tags: /^[78]\.\d{1,3}\.\d$/, bytes: 9.3 * MB, tools: 'busybox', moreTools: ['curl'], entrypoint: 'script', user: 'curl_user' },
  { repository: 'docker.io/polinux/stress', tags: /^(1\.0\.4)$/, bytes: 4 * MB, tools: 'busybox', entrypoint: 'none', server: stress, serverBinaries: ['stress'] },
  { repository: 'docker.io/kubarium/operator', tags: /^1(\.\d+)?$/, bytes: 14 * MB, tools: 'none', entrypoint: 'fixed', server: operator, user: '65532' },
  { repository: 'registry.k8s.io/pause', tags: /^3\.(\d|10(\.\d)?)$/, bytes: 320_368, tools: 'none', entrypoint: 'fixed', server: pause, user: '65535' },
  {
    repository: 'registry.k8s.io/e2e-test-images/agnhost', tags: /^2\.\d{1,2}$/, noLatest: true, bytes: 51_105_200, tools: 'busybox', moreTools: ['bash', 'curl', 'dig'], entrypoint: 'fixed', server: pause, serverBinaries: ['agnhost'],
    subcommands: {
      pause: { ...pause, log: [[10, 'Paused']] },
      netexec: agnhost([8080, 8081], '{slash} Started HTTP server on port 8080', { portArgument: '--http-port' }),
      liveness: agnhost([8080], undefined, { routes: [{ path: '/healthz', status: 200, later: { afterMs: 10_000, status: 500 } }, { path: '*', status: 404 }] }),
      'serve-hostname': agnhost([9376], 'Serving on port 9376.', { portArgument: '--port' }),
      'test-webserver': agnhost([80], undefined, { portArgument: '--port' }),
      'grpc-health-checking': agnhost([5000, 8080], '{slash} Http server starting to listen on :8080', { speaksGrpc: true }),
    },
  },
];
