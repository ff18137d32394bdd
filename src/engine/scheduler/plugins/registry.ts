import { argsOf, type SchedulerProfile } from '../configuration.ts';
import type { Plugin, PluginHandle } from '../plugin.ts';
import { createDefaultPreemption } from '../preemption/default-preemption.ts';
import { createDefaultBinder } from './default-binder.ts';
import { createDynamicResources } from './dynamic-resources.ts';
import { createImageLocality } from './image-locality.ts';
import { createInterPodAffinity } from './inter-pod-affinity.ts';
import { createNodeAffinity } from './node-affinity.ts';
import { createNodeName } from './node-name.ts';
import { createNodePorts } from './node-ports.ts';
import { createNodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { createNodeResourcesFit } from './node-resources-fit.ts';
import { createNodeUnschedulable } from './node-unschedulable.ts';
import { createPodTopologySpread } from './pod-topology-spread.ts';
import { createPrioritySort } from './priority-sort.ts';
import { createSchedulingGates } from './scheduling-gates.ts';
import { createTaintToleration } from './taint-toleration.ts';
import { createVolumeBinding } from './volume-binding.ts';
import { createVolumeRestrictions } from './volume-restrictions.ts';

type Factory = (handle: PluginHandle, profile: SchedulerProfile) => Plugin;

/** Makes each plugin there is, with what a profile configures of it. */
const factories: Readonly<Record<string, Factory>> = {
  SchedulingGates: createSchedulingGates,
  PrioritySort: createPrioritySort,
  NodeUnschedulable: createNodeUnschedulable,
  NodeName: createNodeName,
  TaintToleration: createTaintToleration,
  NodeAffinity: (handle, profile) => createNodeAffinity(handle, argsOf(profile, 'NodeAffinity')),
  NodePorts: createNodePorts,
  NodeResourcesFit: (handle, profile) => createNodeResourcesFit(handle, argsOf(profile, 'NodeResourcesFit')),
  VolumeRestrictions: createVolumeRestrictions,
  VolumeBinding: createVolumeBinding,
  PodTopologySpread: (handle, profile) => createPodTopologySpread(handle, argsOf(profile, 'PodTopologySpread')),
  InterPodAffinity: (handle, profile) => createInterPodAffinity(handle, argsOf(profile, 'InterPodAffinity')),
  DynamicResources: createDynamicResources,
  DefaultPreemption: (handle, profile) => createDefaultPreemption(handle, argsOf(profile, 'DefaultPreemption')),
  NodeResourcesBalancedAllocation: (handle, profile) => createNodeResourcesBalancedAllocation(handle, argsOf(profile, 'NodeResourcesBalancedAllocation')),
  ImageLocality: createImageLocality,
  DefaultBinder: createDefaultBinder,
};

/** Every plugin there is, made for one profile. */
export function createPlugins(handle: PluginHandle, profile: SchedulerProfile): ReadonlyMap<string, Plugin> {
  return new Map(Object.entries(factories).map(([name, create]) => [name, create(handle, profile)]));
}
