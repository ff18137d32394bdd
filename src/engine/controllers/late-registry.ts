import { clusterRoleAggregationController } from './clusterrole-aggregation.ts';
import type { ControllerDefinition } from './controller.ts';
import { cronJobController } from './cronjob/cronjob.ts';
import { disruptionController } from './disruption.ts';
import { jobController } from './job/job.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { statefulSetController } from './statefulset/statefulset.ts';
import { ttlAfterFinishedController } from './ttl-after-finished.ts';

/** The controllers that have nothing to do until a person has done something: the page loads them after the first frame. */
export const lateControllers: readonly ControllerDefinition[] = [clusterRoleAggregationController, statefulSetController, jobController, cronJobController, ttlAfterFinishedController, disruptionController, resourceQuotaController];
