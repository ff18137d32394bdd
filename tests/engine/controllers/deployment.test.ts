import { describe, expect, it } from 'vitest';
import { maxSurge, maxUnavailable } from '../../../src/engine/controllers/deployment/replica-arithmetic.ts';
import { isSameTemplate, templateHash } from '../../../src/engine/controllers/deployment/template-hash.ts';
import { change, conditions, createRig, deploymentOf, firstDifference, readyPods, template, type Rig } from './workload-rig.ts';

const WEB = { app: 'web' };

function sizes(rig: Rig): number[] {
  return rig.sets().map(({ spec }) => spec.replicas ?? 0);
}
function images(rig: Rig): string[] {
  return [...new Set(rig.pods().map(({ spec }) => spec.containers[0]?.image ?? ''))];
}
function started(name: string, replicas: number, more: Parameters<typeof deploymentOf>[2] = {}): Rig {
  const rig = createRig();
  rig.you.create(deploymentOf(name, replicas, more));
  rig.settle();
  return rig;
}

describe('a new Deployment', () => {
  it('makes one ReplicaSet named after its template and reports success', () => {
    const rig = started('web', 3);
    const [set, ...others] = rig.sets();
    expect(others).toEqual([]);
    const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(hash).toMatch(/^[456789bcdf]{1,10}$/);
    expect(set?.metadata).toMatchObject({
      name: `web-${hash}`, labels: { app: 'web', 'pod-template-hash': hash },
      annotations: { 'deployment.kubernetes.io/revision': '1', 'deployment.kubernetes.io/desired-replicas': '3', 'deployment.kubernetes.io/max-replicas': '4' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true, blockOwnerDeletion: true }],
    });
    expect(set?.spec.selector).toEqual({ matchLabels: { app: 'web', 'pod-template-hash': hash } });
    expect(set?.spec.template.metadata?.labels).toEqual({ app: 'web', 'pod-template-hash': hash });
    const deployment = rig.deployment('web');
    expect(deployment.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    expect(deployment.metadata.generation).toBe(1);
    expect(deployment.status).toMatchObject({ observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, terminatingReplicas: 0 });
    expect(deployment.status?.unavailableReplicas).toBeUndefined();
    expect(deployment.status?.conditions).toMatchObject([
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `ReplicaSet "web-${hash}" has successfully progressed.` },
    ]);
    expect(rig.events('Deployment')).toEqual([`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 3`]);
  });

  it('is unavailable and progressing until its pods are ready, and waits for its deadline only so long', () => {
    const rig = createRig();
    rig.you.create(deploymentOf('web', 2));
    rig.advance(100);
    expect(rig.deployment('web').status).toMatchObject({ replicas: 2, unavailableReplicas: 2 });
    expect(conditions(rig.deployment('web'))).toEqual(['Available=False MinimumReplicasUnavailable', 'Progressing=True ReplicaSetUpdated']);
    rig.settle();
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    expect(rig.kernel.now()).toBeLessThan(Date.parse('2026-01-05T10:01:00Z'));
  });

  it('adopts a ReplicaSet of its template and lets go of one that it no longer selects', () => {
    const rig = createRig();
    rig.you.create<'ReplicaSet'>({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'mine', namespace: 'default', labels: WEB }, spec: { replicas: 2, selector: { matchLabels: WEB }, template: template() } });
    rig.settle();
    rig.you.create(deploymentOf('web', 2));
    rig.settle();
    expect(rig.sets()).toHaveLength(1);
    expect(rig.set('mine').metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', name: 'web' }]);
    expect(rig.deployment('web').status).toMatchObject({ replicas: 2, updatedReplicas: 2 });
    rig.you.update<'ReplicaSet'>({ ...rig.set('mine'), metadata: { ...rig.set('mine').metadata, labels: { app: 'else' } } });
    rig.settle();
    expect(rig.set('mine').metadata.ownerReferences).toBeUndefined();
    expect(rig.sets()).toHaveLength(2);
  });
});

