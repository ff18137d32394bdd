import type { PropagationPolicy } from '../actions.ts';
import { formatTime } from '../time-format.ts';
import type { DeleteOptions } from './api-server.ts';
import type { KindMap, KubeObject } from './object.ts';

/** A namespace stays while `spec.finalizers` names somebody, whatever its metadata says. */
export function isHeldNamespace(object: KubeObject): boolean {
  return object.kind === 'Namespace' && ((object as KindMap['Namespace']).spec?.finalizers?.length ?? 0) > 0;
}

export type DeletionPlan = { readonly at: 'once' } | { readonly at: 'later'; readonly marked: KubeObject };

/** Decides between removing at once and marking: rest.BeforeDelete, the pod strategy's grace, and finalizers. */
export function planDeletion(object: KubeObject, options: DeleteOptions, nowMs: number, added: readonly string[] = []): DeletionPlan {
  const { metadata } = object;
  const kept = metadata.deletionTimestamp === undefined ? [...new Set([...(metadata.finalizers ?? []), ...added])] : (metadata.finalizers ?? []);
  const finalizers = withPropagation(kept, options.propagationPolicy);
  const graceSeconds = graceOf(object, options.gracePeriodSeconds);
  const held = finalizers.length > 0 || isHeldNamespace(object);
  if (!held && graceSeconds === 0) return { at: 'once' };
  const stillShorter = metadata.deletionTimestamp === undefined || graceSeconds < (metadata.deletionGracePeriodSeconds ?? 0);
  const marked = {
    ...object,
    metadata: {
      ...metadata,
      ...(stillShorter ? { deletionTimestamp: formatTime(nowMs + graceSeconds * 1000), deletionGracePeriodSeconds: graceSeconds } : {}),
      ...(finalizers.length > 0 ? { finalizers } : {}),
    },
  };
  if (object.kind !== 'Namespace') return { at: 'later', marked };
  return { at: 'later', marked: { ...marked, status: { ...(object.status as object | undefined), phase: 'Terminating' } } };
}

function withPropagation(finalizers: readonly string[], policy: PropagationPolicy | undefined): readonly string[] {
  if (policy === undefined) return finalizers;
  const others = finalizers.filter((finalizer) => finalizer !== 'foregroundDeletion' && finalizer !== 'orphan');
  if (policy === 'Background') return others;
  return [...others, policy === 'Foreground' ? 'foregroundDeletion' : 'orphan'];
}

/** Seconds of grace: only pods that run on a node get any (pkg/registry/core/pod/strategy.go CheckGracefulDelete). */
function graceOf(object: KubeObject, asked: number | undefined): number {
  if (object.kind !== 'Pod') return 0;
  const pod = object as KindMap['Pod'];
  const finished = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  if (!pod.spec?.nodeName || finished) return 0;
  return Math.max(0, asked ?? pod.spec.terminationGracePeriodSeconds ?? 30);
}
