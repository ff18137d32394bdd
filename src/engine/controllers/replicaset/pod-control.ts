import type { Client } from '../../api/api-server.ts';
import { isStatus, StatusError } from '../../api/errors.ts';
import type { KindMap, KubeObject } from '../../api/object.ts';
import type { PodTemplate } from '../../api/pod-spec/pod-types.ts';
import type { EventRecorder } from '../../events.ts';
import { controllerReference } from '../controller-reference.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';

type Pod = KindMap['Pod'];

/** Makes and deletes the pods of an owner, and tells of each in Events of it (pkg/controller/controller_utils.go RealPodControl). */
export interface PodControl {
  /** Returns what the API refused with. */
  create(owner: KubeObject, pod: Pod): StatusError | undefined;
  /** Returns what the API refused with; that the pod is gone already is no failure. */
  delete(owner: KubeObject, pod: Pod, note: string): StatusError | undefined;
}

export function createPodControl(client: Client, recorder: EventRecorder): PodControl {
  return {
    create(owner, pod) {
      try {
        const { name } = client.create<'Pod'>(pod).metadata;
        recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (!isNamespaceTerminating(error)) recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        return error;
      }
      return undefined;
    },
    delete(owner, { metadata }, note) {
      const { namespace = '', name = '', uid = '' } = metadata;
      try {
        client.delete('Pod', namespace, name, { uid, note });
        recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        if (isStatus(error, 'NotFound')) return undefined;
        if (!(error instanceof StatusError)) throw error;
        recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
        return error;
      }
      return undefined;
    },
  };
}

/** The pod that an owner makes of a template, but for its name (GetPodFromTemplate). All share the template's parts. */
export function podFromTemplate(owner: KubeObject, { metadata: { labels, annotations, finalizers } = {}, spec }: PodTemplate): Pod {
  const { namespace = '', name = '' } = owner.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec,
  };
}
