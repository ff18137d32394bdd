import { clusterRoleAggregationController } from './clusterrole-aggregation.ts';
import type { ControllerDefinition } from './controller.ts';
import { cronJobController } from './cronjob/cronjob.ts';
import { daemonSetController } from './daemonset/daemonset.ts';
import { disruptionController } from './disruption.ts';
import { endpointSliceController } from './endpointslice.ts';
import { garbageCollectorController } from './garbage-collector.ts';
import { jobController } from './job/job.ts';
import { namespaceController } from './namespace.ts';
import { replicationController } from './replication-controller.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { statefulSetController } from './statefulset/statefulset.ts';
import { ttlAfterFinishedController } from './ttl-after-finished.ts';

/** The controllers that have nothing to do until a person has done something: the page loads them after the first frame. */
export const lateControllers: readonly ControllerDefinition[] = [
  endpointSliceController, garbageCollectorController, namespaceController, clusterRoleAggregationController, daemonSetController, replicationController, statefulSetController,
  jobController, cronJobController, ttlAfterFinishedController, disruptionController, resourceQuotaController,
];
