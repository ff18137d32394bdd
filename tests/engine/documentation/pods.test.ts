import { describe, expect, it } from 'vitest';
import { podColumns } from '../../../src/engine/api/kinds/pod-columns.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { accept, clusterWith, conditionOf, containerOf, eventsOf, logOf, object, pod, podNamed, script } from './documentation-cluster.ts';

const once = { restartPolicy: 'Never' };
const SERVICE = (name: string) => object('Service', name, { spec: { ports: [{ port: 80 }] } });

/** `READY STATUS RESTARTS` as `kubectl get pod` prints them. */
function row(simulation: Simulation, name: string): string {
  return podColumns.slice(1, 4).map((column) => column.value(podNamed(simulation, name), simulation.now())).join(' ');
}

describe('a liveness probe that runs a command', () => {
  it('restarts the container once the file is gone', () => {
    const livenessProbe = { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 };
    const simulation = clusterWith(pod('alive', { image: 'registry.k8s.io/busybox:1.27.2', args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'], livenessProbe }));
    simulation.advance(30_000);
    expect(eventsOf(simulation, 'alive').filter((event) => event.startsWith('Warning'))).toEqual([]);
    simulation.advance(75_000);
    expect(eventsOf(simulation, 'alive')).toEqual(expect.arrayContaining([
      "Warning Unhealthy: Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory", 'Normal Killing: Container main failed liveness probe, will be restarted',
    ]));
    expect(row(simulation, 'alive')).toMatch(/^1\/1 Running 1 \(\d+s ago\)$/);
  });
});

describe('an init container that waits for a Service', () => {
  const waiting = (name: string, service: string) => ({ name, image: 'busybox:1.28', ...script(`until nslookup ${service}.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do echo waiting for ${service}; sleep 2; done`) });
  const APP = pod('app', script('echo The app is running! && sleep 3600'), { initContainers: [waiting('init-one', 'one'), waiting('init-two', 'two')] });

  it('waits as long as there is none', () => {
    const simulation = clusterWith(APP);
    simulation.advance(300_000);
    expect(row(simulation, 'app')).toBe('0/1 Init:0/2 0');
    expect(logOf(simulation, 'app', 'init-one').slice(-2)).toEqual(["nslookup: can't resolve 'one.default.svc.cluster.local'", 'waiting for one']);
    expect(containerOf(podNamed(simulation, 'app'), 'init-two').state).toEqual({ waiting: { reason: 'PodInitializing' } });
  });

  it('gets on with each Service that comes, however late, also after a restore', () => {
    const simulation = clusterWith(APP);
    simulation.advance(900_000);
    accept(simulation, SERVICE('one'));
    simulation.advance(5_000);
    expect(row(simulation, 'app')).toBe('0/1 Init:1/2 0');
    const restored = restoreSimulation(simulation.checkpoint());
    for (const cluster of [simulation, restored]) {
      accept(cluster, SERVICE('two'));
      cluster.advance(5_000);
      expect(row(cluster, 'app')).toBe('1/1 Running 0');
      expect(logOf(cluster, 'app')).toEqual(['The app is running!']);
    }
    expect(restored.hash()).toBe(simulation.hash());
  });

  it('does not wait for one that is there', () => {
    const simulation = clusterWith(SERVICE('one'), SERVICE('two'), APP);
    simulation.settle();
    expect(row(simulation, 'app')).toBe('1/1 Running 0');
    expect(logOf(simulation, 'app', 'init-one')[3]).toBe('Name:      one.default.svc.cluster.local');
  });
});

describe('why a container ended', () => {
  it('is told by what it wrote to its termination file', () => {
    const simulation = clusterWith(pod('told', script('sleep 10 && echo Sleep expired > /dev/termination-log'), once), pod('elsewhere', script('echo "no $HOSTNAME" > /tmp/why; exit 3', { terminationMessagePath: '/tmp/why' }), once));
    simulation.settle();
    expect(containerOf(podNamed(simulation, 'told')).state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed', message: 'Sleep expired\n' });
    expect(containerOf(podNamed(simulation, 'elsewhere')).state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error', message: 'no elsewhere\n' });
  });

  it('is taken from the end of its log where that is the policy and it failed', () => {
    const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' };
    const simulation = clusterWith(pod('failed', script('echo one; echo two; exit 1', policy), once), pod('done', script('echo one', policy), once));
    simulation.settle();
    expect(containerOf(podNamed(simulation, 'failed')).state?.terminated?.message).toBe('one\ntwo\n');
    expect(containerOf(podNamed(simulation, 'done')).state?.terminated?.message).toBeUndefined();
  });

  it('shows as StartError when it could not be started and will not be again', () => {
    const simulation = clusterWith(pod('never', { command: ['/no/such'] }, once), pod('always', { command: ['/no/such'] }));
    simulation.advance(5_000);
    expect(row(simulation, 'never')).toBe('0/1 StartError 0');
    expect(podNamed(simulation, 'never').status?.phase).toBe('Failed');
    expect(containerOf(podNamed(simulation, 'always')).state?.waiting?.reason).toMatch(/^(RunContainerError|CrashLoopBackOff)$/);
  });
});

describe('a restart of all containers', () => {
  const rules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [88] } }];
  const worker = pod('worker', script('echo working; sleep 3600', { lifecycle: { preStop: { exec: { command: ['sleep', '20'] } } } }), {
    ...once,
    initContainers: [
      { name: 'setup', image: 'busybox:1.36', ...script('echo setting up') },
      { name: 'watcher', image: 'busybox:1.36', ...script('sleep 60; exit 88'), restartPolicy: 'Always', restartPolicyRules: rules },
    ],
  });

  it('runs them all anew in the same pod, without their preStop hooks', () => {
    const simulation = clusterWith(worker);
    simulation.advance(30_000);
    const { metadata, status } = podNamed(simulation, 'worker');
    expect(conditionOf(podNamed(simulation, 'worker'), 'AllContainersRestarting')?.status).toBe('False');
    const seen: string[] = [];
    simulation.watch(['Pod'], ({ object: changed }) => {
      const condition = conditionOf(changed, 'AllContainersRestarting');
      if (condition?.status === 'True') seen.push(`${condition.reason}: ${condition.message} ${changed.status?.phase}`);
    });
    simulation.advance(40_000);
    const after = podNamed(simulation, 'worker');
    expect(seen).toContain('RestartAllContainersStarted: container exited with restart policy rule Running');
    expect([after.metadata.uid, after.status?.podIP]).toEqual([metadata.uid, status?.podIP]);
    expect(['setup', 'watcher', 'main'].map((name) => containerOf(after, name).restartCount)).toEqual([1, 1, 1]);
    expect(containerOf(after, 'main').lastState?.terminated?.exitCode).toBe(137);
    expect(containerOf(after, 'watcher').lastState?.terminated?.exitCode).toBe(88);
    expect(after.status?.phase).toBe('Running');
    expect(conditionOf(after, 'Ready')?.status).toBe('True');
    expect(conditionOf(after, 'AllContainersRestarting')?.status).toBe('False');
    expect(Date.parse(containerOf(after, 'main').state?.running?.startedAt ?? '') - simulation.startMs).toBeLessThan(66_000);
  });

  it('is not for other ends', () => {
    const simulation = clusterWith(pod('ends', script('sleep 5; exit 1', { restartPolicy: 'Never', restartPolicyRules: rules }), once));
    simulation.settle();
    expect(podNamed(simulation, 'ends').status?.phase).toBe('Failed');
    expect(conditionOf(podNamed(simulation, 'ends'), 'AllContainersRestarting')).toMatchObject({ status: 'False', reason: 'PodFailed' });
  });

  it('keeps a pod from failing whose only container ends that way, and can be deleted in the middle of it', () => {
    const simulation = clusterWith(pod('alone', script('sleep 5; exit 88', { restartPolicy: 'Never', restartPolicyRules: rules }), once));
    simulation.advance(30_000);
    expect(podNamed(simulation, 'alone').status?.phase).toBe('Running');
    expect(containerOf(podNamed(simulation, 'alone')).restartCount).toBeGreaterThan(1);
    simulation.api.delete('Pod', 'default', 'alone');
    simulation.settle();
    expect(simulation.api.get('Pod', 'default', 'alone')).toBeUndefined();
  });
});

describe('a security context', () => {
  it.each([
    ['an image that runs as root', 'nginx', {}, /^container has runAsNonRoot and image will run as root \(pod: "guarded_default\([-0-9a-f]{36}\)", container: main\)$/],
    ['an image whose user has a name', 'memcached', {}, /^container has runAsNonRoot and image has non-numeric user \(memcache\), cannot verify user is non-root \(pod: /],
    ['a container that asks for root', 'nginx', { securityContext: { runAsUser: 0 } }, /^container's runAsUser breaks non-root policy \(pod: /],
  ])('that forbids root refuses %s', (_what, image, more, message) => {
    const simulation = clusterWith(pod('guarded', { image, ...more }, { securityContext: { runAsNonRoot: true } }));
    simulation.advance(20_000);
    const { waiting } = containerOf(podNamed(simulation, 'guarded')).state ?? {};
    expect(waiting?.reason).toBe('CreateContainerConfigError');
    expect(waiting?.message).toMatch(message);
    expect(eventsOf(simulation, 'guarded')).toContain(`Warning Failed: Error: ${waiting?.message}`);
  });

  it('that forbids root lets run who is somebody else', () => {
    const simulation = clusterWith(pod('user', { image: 'nginx' }, { securityContext: { runAsNonRoot: true, runAsUser: 1000 } }), pod('image', { image: 'nginxinc/nginx-unprivileged' }, { securityContext: { runAsNonRoot: true } }));
    simulation.settle();
    for (const name of ['user', 'image']) expect(row(simulation, name)).toBe('1/1 Running 0');
  });

  it('may set the kernel parameters that are safe, and no others', () => {
    const sysctls = (name: string, value: string): JsonObject => ({ securityContext: { sysctls: [{ name, value }] } });
    const simulation = clusterWith(pod('safe', { image: 'nginx' }, sysctls('kernel.shm_rmid_forced', '0')), pod('unsafe', { image: 'nginx' }, sysctls('net.core.somaxconn', '1024')));
    simulation.settle();
    expect(row(simulation, 'safe')).toBe('1/1 Running 0');
    expect(row(simulation, 'unsafe')).toBe('0/1 SysctlForbidden 0');
    expect(podNamed(simulation, 'unsafe').status).toMatchObject({ phase: 'Failed', reason: 'SysctlForbidden', message: 'Pod was rejected: forbidden sysctl: "net.core.somaxconn" not allowlisted' });
    expect(eventsOf(simulation, 'unsafe')).toContain('Warning SysctlForbidden: forbidden sysctl: "net.core.somaxconn" not allowlisted');
  });

  it('with a profile that is not on the node keeps the container from being made', () => {
    const simulation = clusterWith(
      pod('armored', script('sleep 1h'), { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'deny-write' } } }),
      pod('filtered', script('sleep 1h'), { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } } }),
    );
    simulation.advance(20_000);
    expect(row(simulation, 'armored')).toBe('0/1 CreateContainerError 0');
    expect(eventsOf(simulation, 'armored')).toContain('Warning Failed: Error: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found deny-write');
    expect(containerOf(podNamed(simulation, 'filtered')).state?.waiting?.message).toContain('cannot load seccomp profile "/var/lib/kubelet/seccomp/profiles/audit.json"');
  });
});
