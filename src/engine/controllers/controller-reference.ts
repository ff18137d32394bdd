import type { KubeObject, ObjectMeta, OwnerReference } from '../api/object.ts';

/** The reference that makes `owner` the controller of an object (apimachinery/pkg/apis/meta/v1 NewControllerRef). */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { name = '', uid = '' } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Metadata of an object that `owner` takes over (pkg/controller/controller_ref_manager.go AdoptPod). */
export function adoptedBy(metadata: ObjectMeta, owner: KubeObject): ObjectMeta {
  const others = metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? [];
  return { ...metadata, ownerReferences: [...others, controllerReference(owner)] };
}

/** Metadata of an object that its controller lets go of (ReleasePod). */
export function releasedBy(metadata: ObjectMeta, owner: KubeObject): ObjectMeta {
  const { ownerReferences = [], ...rest } = metadata;
  const others = ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid);
  return others.length > 0 ? { ...rest, ownerReferences: others } : rest;
}
