import type { KindMap } from '../../../src/engine/api/object.ts';

type Pod = KindMap['Pod'];
type Status = NonNullable<Pod['status']>;
export type ContainerState = NonNullable<NonNullable<Status['containerStatuses']>[number]['state']>;

export const START = '2026-01-05T10:00:00Z';
export const START_MS = Date.parse(START);

interface PodSketch {
  readonly name?: string;
  readonly node?: string | null;
  readonly phase?: string;
  readonly ready?: boolean;
  /** one container a state; the first is `app`. */
  readonly states?: readonly ContainerState[];
  readonly initStates?: readonly ContainerState[];
  readonly restarts?: number;
  readonly metadata?: Partial<Pod['metadata']>;
  readonly status?: Partial<Status>;
  readonly conditions?: Status['conditions'];
}

const RUNNING: ContainerState = { running: { startedAt: START } };
export const CREATING: ContainerState = { waiting: { reason: 'ContainerCreating' } };

/** A pod as the API would have it, running and ready unless the sketch says otherwise. */
export function podOf({ name = 'web-6d4f7c9b8-x9k2p', node = 'node-1', phase = 'Running', ready = true, states = [RUNNING], initStates = [], restarts = 0, metadata, status, conditions = [] }: PodSketch = {}): Pod {
  const container = (index: number) => ({ name: index === 0 ? 'app' : `app-${index}`, image: 'nginx:1.27', resources: { requests: { cpu: '250m', memory: '64Mi' } } });
  const statusOf = (prefix: string) => (state: ContainerState, index: number) => ({
    name: prefix === '' ? container(index).name : `${prefix}-${index}`, image: 'nginx:1.27', imageID: '', restartCount: restarts, ready: ready && state.running !== undefined, state,
  });
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: START, resourceVersion: '1', ...metadata },
    spec: {
      containers: states.length === 0 ? [container(0)] : states.map((_state, index) => container(index)),
      ...(initStates.length > 0 ? { initContainers: initStates.map((_state, index) => ({ name: `init-${index}`, image: 'busybox:1.37' })) } : {}),
      ...(node === null ? {} : { nodeName: node }),
      restartPolicy: 'Always',
    },
    status: {
      phase,
      conditions: [
        { type: 'PodScheduled', status: node === null ? 'False' : 'True', lastTransitionTime: START },
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: START, ...(ready ? {} : { message: 'containers with unready status: [app]' }) },
        ...conditions,
      ],
      containerStatuses: states.map(statusOf('')),
      ...(initStates.length > 0 ? { initContainerStatuses: initStates.map(statusOf('init')) } : {}),
      ...status,
    },
  };
}

/** An Event of the kubelet about the first container of a pod. */
export function kubeletEvent(pod: Pod, reason: string, message: string): KindMap['Event'] {
  const { name, namespace = 'default', uid } = pod.metadata;
  return {
    apiVersion: 'v1', kind: 'Event', metadata: { name: `${name}.${reason}`, namespace },
    involvedObject: { kind: 'Pod', name, namespace, uid, fieldPath: 'spec.containers{app}' },
    reason, message, type: 'Normal', source: { component: 'kubelet', host: 'node-1' }, firstTimestamp: START, lastTimestamp: START, count: 1,
  };
}
