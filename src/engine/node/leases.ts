import { isStatus } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import type { Mutable } from '../mutable.ts';
import { formatMicroTime } from '../time-format.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { Machine } from './state.ts';

type Lease = KindMap['Lease'];

export const LEASE_HANDLER = 'kubelet.lease';
export const LEASE_NAMESPACE = 'kube-node-lease';
/** Renewals spread by this much of the interval (component-helpers/apimachinery/lease/controller.go). */
const JITTER = 0.04;
/** No two heartbeats of a node come in one moment. */
const ROUTINE = { routine: true, cause: 0 };

/** The next heartbeat: about a renewal interval from now. */
export function scheduleHeartbeat({ kernel }: KubeletContext, machine: Machine): void {
  machine.leaseEvent = kernel.schedule(kernel.random.jitter(kernel.timings.leaseRenewIntervalMs, JITTER), LEASE_HANDLER, machine.index, ROUTINE);
}

/** Renews the node's Lease; makes it when it is not there and the Node is. */
export function renewLease({ kernel, client }: KubeletContext, machine: Machine): void {
  const renewTime = formatMicroTime(kernel.now());
  const known = machine.lease;
  if (known && renewed(machine, known, renewTime)) return;
  const api = client(machine);
  const { name } = machine.spec;
  machine.renewLease ??= api.renewer('Lease', LEASE_NAMESPACE, name);
  const lease = api.get('Lease', LEASE_NAMESPACE, name);
  if (lease) {
    renewed(machine, lease, renewTime);
    return;
  }
  const node = api.get('Node', '', name);
  // Without its owner no lease is made (pkg/kubelet/util/nodelease.go); it is tried again with the next heartbeat.
  if (node?.metadata.uid === undefined) return;
  api.create({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: LEASE_NAMESPACE, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }] },
    spec: { holderIdentity: name, leaseDurationSeconds: Math.round(kernel.timings.leaseDurationMs / 1000), renewTime },
  });
}

/** false when somebody else wrote or removed the lease meanwhile. */
function renewed(machine: Machine, known: Lease, renewTime: string): boolean {
  try {
    // Copied, then changed: a literal that spreads an object and overrides members of it is built member by member.
    const next = { ...known };
    next.metadata = { ...known.metadata };
    const spec: Mutable<Lease['spec']> = { ...known.spec };
    spec.renewTime = renewTime;
    next.spec = spec;
    machine.lease = machine.renewLease?.(next);
    return true;
  } catch (error) {
    if (!isStatus(error, 'Conflict') && !isStatus(error, 'NotFound')) throw error;
    machine.lease = undefined;
    return false;
  }
}
