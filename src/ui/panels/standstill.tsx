import type { ObjectReference } from '../../engine/api/reference.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { ControlPlaneView, ObjectDetail } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { ObjectLink } from './object-link.tsx';

const CONTROLLED: ReadonlySet<string> = new Set([
  'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'Job', 'CronJob', 'PodDisruptionBudget', 'ResourceQuota', 'ServiceAccount', 'Service', 'EndpointSlice',
  'Namespace', 'Node',
]);

/** Why nothing comes of what is wanted of an object: whoever would act on it is stopped. */
export function Standstill({ detail }: { readonly detail: ObjectDetail }) {
  const view = useCluster((state) => state.controlPlane);
  const stopped = view && detail.object ? stoppedFor(detail.reference.kind, detail.object, view) : null;
  if (!stopped) return null;
  const reference: ObjectReference = { kind: 'ControlPlane', namespace: '', name: stopped.component };
  return <p className="k-scheduler-message">The <ObjectLink reference={reference}>{stopped.name}</ObjectLink> {stopped.rest}</p>;
}

interface Stopped {
  readonly component: string;
  readonly name: string;
  readonly rest: string;
}

function stoppedFor(kind: string, { spec }: JsonObject, { apiServer, etcd, scheduler, controllerManager }: ControlPlaneView): Stopped | null {
  if (!apiServer) return { component: 'kube-apiserver', name: 'API server', rest: `${etcd ? 'is stopped' : 'stands still, since etcd is down'}: nobody learns what happens to it, and nobody can change it.` };
  const bound = typeof spec === 'object' && spec !== null && 'nodeName' in spec;
  if (kind === 'Pod' && !bound && !scheduler) return { component: 'kube-scheduler', name: 'scheduler', rest: 'is stopped, so nobody chooses a node for it.' };
  if (CONTROLLED.has(kind) && !controllerManager) return { component: 'kube-controller-manager', name: 'controllers', rest: 'are stopped, so nobody acts on what is wanted of it.' };
  return null;
}
