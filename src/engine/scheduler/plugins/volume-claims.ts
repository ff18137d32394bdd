import type { KindMap } from '../../api/object.ts';

type Pod = KindMap['Pod'];
type Volume = NonNullable<Pod['spec']['volumes']>[number];

/**
 * What a pod waits for that has volumes by claims, in the words of the scheduler: the cluster has no PersistentVolumeClaims, so that the first one
 * named is missing (pkg/scheduler/framework/plugins/volumebinding podHasPVCs).
 */
export function missingClaim({ metadata, spec: { volumes } }: Pod, isMeant: (volume: Volume) => boolean): string | undefined {
  const volume = volumes?.find((each) => isMeant(each) && (each.persistentVolumeClaim ?? each.ephemeral));
  if (!volume) return undefined;
  if (volume.persistentVolumeClaim) return `persistentvolumeclaim "${volume.persistentVolumeClaim.claimName}" not found`;
  return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${metadata.name}-${volume.name}"`;
}
