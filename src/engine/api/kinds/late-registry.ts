import type { KindDefinition } from '../kind-definition.ts';
import { controllerRevisionDefinition } from './controller-revision.ts';
import { daemonSetDefinition } from './daemon-set.ts';
import { podTemplateDefinition } from './pod-template.ts';
import { replicationControllerDefinition } from './replication-controller.ts';
import { statefulSetDefinition } from './stateful-set.ts';
import { customResourceDefinitionDefinition } from './custom-resource-definition.ts';
import { clusterRoleBindingDefinition } from './cluster-role-binding.ts';
import { clusterRoleDefinition } from './cluster-role.ts';
import { cronJobDefinition } from './cron-job.ts';
import { jobDefinition } from './job.ts';
import { roleBindingDefinition } from './role-binding.ts';
import { roleDefinition } from './role.ts';
import { limitRangeDefinition } from './limit-range.ts';
import { resourceQuotaDefinition } from './resource-quota.ts';
import { podDisruptionBudgetDefinition } from './pod-disruption-budget.ts';
import { priorityClassDefinition } from './priority-class.ts';
import { runtimeClassDefinition } from './runtime-class.ts';

/** The kinds that a cluster can run without until somebody makes an object of them: the page loads them after the first frame. */
const definitions: readonly unknown[] = [
  limitRangeDefinition,
  podTemplateDefinition,
  replicationControllerDefinition,
  resourceQuotaDefinition,
  customResourceDefinitionDefinition,
  controllerRevisionDefinition,
  daemonSetDefinition,
  statefulSetDefinition,
  cronJobDefinition,
  jobDefinition,
  runtimeClassDefinition,
  podDisruptionBudgetDefinition,
  clusterRoleBindingDefinition,
  clusterRoleDefinition,
  roleBindingDefinition,
  roleDefinition,
  priorityClassDefinition,
];

// A definition takes only objects of its own kind; who looks one up by kind has such an object.
export const lateKindDefinitions = definitions as readonly KindDefinition[];
