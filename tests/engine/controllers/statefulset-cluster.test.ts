import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, restoreSimulation, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import { eventsOf, readyPods } from '../web-cluster.ts';

const WEB = { kind: 'StatefulSet', namespace: 'default', name: 'web' };

/** The StatefulSet of the Kubernetes documentation (concepts/workloads/controllers/statefulset), with an image that is at hand. */
const DOCUMENTED: readonly JsonObject[] = [
  {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'nginx', labels: { app: 'nginx' } },
    spec: { ports: [{ port: 80, name: 'web' }], clusterIP: 'None', selector: { app: 'nginx' } },
  },
  {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'nginx' } }, serviceName: 'nginx', replicas: 3, minReadySeconds: 10,
      template: {
        metadata: { labels: { app: 'nginx' } },
        spec: {
          terminationGracePeriodSeconds: 10,
          containers: [{
            name: 'nginx', image: 'nginx:1.27', ports: [{ containerPort: 80, name: 'web' }], volumeMounts: [{ name: 'www', mountPath: '/usr/share/nginx/html' }],
          }],
        },
      },
      volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'my-storage-class', resources: { requests: { storage: '1Gi' } } } }],
    },
  },
];

function cluster(replicas = 3): Simulation {
  const simulation = createSimulation({ seed: 11 });
  simulation.api.apply({
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' },
    spec: {
      replicas, serviceName: 'web', selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  });
  simulation.settle();
  return simulation;
}
function pod(simulation: Simulation, name: string): KindMap['Pod'] {
  const found = simulation.api.get('Pod', 'default', name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
const images = (simulation: Simulation): (string | undefined)[] => simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.containers[0]?.image);

describe('a StatefulSet in a cluster', () => {
  it('runs the manifest of the documentation, one pod each time the one before has been ready for ten seconds', () => {
    const simulation = createSimulation({ seed: 11 });
    const { problems } = simulation.api.apply(...DOCUMENTED);
    expect(problems).toEqual([]);
    simulation.settle();
    const pods = readyPods(simulation);
    expect(pods.map(({ metadata, spec }) => [metadata.name, spec.hostname, spec.subdomain])).toEqual([0, 1, 2].map((ordinal) => [`web-${ordinal}`, `web-${ordinal}`, 'nginx']));
    const born = pods.map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''));
    for (const [index, atMs] of born.entries()) if (index > 0) expect(atMs - (born[index - 1] ?? 0)).toBeGreaterThan(10_000);
    expect(simulation.api.get('StatefulSet', 'default', 'web')?.status).toMatchObject({ replicas: 3, availableReplicas: 3 });
    // Applied again, it is what is there already.
    expect(simulation.api.apply(...DOCUMENTED).outcomes.map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged']);
  });

  it('leaves a pod of a lost node Terminating until the node is back, and does not replace it before', () => {
    const simulation = cluster();
    const { uid } = pod(simulation, 'web-1').metadata;
    const node = pod(simulation, 'web-1').spec.nodeName ?? '';
    simulation.faults.inject('power-off-node', { node });
    simulation.advance(3_600_000);
    expect(pod(simulation, 'web-1').metadata.uid).toBe(uid);
    expect(pod(simulation, 'web-1').metadata.deletionTimestamp).toBeDefined();
    expect(simulation.api.get('StatefulSet', 'default', 'web')?.status?.readyReplicas).toBe(2);
    simulation.faults.inject('power-on-node', { node });
    simulation.settle();
    expect(pod(simulation, 'web-1').metadata.uid).not.toBe(uid);
    expect(readyPods(simulation)).toHaveLength(3);
  });

  it('replaces the pod of a lost node once its Node is deleted', () => {
    const simulation = cluster();
    const node = pod(simulation, 'web-1').spec.nodeName ?? '';
    simulation.faults.inject('remove-node', { node });
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
    expect(pod(simulation, 'web-1').spec.nodeName).not.toBe(node);
  });

  it('takes its pods and revisions along when it is deleted, and leaves them when they are to be orphaned', () => {
    const simulation = cluster();
    simulation.act({ type: 'delete', target: WEB, propagationPolicy: 'Orphan' });
    simulation.settle();
    expect(readyPods(simulation).map(({ metadata }) => metadata.ownerReferences ?? [])).toEqual([[], [], []]);
    expect(simulation.api.list('ControllerRevision')).toHaveLength(1);
    for (const policy of ['Foreground', 'Background'] as const) {
      const other = cluster();
      other.act({ type: 'delete', target: WEB, propagationPolicy: policy });
      other.settle();
      expect([...other.api.list('Pod', { namespace: 'default' }), ...other.api.list('ControllerRevision'), ...other.api.list('StatefulSet')]).toEqual([]);
    }
  });

  it('continues the same from a checkpoint in the middle of an update', () => {
    const simulation = cluster();
    simulation.act({ type: 'restart-rollout', target: WEB });
    simulation.advance(3_000);
    const twin = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>);
    for (const each of [simulation, twin]) each.settle();
    expect(twin.hash()).toBe(simulation.hash());
  });
});

