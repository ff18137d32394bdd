import type { Client } from '../api/api-server.ts';
import { MIRROR_ANNOTATION } from '../api/pod-spec/mirror-pods.ts';
import type { Machine, Pod, PodRecord } from './state.ts';

/**
 * The API's image of a static pod: made when it is not there, and again when somebody deletes it, for the pod itself runs on.
 * `undefined` while the node is not registered, to which it belongs. Source: pkg/kubelet/pod/mirror_client.go.
 */
export function ensureMirror(client: Client, machine: Machine, { pod, uid }: PodRecord): Pod | undefined {
  const { namespace = '', name = '', labels, annotations } = pod.metadata;
  const found = client.get('Pod', namespace, name);
  if (found?.metadata.deletionTimestamp === undefined && found?.metadata.annotations?.[MIRROR_ANNOTATION] === uid) return found;
  if (found) removeMirror(client, found);
  const node = client.get('Node', '', machine.spec.name);
  if (node?.metadata.uid === undefined) return undefined;
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: machine.spec.name, uid: node.metadata.uid, controller: true }];
  return client.create<'Pod'>({
    apiVersion: 'v1', kind: 'Pod',
    metadata: { name, namespace, ...(labels ? { labels } : {}), annotations: { ...annotations, [MIRROR_ANNOTATION]: uid }, ownerReferences },
    spec: pod.spec,
  });
}

/** Deletes it at once, as only the kubelet does. */
export function removeMirror(client: Client, { metadata: { namespace = '', name = '', uid } }: Pod): void {
  client.delete('Pod', namespace, name, { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) });
}
