import { describe, expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { replaceEphemeralContainers, withEphemeralContainer } from '../../../src/engine/api/pod-spec/ephemeral-containers.ts';
import { validateEphemeralContainersUpdate } from '../../../src/engine/api/pod-spec/ephemeral-containers-update.ts';
import { container, createTestCluster, type Pod, type TestCluster } from './test-cluster.ts';

type EphemeralContainer = NonNullable<Pod['spec']['ephemeralContainers']>[number];

function attach(cluster: TestCluster, debug: EphemeralContainer, name = 'web'): void {
  const pod = cluster.pod(name);
  if (!pod) throw new Error('no pod');
  cluster.you.update(replaceEphemeralContainers(withEphemeralContainer(pod, debug), pod));
}
const shell = (script: string): EphemeralContainer => ({ name: 'debugger', image: 'busybox:1.36', command: ['sh', '-c', script] });

describe('an ephemeral container', () => {
  it('starts in a pod that runs, has a status of its own, and counts for nothing else', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    attach(cluster, { ...shell('echo hello; sleep 20; exit 1'), targetContainerName: 'nginx' });
    cluster.advance(5_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true }], ephemeralContainerStatuses: [{ name: 'debugger', ready: false, restartCount: 0, state: { running: {} } }] });
    expect(cluster.pod('web')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
    expect(cluster.store.select('Event').some(({ reason, involvedObject }) => reason === 'Started' && involvedObject.fieldPath === 'spec.ephemeralContainers{debugger}')).toBe(true);
    expect(cluster.machines.logs({ namespace: 'default', pod: 'web', container: 'debugger' }).map(({ text }) => text)).toEqual(['hello']);
    cluster.advance(60_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', ephemeralContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 1, reason: 'Error' } } }] });
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('looks into a pod that cannot be initialized', () => {
    const cluster = createTestCluster();
    cluster.run('web', { initContainers: [container('init', 'busybox:1.36', { command: ['sh', '-c', 'exit 1'] })], containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(30_000);
    attach(cluster, shell('sleep infinity'));
    cluster.advance(40_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Pending', ephemeralContainerStatuses: [{ state: { running: {} } }] });
  });

  it('is stopped with its pod, and is not started again when the machine was off', () => {
    const cluster = createTestCluster();
    cluster.run('web', { terminationGracePeriodSeconds: 5, containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    attach(cluster, shell('sleep infinity'));
    cluster.advance(5_000);
    cluster.machines.powerOff('node-1');
    cluster.machines.powerOn('node-1');
    cluster.advance(30_000);
    expect(cluster.pod('web')?.status).toMatchObject({ containerStatuses: [{ ready: true, restartCount: 1 }], ephemeralContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 255 } } }] });
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(6_000);
    expect(cluster.pod('web')).toBeUndefined();
  });

  it('waits for its image as others do', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    attach(cluster, { name: 'debugger', image: 'busybox:none' });
    cluster.advance(5_000);
    expect(cluster.pod('web')?.status?.ephemeralContainerStatuses?.[0]?.state?.waiting?.reason).toBe('ImagePullBackOff');
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
  });
});

describe('the subresource ephemeralcontainers', () => {
  const pod: KindMap['Pod'] = {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', resourceVersion: '1' },
    spec: { containers: [{ name: 'nginx', image: 'nginx', imagePullPolicy: 'Always', terminationMessagePolicy: 'File' }], restartPolicy: 'Always', dnsPolicy: 'Default', terminationGracePeriodSeconds: 30, securityContext: {}, schedulerName: 'default-scheduler' },
  };
  const problems = (next: Pod, previous: Pod): string[] => validateEphemeralContainersUpdate(replaceEphemeralContainers(next, previous), previous).map(({ message }) => message);
  const first = { name: 'debugger', image: 'busybox' };
  const changed = replaceEphemeralContainers(withEphemeralContainer(pod, first), pod);

  it('changes nothing but the list, and fills in defaults', () => {
    const sent = withEphemeralContainer({ ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } }, first);
    const next = replaceEphemeralContainers(sent, pod);
    expect(next.spec.restartPolicy).toBe('Always');
    expect(next.spec.ephemeralContainers).toEqual([{ ...first, imagePullPolicy: 'Always', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {} }]);
    expect(problems(sent, pod)).toEqual([]);
  });

  it('only takes additions', () => {
    expect(problems(withEphemeralContainer(changed, { name: 'other', image: 'alpine' }), changed)).toEqual([]);
    expect(problems(pod, changed)).toEqual(['spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger" may not be removed\n']);
    expect(problems(withEphemeralContainer(pod, { ...first, image: 'alpine' }), changed)).toEqual([[
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger" may not be changed',
      '@@ -1,6 +1,6 @@', ' {', '  "Name": "debugger",', '- "Image": "busybox",', '+ "Image": "alpine",', '  "Command": null,', '  "Args": null,', '  "WorkingDir": "",', '',
    ].join('\n')]);
  });

  it('refuses what makes a workload of a container, in upstream words', () => {
    const bad: EphemeralContainer = { name: 'nginx', image: 'busybox', targetContainerName: 'nobody', ports: [{ containerPort: 80, protocol: 'TCP' }], livenessProbe: { exec: { command: ['true'] } }, restartPolicy: 'Always', volumeMounts: [] };
    expect(problems(withEphemeralContainer(pod, bad), pod)).toEqual([
      'spec.ephemeralContainers[0].name: Duplicate value: "nginx"',
      'spec.ephemeralContainers[0].targetContainerName: Not found: "nobody"',
      'spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
      'spec.ephemeralContainers[0].restartPolicy: Forbidden: cannot be set for an Ephemeral Container',
      'spec.ephemeralContainers[0].livenessProbe: Forbidden: cannot be set for an Ephemeral Container',
    ]);
  });

  it('is not for static pods', () => {
    const mirror = { ...pod, metadata: { ...pod.metadata, annotations: { 'kubernetes.io/config.mirror': 'abc' } } };
    expect(problems(withEphemeralContainer(mirror, first), mirror)).toEqual([': Forbidden: static pods do not support ephemeral containers']);
  });
});
