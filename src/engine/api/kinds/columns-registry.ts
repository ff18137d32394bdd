import type { Column } from '../column.ts';
import type { KindName } from '../object.ts';
import { configMapColumns } from './config-map-columns.ts';
import { cronJobColumns } from './cron-job-columns.ts';
import { customResourceDefinitionColumns } from './custom-resource-definition-columns.ts';
import { controllerRevisionColumns } from './controller-revision-columns.ts';
import { daemonSetColumns } from './daemon-set-columns.ts';
import { deploymentColumns } from './deployment-columns.ts';
import { endpointSliceColumns } from './endpoint-slice-columns.ts';
import { eventColumns } from './event-columns.ts';
import { jobColumns } from './job-columns.ts';
import { leaseColumns } from './lease-columns.ts';
import { namespaceColumns } from './namespace-columns.ts';
import { nodeColumns } from './node-columns.ts';
import { podColumns } from './pod-columns.ts';
import { podTemplateColumns } from './pod-template-columns.ts';
import { replicaSetColumns } from './replica-set-columns.ts';
import { replicationControllerColumns } from './replication-controller-columns.ts';
import { secretColumns } from './secret-columns.ts';
import { serviceAccountColumns } from './service-account-columns.ts';
import { serviceColumns } from './service-columns.ts';
import { statefulSetColumns } from './stateful-set-columns.ts';
import { roleBindingColumns } from './role-binding-columns.ts';
import { roleColumns } from './role-columns.ts';
import { limitRangeColumns } from './limit-range-columns.ts';
import { resourceQuotaColumns } from './resource-quota-columns.ts';
import { podDisruptionBudgetColumns } from './pod-disruption-budget-columns.ts';
import { priorityClassColumns } from './priority-class-columns.ts';
import { runtimeClassColumns } from './runtime-class-columns.ts';

const columns: { readonly [K in KindName]: readonly Column<K>[] } = {
  ConfigMap: configMapColumns,
  Event: eventColumns,
  Namespace: namespaceColumns,
  Node: nodeColumns,
  Pod: podColumns,
  PodTemplate: podTemplateColumns,
  ReplicationController: replicationControllerColumns,
  Secret: secretColumns,
  ServiceAccount: serviceAccountColumns,
  Service: serviceColumns,
  ControllerRevision: controllerRevisionColumns,
  DaemonSet: daemonSetColumns,
  Deployment: deploymentColumns,
  ReplicaSet: replicaSetColumns,
  StatefulSet: statefulSetColumns,
  CronJob: cronJobColumns,
  Job: jobColumns,
  Lease: leaseColumns,
  EndpointSlice: endpointSliceColumns,
  ClusterRoleBinding: roleBindingColumns,
  ClusterRole: roleColumns,
  RoleBinding: roleBindingColumns,
  Role: roleColumns,
  CustomResourceDefinition: customResourceDefinitionColumns,
  LimitRange: limitRangeColumns,
  ResourceQuota: resourceQuotaColumns,
  PodDisruptionBudget: podDisruptionBudgetColumns,
  PriorityClass: priorityClassColumns,
  RuntimeClass: runtimeClassColumns,
};

/** The columns of every kind that is served. */
// A column prints only objects of its own kind; who looks one up by kind has such an object.
export const kindColumns: ReadonlyMap<KindName, readonly Column[]> = new Map(Object.entries(columns) as unknown as readonly [KindName, readonly Column[]][]);
