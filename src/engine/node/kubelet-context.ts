import type { Client } from '../api/api-server.ts';
import { isStatus, UnreachableError } from '../api/errors.ts';
import type { Surroundings } from '../component.ts';
import type { QueuedEvent } from '../event-queue.ts';
import type { EventRecorder } from '../events.ts';
import type { Kernel } from '../kernel.ts';
import { behaviourOf, type Behaviour } from './behaviour.ts';
import { ensureMirror } from './mirror-pod.ts';
import { composeStatus } from './pod-status.ts';
import type { RegistryService } from './registries.ts';
import { specOf, type Machine, type PodRecord } from './state.ts';

/** What every part of the kubelets stands on. */
export interface KubeletContext {
  readonly kernel: Kernel;
  readonly registries: RegistryService;
  client(machine: Machine): Client;
  /** An event about a pod, or about one of its containers. */
  tell(machine: Machine, record: PodRecord, type: 'Normal' | 'Warning', reason: string, message: string, container?: number): void;
  recorder(machine: Machine): EventRecorder;
  /** pods that wait for a ConfigMap or Secret, with their machine: may hold some that no longer do. */
  readonly blocked: Map<string, string>;
  /** pods with a process that waits for a Service to be there, with their machine: may hold some that no longer do. */
  readonly asking: Map<string, string>;
  /** Posts the pod's status; when the API is out of reach it is posted later. */
  writeStatus(machine: Machine, record: PodRecord): void;
}

export function createKubeletContext({ kernel, clientFor, recorderFor }: Surroundings, registries: RegistryService): KubeletContext {
  const client = ({ links, spec }: Machine): Client => (links.client ??= clientFor(`kubelet/${spec.name}`));
  const recorder = ({ links, spec }: Machine): EventRecorder => (links.recorder ??= recorderFor('kubelet', spec.name));

  return {
    kernel,
    registries,
    client,
    recorder,
    blocked: new Map(),
    asking: new Map(),
    tell(machine, record, type, reason, message, container) {
      recorder(machine).event(record.pod, type, reason, message, container === undefined ? undefined : fieldPathOf(record, container));
    },
    writeStatus(machine, record) {
      try {
        const mirror = record.isStatic ? ensureMirror(client(machine), machine, record) : undefined;
        if (record.isStatic && !mirror) {
          record.unsaved = true;
          return;
        }
        const { apiVersion, kind, metadata: { namespace, name, uid }, spec } = mirror ?? record.pod;
        const status = composeStatus(machine, record, kernel.now());
        client(machine).updateStatus({ apiVersion, kind, metadata: { namespace, name, uid }, spec, status });
        delete record.unsaved;
      } catch (error) {
        if (error instanceof UnreachableError) record.unsaved = true;
        // The pod is gone, or another one bears its name: the removal that follows settles it.
        else if (!isStatus(error, 'NotFound') && !isStatus(error, 'Conflict') && !(record.isStatic && isStatus(error, 'Forbidden'))) throw error;
        else if (record.isStatic) record.unsaved = true;
      }
    },
  };
}

function fieldPathOf(record: PodRecord, index: number): string {
  const container = record.containers[index];
  return `spec.${container?.init ? 'initContainers' : container?.ephemeral ? 'ephemeralContainers' : 'containers'}{${container?.name ?? ''}}`;
}

/** The behaviour of a record's container as its pod has it now. */
export function behaviourAt(record: PodRecord, index: number): Behaviour | undefined {
  const spec = specOf(record, index);
  return spec && behaviourOf(record.pod, spec, record.containers[index]?.current);
}

/** What people wait for, with the pod as its subject. */
export function podWait(label: string, { pod: { metadata }, uid }: PodRecord): QueuedEvent['wait'] {
  return { label, subject: { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name ?? '', uid } };
}

/** `web_default(4f3c…)`: how the kubelet's messages name a pod. */
export function podFullName({ pod: { metadata }, uid }: PodRecord): string {
  return `${metadata.name ?? ''}_${metadata.namespace ?? ''}(${uid})`;
}

/** Gives a freed container slot of a back-off its next delay (client-go/util/flowcontrol/backoff.go Next). */
export function nextBackOff(before: { readonly delayMs: number; readonly updatedMs: number } | undefined, sinceMs: number, nowMs: number, initialMs: number, maxMs: number): { delayMs: number; updatedMs: number } {
  const expired = before === undefined || sinceMs - before.updatedMs > 2 * maxMs;
  return { delayMs: expired ? initialMs : Math.min(before.delayMs * 2, maxMs), updatedMs: nowMs };
}
