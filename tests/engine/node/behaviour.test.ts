import '../../../src/engine/node/late-models.ts';
import { describe, expect, it } from 'vitest';
import { behaviourOf } from '../../../src/engine/node/behaviour.ts';
import { catalogueRepositories, lookUpImage } from '../../../src/engine/node/image-catalogue.ts';
import { parseImageReference } from '../../../src/engine/node/image-reference.ts';
import { parseAmount } from '../../../src/engine/api/amounts.ts';
import { formatGoDuration } from '../../../src/engine/node/go-duration.ts';
import { container, type Pod } from './test-cluster.ts';

function behaviour(spec: ReturnType<typeof container>, annotations: Readonly<Record<string, string>> = {}): ReturnType<typeof behaviourOf> {
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', annotations }, spec: { containers: [spec] } };
  return behaviourOf(pod, spec);
}
const answer = (image: string) => {
  const reference = parseImageReference(image);
  if (!reference) throw new Error(`${image} is no image name`);
  return lookUpImage(reference);
};

describe('the catalogue', () => {
  it.each([
    'nginx', 'nginx:1.27', 'nginx:1.27.3-alpine', 'nginx:alpine', 'nginx:stable', 'httpd:2.4', 'redis:7', 'redis:7.2-alpine', 'redis:alpine', 'postgres:16', 'postgres:16-alpine', 'mysql:8.0', 'mariadb:11',
    'mongo:7', 'busybox', 'busybox:1.36', 'alpine:3.20', 'ubuntu:24.04', 'debian:bookworm-slim', 'node:20-alpine', 'python:3.12-slim', 'golang:1.23', 'memcached:1.6', 'rabbitmq:3-management', 'traefik:v3.1',
    'haproxy:3.0', 'registry.k8s.io/pause:3.10', 'registry.k8s.io/e2e-test-images/agnhost:2.53', 'registry.k8s.io/echoserver:1.10', 'hello-world', 'gcr.io/google-samples/gb-frontend:v5',
    'nginxdemos/hello', 'stefanprodan/podinfo:6.7.0', 'polinux/stress', 'hashicorp/http-echo:1.0', `nginx@sha256:${'0'.repeat(64)}`,
  ])('knows %s', (image) => {
    expect(answer(image)).toMatchObject({ found: true });
  });

  it.each([['nginx:1.999', 'tag'], ['nginx:lattest', 'tag'], ['redis:99', 'tag'], ['ngnix', 'repository'], ['gcr.io/google-samples/hello-app', 'tag'], ['myshop/cart:v1', 'repository']])('does not know %s', (image, missing) => {
    expect(answer(image)).toEqual({ found: false, missing });
  });

  it('has a size for every image and every variant smaller than three gigabytes', () => {
    for (const repository of catalogueRepositories()) {
      const found = answer(`${repository}@sha256:${'1'.repeat(64)}`);
      expect(found.found && found.bytes > 0 && found.bytes < 3e9).toBe(true);
    }
    const bytes = (image: string): number => {
      const found = answer(image);
      return found.found ? found.bytes : 0;
    };
    expect(bytes('nginx:1.27-alpine')).toBeLessThan(bytes('nginx:1.27'));
  });
});

describe('annotations', () => {
  it('say how a container lives, one container before all', () => {
    const spec = container('app', 'nginx:1.27');
    expect(behaviour(spec, { 'kubarium.dev/exit-after-seconds': '5', 'kubarium.dev/exit-after-seconds.app': '9', 'kubarium.dev/exit-code': '4' }).exit).toEqual({ afterMs: 9_000, code: 4 });
    expect(behaviour(spec, { 'kubarium.dev/startup-seconds': '2.5', 'kubarium.dev/ports': '80, 9000' }).serves).toMatchObject({ afterMs: 2_500, ports: [80, 9000] });
    expect(behaviour(spec, { 'kubarium.dev/memory': '300Mi', 'kubarium.dev/cpu': '250m' })).toMatchObject({ memoryBytes: 300 * 1024 ** 2, cpuMillis: 250 });
    expect(behaviour(spec, { 'kubarium.dev/ignore-sigterm': 'true' }).onTerm(1_000)).toBeUndefined();
    expect(behaviour(spec, { 'kubarium.dev/shutdown-seconds': '3' }).onTerm(1_000)).toMatchObject({ afterMs: 3_000, code: 0 });
  });

  it('that cannot be read count as absent', () => {
    const spec = container('app', 'nginx:1.27');
    expect(behaviour(spec, { 'kubarium.dev/exit-after-seconds': 'soon', 'kubarium.dev/exit-code': '999', 'kubarium.dev/ports': 'http', 'kubarium.dev/memory': 'lots' })).toMatchObject({ serves: { ports: [80] }, memoryBytes: 5 * 1024 ** 2 });
    expect(behaviour(spec, { 'kubarium.dev/exit-after-seconds': '-1' }).exit).toBeUndefined();
  });

  it('kill a container whose memory outgrows its limit, in proportion to its start', () => {
    const spec = container('app', 'nginx:1.27', { resources: { limits: { memory: '100Mi' } } });
    expect(behaviour(spec, { 'kubarium.dev/memory': '400Mi', 'kubarium.dev/startup-seconds': '8' }).exit).toEqual({ afterMs: 2_000, code: 137, oomKilled: true });
    expect(behaviour(spec, { 'kubarium.dev/memory': '100Mi' }).exit).toBeUndefined();
  });
});

