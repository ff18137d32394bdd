import { describe, expect, it } from 'vitest';
import { createRig, node, pod, type Pod, type Rig } from './rig.ts';

type Volume = NonNullable<Pod['spec']['volumes']>[number];

const NO_HELP = 'no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
const TAKEN = '0/1 nodes are available: 1 node(s) had no available disk. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';

function rigWith(...nodes: readonly string[]): Rig {
  const rig = createRig();
  for (const name of nodes) rig.you.create(node(name));
  return rig;
}
/** Why a pod with one volume waits for the only node, where a pod with another runs. */
function whyBeside(used: Omit<Volume, 'name'>, wanted: Omit<Volume, 'name'>): string | undefined {
  const rig = rigWith('a');
  rig.you.create(pod('first', { volumes: [{ name: 'disk', ...used }] }));
  rig.settle();
  rig.you.create(pod('second', { volumes: [{ name: 'data', ...wanted }] }));
  rig.settle();
  expect(rig.nodeOf('first')).toBe('a');
  return rig.nodeOf('second') === 'a' ? 'fits' : rig.whyPending('second');
}

describe('claims', () => {
  it('that are not there keep a pod waiting, in the words of either plugin', () => {
    const rig = rigWith('a');
    rig.you.create(pod('web', { volumes: [{ name: 'tmp', emptyDir: {} }, { name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] }));
    rig.you.create(pod('scratch', { volumes: [{ name: 'big', ephemeral: { volumeClaimTemplate: { spec: {} } } }] }));
    rig.you.create(pod('plain', { volumes: [{ name: 'tmp', emptyDir: {} }] }));
    rig.settle();
    expect(rig.whyPending('web')).toBe(`0/1 nodes are available: persistentvolumeclaim "web-data" not found. ${NO_HELP}`);
    expect(rig.whyPending('scratch')).toBe(`0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "scratch-big". ${NO_HELP}`);
    expect(rig.nodeOf('plain')).toBe('a');
  });

  it('are looked at by VolumeRestrictions first, and by VolumeBinding where that is disabled', () => {
    for (const [disabled, bound] of [[[], false], [['VolumeRestrictions'], false], [['VolumeRestrictions', 'VolumeBinding'], true]] as const) {
      const rig = createRig({ configuration: { profiles: [{ plugins: { multiPoint: { disabled: disabled.map((name) => ({ name })) } } }] } });
      rig.you.create(node('a'));
      rig.you.create(pod('web', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] }));
      rig.settle();
      expect(rig.nodeOf('web') === 'a', disabled.join()).toBe(bound);
    }
  });
});

describe('a disk', () => {
  const gce = (pdName: string, readOnly?: boolean): Omit<Volume, 'name'> => ({ gcePersistentDisk: { pdName, ...(readOnly === undefined ? {} : { readOnly }) } });
  const ebs = (volumeID: string, readOnly = false): Omit<Volume, 'name'> => ({ awsElasticBlockStore: { volumeID, readOnly } });
  const iscsi = (iqn: string, readOnly = false): Omit<Volume, 'name'> => ({ iscsi: { iqn, lun: 0, targetPortal: '10.0.0.1', readOnly } });
  const rbd = (monitors: readonly string[], image: string, pool = 'rbd', readOnly = false): Omit<Volume, 'name'> => ({ rbd: { monitors, image, pool, readOnly } });

  it.each<[string, Omit<Volume, 'name'>, Omit<Volume, 'name'>, boolean]>([
    ['GCE: written by both', gce('d'), gce('d'), true],
    ['GCE: written by one', gce('d', true), gce('d'), true],
    ['GCE: read by both', gce('d', true), gce('d', true), false],
    ['GCE: another', gce('d'), gce('e'), false],
    ['EBS: even read by both', ebs('v', true), ebs('v', true), true],
    ['EBS: another', ebs('v'), ebs('w'), false],
    ['iSCSI: written by one', iscsi('q', true), iscsi('q'), true],
    ['iSCSI: read by both', iscsi('q', true), iscsi('q', true), false],
    ['iSCSI: another', iscsi('q'), iscsi('r'), false],
    ['RBD: a monitor in common', rbd(['m1', 'm2'], 'i'), rbd(['m2', 'm3'], 'i'), true],
    ['RBD: no monitor in common', rbd(['m1'], 'i'), rbd(['m2'], 'i'), false],
    ['RBD: another pool', rbd(['m1'], 'i', 'fast'), rbd(['m1'], 'i'), false],
    ['RBD: another image', rbd(['m1'], 'i'), rbd(['m1'], 'j'), false],
    ['RBD: read by both', rbd(['m1'], 'i', 'rbd', true), rbd(['m1'], 'i', 'rbd', true), false],
    ['of different kinds by one name', gce('d'), ebs('d'), false],
  ])('%s', (_, used, wanted, refused) => {
    expect(whyBeside(used, wanted)).toBe(refused ? TAKEN : 'fits');
  });

  it('that is in use sends the pod to another node', () => {
    const rig = rigWith('a', 'b');
    for (const name of ['first', 'second']) {
      rig.you.create(pod(name, { volumes: [{ name: 'data', ...gce('d') }] }));
      rig.settle();
    }
    expect(new Set([rig.nodeOf('first'), rig.nodeOf('second')])).toEqual(new Set(['a', 'b']));
  });

  it('that is given up lets the pod in at once; other pods that leave do not', () => {
    const rig = rigWith('a');
    rig.you.create(pod('other'));
    rig.you.create(pod('first', { volumes: [{ name: 'data', ...gce('d') }] }));
    rig.settle();
    rig.you.create(pod('second', { volumes: [{ name: 'data', ...gce('d') }] }));
    rig.settle();
    rig.you.delete('Pod', 'default', 'other', { gracePeriodSeconds: 0 });
    rig.settle();
    expect(rig.events('second')).toHaveLength(1);
    rig.you.delete('Pod', 'default', 'first', { gracePeriodSeconds: 0 });
    rig.settle();
    expect(rig.nodeOf('second')).toBe('a');
  });

  it('is fought for by priority', () => {
    const rig = rigWith('a');
    rig.you.create(pod('low', { priority: 0, volumes: [{ name: 'data', ...ebs('v') }] }));
    rig.settle();
    rig.you.create(pod('high', { priority: 100, volumes: [{ name: 'data', ...ebs('v') }] }));
    rig.settle();
    expect(rig.events('low').some((event) => event.startsWith('Preempted: Preempted by pod'))).toBe(true);
  });
});
