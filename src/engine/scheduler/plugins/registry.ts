import type { Plugin, PluginHandle } from '../plugin.ts';
import { createImageLocality } from './image-locality.ts';
import { createNodeAffinity } from './node-affinity.ts';
import { createNodeName } from './node-name.ts';
import { createNodePorts } from './node-ports.ts';
import { createNodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { createNodeResourcesFit } from './node-resources-fit.ts';
import { createNodeUnschedulable } from './node-unschedulable.ts';
import { createPodTopologySpread } from './pod-topology-spread.ts';
import { createTaintToleration } from './taint-toleration.ts';

/** The plugins that look at nodes, in upstream's order (pkg/scheduler/apis/config/v1/default_plugins.go). */
export function createPlugins(handle: PluginHandle): readonly Plugin[] {
  return [
    createNodeUnschedulable(handle),
    createNodeName(handle),
    createTaintToleration(handle),
    createNodeAffinity(handle),
    createNodePorts(handle),
    createNodeResourcesFit(handle),
    createPodTopologySpread(handle),
    createNodeResourcesBalancedAllocation(),
    createImageLocality(handle),
  ];
}