describe('what a person does to a StatefulSet', () => {
  it('scales it', () => {
    const simulation = cluster(1);
    expect(simulation.act({ type: 'scale', target: WEB, replicas: 3 }).sentence).toBe('You scaled StatefulSet web to 3');
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
    simulation.api.scale('StatefulSet', 'default', 'web', 2);
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(2);
    expect(eventsOf(simulation, 'web').at(-1)).toBe('SuccessfulDelete: delete Pod web-2 in StatefulSet web successful');
    expect(() => simulation.act({ type: 'scale', target: WEB, replicas: -1 })).toThrow('StatefulSet.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0');
  });

  it('restarts it', () => {
    const simulation = cluster(2);
    const uids = readyPods(simulation).map(({ metadata }) => metadata.uid);
    expect(simulation.act({ type: 'restart-rollout', target: WEB }).sentence).toBe('You restarted StatefulSet web');
    simulation.settle();
    expect(readyPods(simulation).map(({ metadata }) => uids.includes(metadata.uid))).toEqual([false, false]);
    expect(pod(simulation, 'web-0').metadata.annotations?.['kubectl.kubernetes.io/restartedAt']).toBeDefined();
  });

  it('rolls it back to the revision before, or to one that is named', () => {
    const simulation = cluster(1);
    expect(() => simulation.act({ type: 'rollback', target: WEB })).toThrow('no last revision to roll back to');
    for (const image of ['nginx:1.28', 'nginx:1.29']) {
      const set = simulation.api.get('StatefulSet', 'default', 'web');
      if (!set) throw new Error('no web');
      const template = { ...set.spec.template, spec: { ...set.spec.template.spec, containers: [{ name: 'main', image }] } };
      simulation.act({ type: 'update', object: { ...set, spec: { ...set.spec, template } } as unknown as JsonObject });
      simulation.settle();
    }
    expect(simulation.act({ type: 'rollback', target: WEB }).sentence).toBe('You rolled StatefulSet web back to revision 2');
    simulation.settle();
    expect(images(simulation)).toEqual(['nginx:1.28']);
    expect(() => simulation.act({ type: 'rollback', target: WEB, toRevision: 2 })).toThrow('unable to find specified revision 2 in history');
    expect(() => simulation.act({ type: 'rollback', target: WEB, toRevision: 4 })).toThrow('skipped rollback (current template already matches revision 4)');
    expect(simulation.act({ type: 'rollback', target: WEB, toRevision: 1 }).sentence).toBe('You rolled StatefulSet web back to revision 1');
    simulation.settle();
    expect(images(simulation)).toEqual(['nginx:1.27']);
    expect(() => simulation.act({ type: 'rollback', target: { ...WEB, name: 'gone' } })).toThrow('statefulsets.apps "gone" not found');
    expect(() => simulation.act({ type: 'rollback', target: { ...WEB, kind: 'ReplicaSet' } })).toThrow('no rollbacker has been implemented for "ReplicaSet"');
  });
});
