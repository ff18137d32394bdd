import { describe, expect, it } from 'vitest';
import { restartRollout, rollbackDeployment, scaleObject } from '../../../src/engine/api/rollout-commands.ts';
import { change, createRig, deploymentOf, readyPods, template, type Rig } from '../controllers/workload-rig.ts';

const WEB = { kind: 'Deployment', namespace: 'default', name: 'web' };

function withVersions(...versions: readonly string[]): Rig {
  const rig = createRig();
  rig.you.create(deploymentOf('web', 2));
  rig.settle();
  for (const version of versions) {
    change(rig, 'web', { template: template({ app: 'web' }, `nginx:${version}`) });
    rig.settle();
  }
  return rig;
}
function image(rig: Rig): string | undefined {
  return rig.deployment('web').spec.template.spec.containers[0]?.image;
}

describe('scaling by command', () => {
  it('sets the replicas of Deployments and ReplicaSets', () => {
    const rig = withVersions();
    scaleObject(rig.you, WEB, 4);
    rig.settle();
    expect(readyPods(rig)).toHaveLength(4);
    const name = rig.sets()[0]?.metadata.name ?? '';
    scaleObject(rig.you, { kind: 'ReplicaSet', namespace: 'default', name }, 1);
    expect(rig.set(name).spec.replicas).toBe(1);
  });

  it.each([
    [-1, 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [2.5, 'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal number 2.5 into Go struct field ScaleSpec.spec.replicas of type int32'],
    [2 ** 31, 'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal number 2147483648 into Go struct field ScaleSpec.spec.replicas of type int32'],
  ])('refuses %d', (replicas, message) => {
    const rig = withVersions();
    expect(() => scaleObject(rig.you, WEB, replicas)).toThrow(message);
    expect(rig.deployment('web').spec.replicas).toBe(2);
  });

  it('refuses what is not there or cannot be scaled', () => {
    const rig = createRig();
    expect(() => scaleObject(rig.you, WEB, 1)).toThrow('deployments.apps "web" not found');
    expect(() => scaleObject(rig.you, { ...WEB, kind: 'Pod' }, 1)).toThrow('the server could not find the requested resource');
  });
});

describe('rolling back', () => {
  it('goes to the revision before', () => {
    const rig = withVersions('2', '3');
    expect(rollbackDeployment(rig.you, 'default', 'web')).toBe(2);
    rig.settle();
    expect(image(rig)).toBe('nginx:2');
    expect(rig.sets()).toHaveLength(3);
    expect(rig.deployment('web').metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('4');
    expect(rig.deployment('web').spec.template.metadata?.labels).toEqual({ app: 'web' });
    // Twice undone is where it was.
    expect(rollbackDeployment(rig.you, 'default', 'web')).toBe(3);
    expect(image(rig)).toBe('nginx:3');
  });

  it('goes to a named revision, with the annotations of that time', () => {
    const rig = withVersions();
    const annotate = (cause: string): void => {
      const deployment = rig.deployment('web');
      rig.you.update<'Deployment'>({ ...deployment, metadata: { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, 'kubernetes.io/change-cause': cause } } });
      rig.settle();
    };
    annotate('first');
    change(rig, 'web', { template: template({ app: 'web' }, 'nginx:2') });
    rig.settle();
    annotate('second');
    expect(rollbackDeployment(rig.you, 'default', 'web', 1)).toBe(1);
    rig.settle();
    expect(image(rig)).toBe('nginx:1.27');
    expect(rig.deployment('web').metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': 'first', 'deployment.kubernetes.io/revision': '3' });
  });

  it('refuses in kubectl’s words', () => {
    const rig = withVersions();
    expect(() => rollbackDeployment(rig.you, 'default', 'web')).toThrow('no rollout history found for deployment "web"');
    expect(() => rollbackDeployment(rig.you, 'default', 'web', 7)).toThrow('unable to find specified revision 7 in history');
    expect(() => rollbackDeployment(rig.you, 'default', 'web', 1)).toThrow('skipped rollback (current template already matches revision 1)');
    expect(() => rollbackDeployment(rig.you, 'default', 'gone')).toThrow('deployments.apps "gone" not found');
    change(rig, 'web', { paused: true });
    expect(() => rollbackDeployment(rig.you, 'default', 'web', 1)).toThrow("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/web' and try again");
  });
});

describe('restarting a rollout', () => {
  it('replaces every pod by one of the same template with the time on it', () => {
    const rig = withVersions();
    const before = rig.pods().map(({ metadata }) => metadata.uid);
    restartRollout(rig.you, WEB, rig.kernel.now());
    rig.settle();
    expect(rig.pods().map(({ metadata }) => metadata.uid).filter((uid) => before.includes(uid))).toEqual([]);
    expect(rig.pods()[0]?.metadata.annotations?.['kubectl.kubernetes.io/restartedAt']).toMatch(/^2026-01-05T10:00:\d\dZ$/);
  });

  it('is refused for a paused Deployment, twice in a second, and for other kinds', () => {
    const rig = withVersions();
    restartRollout(rig.you, WEB, rig.kernel.now());
    expect(() => restartRollout(rig.you, WEB, rig.kernel.now())).toThrow('if restart has already been triggered within the past second, please wait before attempting to trigger another');
    change(rig, 'web', { paused: true });
    expect(() => restartRollout(rig.you, WEB, rig.kernel.now() + 5000)).toThrow("can't restart paused deployment (run rollout resume first)");
    expect(() => restartRollout(rig.you, { ...WEB, kind: 'ReplicaSet' }, rig.kernel.now())).toThrow('replicasets "web" restarting is not supported');
  });
});
