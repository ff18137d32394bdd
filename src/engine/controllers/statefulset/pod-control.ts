import type { Client } from '../../api/api-server.ts';
import { invalid, StatusError } from '../../api/errors.ts';
import { podDefinition } from '../../api/kinds/pod.ts';
import { podValidation } from '../../api/kinds/pod-validation.ts';
import type { KindMap } from '../../api/object.ts';
import type { EventRecorder } from '../../events.ts';
import { withIdentity } from './identity.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

/**
 * Writes the pods of StatefulSets, and tells of each in upstream's words (pkg/controller/statefulset/stateful_pod_control.go). What the API
 * refuses is told too, and thrown.
 */
export interface PodControl {
  create(set: StatefulSet, pod: Pod): Pod;
  delete(set: StatefulSet, pod: Pod, why: string): void;
  /** Gives a pod the labels of its identity back. */
  restoreIdentity(set: StatefulSet, pod: Pod, ordinal: number): void;
}

type Verb = 'create' | 'update' | 'delete';

export function createPodControl(client: Client, recorder: EventRecorder): PodControl {
  function told<T>(verb: Verb, set: StatefulSet, pod: Pod, work: () => T): T {
    const reason = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
    const words = `${verb} Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`;
    try {
      const result = work();
      recorder.event(set, 'Normal', `Successful${reason}`, `${words} successful`);
      return result;
    } catch (error) {
      // That the name is still taken is nothing to tell: the pod before has not gone yet.
      const isTold = error instanceof StatusError && error.status.reason !== 'AlreadyExists';
      if (isTold) recorder.event(set, 'Warning', `Failed${reason}`, `${words} failed error: ${error.message}`);
      throw error;
    }
  }

  return {
    create: (set, pod) =>
      told('create', set, pod, () => {
        refuseInvalid(pod);
        return client.create<'Pod'>(pod);
      }),
    delete(set, pod, why) {
      const { namespace = '', name = '', uid = '' } = pod.metadata;
      told('delete', set, pod, () => client.delete('Pod', namespace, name, { uid, note: why }));
    },
    restoreIdentity(set, pod, ordinal) {
      told('update', set, pod, () => client.update<'Pod'>({ ...pod, metadata: withIdentity(pod.metadata, ordinal) }, { note: `identity of StatefulSet ${set.metadata.name ?? ''}` }));
    },
  };
}

/** The template is valid, but a long name makes a hostname or label that is not. */
function refuseInvalid(pod: Pod): void {
  const errors = podValidation.validateCreate(podDefinition.applyDefaults(pod));
  // The volumes of claims are not filled in while no claims are served.
  const told = errors.filter(({ type }) => type !== 'FieldValueNotFound');
  if (told.length > 0) throw invalid(podDefinition, pod.metadata.name ?? '', told);
}