describe('a rolling update', () => {
  it('goes step by step within surge and unavailability', () => {
    const rig = started('web', 3);
    const old = rig.sets()[0]?.metadata.name;
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    rig.settle();
    const fresh = rig.sets().find(({ metadata }) => metadata.name !== old)?.metadata.name;
    expect(rig.events('Deployment').slice(1)).toEqual([
      `ScalingReplicaSet: Scaled up replica set ${fresh} from 0 to 1`,
      `ScalingReplicaSet: Scaled down replica set ${old} from 3 to 2`,
      `ScalingReplicaSet: Scaled up replica set ${fresh} from 1 to 2`,
      `ScalingReplicaSet: Scaled down replica set ${old} from 2 to 1`,
      `ScalingReplicaSet: Scaled up replica set ${fresh} from 2 to 3`,
      `ScalingReplicaSet: Scaled down replica set ${old} from 1 to 0`,
    ]);
    expect(images(rig)).toEqual(['nginx:1.28']);
    expect(rig.deployment('web')).toMatchObject({ metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' }, generation: 2 }, status: { observedGeneration: 2, updatedReplicas: 3, replicas: 3 } });
  });

  it('stops at a broken image with enough old pods, reports it after the deadline, and recovers when the image is right', () => {
    const rig = started('web', 4, { progressDeadlineSeconds: 60 });
    rig.breakImage('nginx:broken');
    change(rig, 'web', { template: template(WEB, 'nginx:broken') });
    rig.advance(30_000);
    expect(sizes(rig)).toEqual([3, 2]);
    expect(rig.deployment('web').status).toMatchObject({ replicas: 5, updatedReplicas: 2, availableReplicas: 3, unavailableReplicas: 2 });
    expect(conditions(rig.deployment('web'))).toContain('Progressing=True ReplicaSetUpdated');
    expect(rig.kernel.nextWait()).toMatchObject({ label: 'progressDeadlineSeconds', subject: { kind: 'Deployment', name: 'web' } });
    rig.settle();
    const broken = rig.sets()[1]?.metadata.name;
    expect(rig.deployment('web').status?.conditions).toContainEqual(expect.objectContaining({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `ReplicaSet "${broken}" has timed out progressing.` }));
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    rig.settle();
    expect(sizes(rig)).toEqual([0, 0, 4]);
    expect(conditions(rig.deployment('web'))).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable']);
  });

  it('takes unhealthy old pods away first', () => {
    const rig = started('web', 4);
    for (const pod of rig.pods().slice(0, 3)) rig.setReady(pod.metadata.name ?? '', false);
    rig.settle();
    const healthy = readyPods(rig)[0]?.metadata.name;
    rig.breakImage('nginx:broken');
    change(rig, 'web', { template: template(WEB, 'nginx:broken') });
    rig.advance(30_000);
    expect(readyPods(rig).map(({ metadata }) => metadata.name)).toEqual([healthy]);
    expect(sizes(rig)[0]).toBeLessThan(4);
  });

  it('counts a pod as there only after minReadySeconds', () => {
    const rig = started('web', 2, { minReadySeconds: 20, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    rig.advance(15_000);
    expect(sizes(rig)).toEqual([2, 1]);
    rig.settle();
    expect(sizes(rig)).toEqual([0, 2]);
    change(rig, 'web', { minReadySeconds: 5 });
    rig.settle();
    expect(rig.sets()[1]?.spec.minReadySeconds).toBe(5);
    expect(rig.pods()).toHaveLength(2);
  });

  it('takes up an old ReplicaSet when its template comes back, under a new revision with the old one on record', () => {
    const rig = started('web', 2);
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    rig.settle();
    change(rig, 'web', { template: template() });
    rig.settle();
    expect(rig.sets()).toHaveLength(2);
    expect(rig.sets()[0]?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' });
    expect(images(rig)).toEqual(['nginx:1.27']);
    expect(rig.deployment('web').metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '3' });
  });

  it('keeps as many old ReplicaSets as the history allows', () => {
    const rig = started('web', 1, { revisionHistoryLimit: 2 });
    for (let version = 1; version <= 5; version++) {
      change(rig, 'web', { template: template(WEB, `nginx:1.${version}`) });
      rig.settle();
    }
    expect(rig.sets().map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'])).toEqual(['4', '5', '6']);
  });

  it('finds another name when the hash is taken by somebody else', () => {
    const rig = createRig();
    const wanted = deploymentOf('web', 1);
    rig.you.create(wanted);
    const name = `web-${templateHash(rig.deployment('web').spec.template, undefined)}`;
    rig.you.create<'ReplicaSet'>({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default' }, spec: { replicas: 0, selector: { matchLabels: { app: 'else' } }, template: template({ app: 'else' }) } });
    rig.settle();
    rig.advance(1_000);
    expect(rig.deployment('web').status).toMatchObject({ collisionCount: 1, availableReplicas: 1 });
    expect(rig.sets().map(({ metadata }) => metadata.name)).toHaveLength(2);
  });

  it('carries its own annotations to the new ReplicaSet', () => {
    const rig = started('web', 1);
    const deployment = rig.deployment('web');
    rig.you.update<'Deployment'>({ ...deployment, metadata: { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, 'kubernetes.io/change-cause': 'because' } } });
    rig.settle();
    expect(rig.sets()[0]?.metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': 'because', 'deployment.kubernetes.io/revision': '1' });
    expect(rig.sets()[0]?.metadata.annotations).not.toHaveProperty('deployment.kubernetes.io/revision-history');
  });
});

describe('a Deployment that recreates', () => {
  it('starts no new pod before the last old one is gone', () => {
    const rig = started('web', 3, { strategy: { type: 'Recreate' } });
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    let mixed = false;
    rig.onEvent(() => {
      mixed ||= images(rig).length > 1;
    });
    rig.advance(1_000);
    expect(rig.deployment('web').status).toMatchObject({ observedGeneration: 2, terminatingReplicas: 3 });
    expect(rig.sets()).toHaveLength(1);
    rig.settle();
    expect(mixed).toBe(false);
    expect(images(rig)).toEqual(['nginx:1.28']);
    expect(rig.events('Deployment').map((event) => event.replace(/web-\w+/, 'web'))).toEqual([
      'ScalingReplicaSet: Scaled up replica set web from 0 to 3', 'ScalingReplicaSet: Scaled down replica set web from 3 to 0', 'ScalingReplicaSet: Scaled up replica set web from 0 to 3',
    ]);
  });
});

describe('scaling a Deployment', () => {
  it('resizes its ReplicaSet and makes no new one', () => {
    const rig = started('web', 2);
    change(rig, 'web', { replicas: 5 });
    rig.settle();
    expect(sizes(rig)).toEqual([5]);
    expect(rig.sets()[0]?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/desired-replicas': '5', 'deployment.kubernetes.io/max-replicas': '7' });
    change(rig, 'web', { replicas: 0 });
    rig.settle();
    expect(rig.pods()).toEqual([]);
    expect(rig.deployment('web').status).toEqual({ observedGeneration: 3, terminatingReplicas: 0, conditions: rig.deployment('web').status?.conditions });
    change(rig, 'web', { replicas: 1 });
    rig.settle();
    expect(readyPods(rig)).toHaveLength(1);
  });

  it('in the middle of a rollout keeps the proportions', () => {
    const rig = started('web', 10, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
    rig.breakImage('nginx:broken');
    change(rig, 'web', { template: template(WEB, 'nginx:broken') });
    rig.advance(20_000);
    expect(sizes(rig)).toEqual([8, 5]);
    change(rig, 'web', { replicas: 15 });
    rig.advance(20_000);
    expect(sizes(rig)).toEqual([11, 7]);
  });

  it('puts a ReplicaSet back to size that somebody resized by hand', () => {
    const rig = started('web', 2);
    const [set] = rig.sets();
    if (set) rig.you.update<'ReplicaSet'>({ ...set, spec: { ...set.spec, replicas: 4 } });
    rig.settle();
    expect(sizes(rig)).toEqual([2]);
  });
});

describe('a paused Deployment', () => {
  it('rolls nothing out, still scales, and goes on when resumed', () => {
    const rig = started('web', 2);
    change(rig, 'web', { paused: true, template: template(WEB, 'nginx:1.28') });
    rig.settle();
    expect(rig.sets()).toHaveLength(1);
    expect(rig.deployment('web').status?.conditions).toContainEqual(expect.objectContaining({ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' }));
    change(rig, 'web', { replicas: 4 });
    rig.settle();
    expect(sizes(rig)).toEqual([4]);
    change(rig, 'web', { paused: false });
    rig.advance(15);
    expect(conditions(rig.deployment('web'))).toContain('Progressing=True NewReplicaSetCreated');
    rig.settle();
    expect(sizes(rig)).toEqual([0, 4]);
  });
});

describe('failures', () => {
  it('of pods reach the Deployment as ReplicaFailure', () => {
    const rig = createRig();
    rig.refusePods(true);
    rig.you.create(deploymentOf('web', 2));
    rig.advance(100);
    expect(conditions(rig.deployment('web'))).toContain('ReplicaFailure=True FailedCreate');
    rig.refusePods(false);
    rig.advance(10_000);
    expect(conditions(rig.deployment('web'))).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable']);
  });
});

describe('stopping', () => {
  it('and starting the controller in a rollout loses nothing', () => {
    const rig = started('web', 3);
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    rig.advance(500);
    const runner = rig.runners['deployment-controller'];
    runner?.stop();
    rig.settle();
    expect(images(rig)).toHaveLength(2);
    runner?.start();
    rig.settle();
    expect(images(rig)).toEqual(['nginx:1.28']);
  });

  it('in a checkpoint continues byte for byte', () => {
    const rig = started('web', 5);
    rig.you.create<'Service'>({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: WEB, clusterIP: '10.96.0.1', ports: [{ port: 80 }] } });
    change(rig, 'web', { template: template(WEB, 'nginx:1.28') });
    const twins = Array.from({ length: 8 }, () => {
      rig.advance(777);
      return createRig(rig.save());
    });
    rig.settle();
    for (const twin of twins) {
      twin.advance(rig.kernel.now() - twin.kernel.now());
      expect(firstDifference(twin, rig)).toBeUndefined();
    }
  });
});

describe('surge and unavailability', () => {
  it.each([
    [4, undefined, undefined, 1, 1],
    [3, undefined, undefined, 1, 0],
    [10, '25%', '25%', 3, 2],
    [1, 0, '25%', 0, 1],
    [2, '0%', 0, 0, 1],
    [3, 1, 5, 1, 3],
    [0, 2, 2, 2, 0],
  ])('of %d replicas with %s and %s are %d and %d', (replicas, surge, unavailable, expectedSurge, expectedUnavailable) => {
    const rollingUpdate = { ...(surge === undefined ? {} : { maxSurge: surge }), ...(unavailable === undefined ? {} : { maxUnavailable: unavailable }) };
    const deployment = deploymentOf('web', replicas, { strategy: { type: 'RollingUpdate', rollingUpdate } });
    expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([expectedSurge, expectedUnavailable]);
  });
});

describe('the hash of a template', () => {
  it('does not depend on the order of its fields, but on what they say and on collisions', () => {
    const a = { metadata: { labels: { app: 'web', tier: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const b = { spec: { containers: [{ image: 'nginx', name: 'c' }] }, metadata: { labels: { tier: 'x', app: 'web' } } };
    expect(templateHash(a, undefined)).toBe(templateHash(b, undefined));
    expect(templateHash(a, undefined)).not.toBe(templateHash(a, 0));
    expect(templateHash(a, 1)).not.toBe(templateHash(a, 0));
    expect(templateHash(a, undefined)).not.toBe(templateHash({ ...a, metadata: { labels: { app: 'wéb→' } } }, undefined));
  });

  it('is not part of the comparison', () => {
    const hashed = template({ app: 'web', 'pod-template-hash': 'abc' });
    expect(isSameTemplate(hashed, template())).toBe(true);
    expect(isSameTemplate(hashed, template({ app: 'web', tier: 'x' }))).toBe(false);
  });
});