describe('command and args', () => {
  it('replace what the image does', () => {
    expect(behaviour(container('c', 'nginx:1.27')).exit).toBeUndefined();
    expect(behaviour(container('c', 'nginx:1.27', { command: ['sleep', '5'] }))).toMatchObject({ exit: { afterMs: 5_000, code: 0 } });
    expect(behaviour(container('c', 'nginx:1.27', { args: ['echo', '$(WHO)'], env: [{ name: 'WHO', value: 'me' }] })).program.steps).toEqual([{ afterMs: 0, prints: ['me'] }]);
    expect(behaviour(container('c', 'nginx:1.27', { args: ['frobnicate'] })).exit?.code).toBe(127);
    expect(behaviour(container('c', 'busybox:1.36', { args: ['frobnicate'] })).startFailure).toContain('executable file not found');
  });

  it('find their host name and the API server in the environment', () => {
    const printed = (command: readonly string[], code: number): unknown => {
      const { program, exit } = behaviour(container('c', 'debian:bookworm', { command }));
      expect(exit?.code).toBe(code);
      return program.steps.flatMap(({ prints }) => (prints ? [prints.join('')] : []));
    };
    expect(printed(['printenv', 'HOSTNAME', 'KUBERNETES_PORT'], 0)).toEqual(['web', 'tcp://10.96.0.1:443']);
    expect(printed(['printenv', 'NOTHING', 'HOSTNAME'], 1)).toEqual(['web']);
    expect(printed(['echo', '$(KUBERNETES_SERVICE_HOST)'], 0)).toEqual(['10.96.0.1']);
    expect(printed(['sh', '-c', 'echo I am $HOSTNAME'], 0)).toEqual(['I am web']);
  });

  it('give flags to a server', () => {
    expect(behaviour(container('c', 'redis:7', { args: ['--maxmemory', '64mb'] })).serves?.ports).toEqual([6379]);
    expect(behaviour(container('c', 'hashicorp/http-echo:1.0', { args: ['-text=hi', '-listen=:8080'] })).serves?.ports).toEqual([8080]);
    expect(behaviour(container('c', 'python:3.12', { command: ['python', '-m', 'http.server', '9000'] })).serves?.ports).toEqual([9000]);
    expect(behaviour(container('c', 'python:3.12', { command: ['python', 'app.py'] })).exit).toEqual({ afterMs: 0, code: 2 });
  });

  it('leave a server where its configuration is mounted to the ports that the pod names', () => {
    const mounted = container('c', 'nginx:1.27', { ports: [{ containerPort: 8080 }], volumeMounts: [{ name: 'v', mountPath: '/etc/nginx/conf.d' }] });
    expect(behaviour(mounted).serves?.ports).toEqual([80, 8080]);
    expect(behaviour(container('c', 'nginx:1.27', { ports: [{ containerPort: 8080 }] })).serves?.ports).toEqual([80]);
  });
});

describe('small arithmetic', () => {
  it.each([['100m', 0.1], ['64Mi', 67_108_864], ['1e3', 1_000], ['1.5Gi', 1_610_612_736], ['12', 12], ['-2k', -2_000]])('%s is %d', (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });
  it.each(['', 'abc', '1 Mi', '1mi'])('%j is no quantity', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });
  it.each([[0, '0s'], [350, '350ms'], [2_100, '2.1s'], [10_000, '10s'], [80_000, '1m20s'], [300_000, '5m0s'], [3_661_000, '1h1m1s']])('%d ms is %s', (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
  });
});
