import type { FaultName, FaultTarget } from '../actions.ts';
import type { KindMap } from '../api/object.ts';
import type { ObjectReference } from '../api/reference.ts';
import { parseImageReference } from '../node/image-reference.ts';
import type { FaultContext } from './fault.ts';
import { NODE_FAULTS } from './node-faults.ts';

/** A fault with what it would be aimed at. */
export interface FaultAim {
  readonly fault: FaultName;
  readonly target: FaultTarget;
}

/** What makes sense for a thing in its present state: of each pair (kill, start) the one that can be done, in the order of a menu. */
export function faultTargets(context: FaultContext, reference: ObjectReference | null): readonly FaultAim[] {
  if (reference === null) return forCluster(context);
  switch (reference.kind) {
    case 'Node':
      return forNode(context, reference.name);
    case 'Pod':
      return forPod(context, reference);
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicationController':
      return forWorkload(context, reference.kind, reference);
    case 'ControlPlane':
      return forComponent(context, reference.name);
    default:
      return [];
  }
}

const aim = (fault: FaultName, target: FaultTarget = {}): FaultAim => ({ fault, target });

function forCluster(context: FaultContext): FaultAim[] {
  const { controlPlane, registries } = context;
  return [
    aim('add-node'),
    aim(registries.running ? 'stop-registry' : 'start-registry'),
    ...registries.brokenImages().map((image) => aim('mend-image', { image })),
    aim(controlPlane.scheduler ? 'stop-scheduler' : 'start-scheduler'),
    aim(controlPlane.controllerManager ? 'stop-controller-manager' : 'start-controller-manager'),
    aim(controlPlane.apiServer ? 'stop-api-server' : 'start-api-server'),
  ];
}

function forComponent(context: FaultContext, component: string): FaultAim[] {
  const { controlPlane, controllers } = context;
  if (component === 'kube-apiserver') return [aim(controlPlane.apiServer ? 'stop-api-server' : 'start-api-server')];
  if (component === 'kube-scheduler') return [aim(controlPlane.scheduler ? 'stop-scheduler' : 'start-scheduler')];
  if (component !== 'kube-controller-manager') return [];
  const each = controllers.map(({ name }) => aim(controlPlane.stoppedControllers.includes(name) ? 'start-controller' : 'stop-controller', { controller: name }));
  return [aim(controlPlane.controllerManager ? 'stop-controller-manager' : 'start-controller-manager'), ...each];
}

function forNode(context: FaultContext, node: string): FaultAim[] {
  const machine = context.machines.get(node);
  const target = { node };
  const ofMachine: FaultName[] = machine ? [machine.powered ? 'power-off-node' : 'power-on-node', machine.partitioned ? 'heal-partition' : 'partition-node'] : [];
  const pressed = machine?.powered ? context.machines.pressed(node) : [];
  const presses = (['memory', 'disk'] as const).filter((resource) => machine?.powered && !pressed.includes(resource));
  const ofResources: FaultName[] = [...presses.map((resource) => `${resource}-pressure` as const), ...(pressed.length > 0 ? (['relieve-pressure'] as const) : [])];
  const isCordoned = context.controlPlane.apiServer && NODE_FAULTS['uncordon-node'].obstacle(context, target) === undefined;
  const ofNode: FaultName[] = [isCordoned ? 'uncordon-node' : 'cordon-node', 'drain-node', ...(machine ? (['remove-node'] as const) : [])];
  return [...ofMachine, ...ofNode, ...ofResources].map((fault) => aim(fault, target));
}

function forPod(context: FaultContext, { namespace, name }: ObjectReference): FaultAim[] {
  const target = { namespace, pod: name };
  if (!context.controlPlane.apiServer) return [aim('delete-pod', target)];
  const pod = context.you.get('Pod', namespace, name);
  if (!pod) return [];
  const containers = [...(pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'), ...pod.spec.containers];
  const probes = (['readiness', 'liveness'] as const).filter((probe) => containers.some((container) => container[`${probe}Probe`] !== undefined));
  return [
    ...containers.map(({ name: container }) => aim('crash-container', { ...target, container })),
    ...containers.map(({ name: container }) => aim('oom-container', { ...target, container })),
    ...probes.map((probe) => aim(`${context.machines.hasProbeOverride(namespace, name, probe) ? 'restore' : 'fail'}-${probe}`, target)),
    ...imagesOf(pod.spec).map((image) => imageAim(context, image)),
    aim('delete-pod', target),
  ];
}

function forWorkload(context: FaultContext, kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'ReplicationController', { namespace, name }: ObjectReference): FaultAim[] {
  if (!context.controlPlane.apiServer) return [];
  const spec = context.you.get(kind, namespace, name)?.spec?.template?.spec;
  return spec ? imagesOf(spec).map((image) => imageAim(context, image)) : [];
}

function imagesOf(spec: KindMap['Pod']['spec']): readonly string[] {
  return [...new Set([...(spec.initContainers ?? []), ...spec.containers].flatMap(({ image }) => (image ? [image] : [])))];
}

/** Mends under the name by which the image was lost: its own, or that of its whole repository. */
function imageAim({ registries }: FaultContext, image: string): FaultAim {
  const reference = parseImageReference(image);
  const lost = registries.brokenImages().find((name) => name === reference?.canonical || name === reference?.repository);
  return lost === undefined ? aim('break-image', { image }) : aim('mend-image', { image: lost });
}
