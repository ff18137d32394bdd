import type { KindMap } from '../../api/object.ts';
import { ALWAYS } from '../cluster-events.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';
import { missingClaim } from './volume-claims.ts';

type Pod = KindMap['Pod'];
type Volume = NonNullable<Pod['spec']['volumes']>[number];

const NO_VOLUMES: readonly Volume[] = [];

/** Refuses nodes where a disk that the pod names itself is in use and cannot be shared (pkg/scheduler/framework/plugins/volumerestrictions). */
export function createVolumeRestrictions({ refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'VolumeRestrictions', reasons: ['node(s) had no available disk'], resolvable: true });

  return {
    name: 'VolumeRestrictions',
    preFilter({ pod }) {
      const missing = missingClaim(pod, ({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
      if (missing !== undefined) return { refused: missing };
      return volumesOf(pod).some(isDisk) ? 'all' : 'skip';
    },
    filter({ pod }, info) {
      for (const other of info.pods.values()) if (areAtOdds(pod, other)) return refused;
      return PASS;
    },
    retryOn: {
      NodeAdd: ALWAYS,
      AssignedPodDelete: (pod, before) => before !== undefined && areAtOdds(pod, before),
    },
  };
}

function volumesOf({ spec }: Pod): readonly Volume[] {
  return spec.volumes ?? NO_VOLUMES;
}

function isDisk({ gcePersistentDisk, awsElasticBlockStore, iscsi, rbd }: Volume): boolean {
  return gcePersistentDisk !== undefined || awsElasticBlockStore !== undefined || iscsi !== undefined || rbd !== undefined;
}

/** Whether the pods name the same disk, and one of them would write to it. */
function areAtOdds(pod: Pod, other: Pod): boolean {
  return volumesOf(pod).some((volume) => isDisk(volume) && volumesOf(other).some((used) => isSameDisk(volume, used)));
}

function isSameDisk(a: Volume, b: Volume): boolean {
  if (a.gcePersistentDisk && b.gcePersistentDisk) return a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName && !areForReading(a.gcePersistentDisk, b.gcePersistentDisk);
  // An EBS volume is attached to one pod at a time, whatever it does with it.
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  if (a.iscsi && b.iscsi) return a.iscsi.iqn === b.iscsi.iqn && !areForReading(a.iscsi, b.iscsi);
  if (!a.rbd || !b.rbd) return false;
  const { monitors, pool, image } = b.rbd;
  return a.rbd.monitors.some((monitor) => monitors.includes(monitor)) && a.rbd.pool === pool && a.rbd.image === image && !areForReading(a.rbd, b.rbd);
}

function areForReading(a: { readonly readOnly?: boolean }, b: { readonly readOnly?: boolean }): boolean {
  return a.readOnly === true && b.readOnly === true;
}
