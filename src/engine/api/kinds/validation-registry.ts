import '../schema/late-structure-table.ts';
import type { KindValidation, KindValidations } from '../kind-validation.ts';
import type { KindName } from '../object.ts';
import { configMapValidation } from './config-map-validation.ts';
import { cronJobValidation } from './cron-job-validation.ts';
import { customResourceDefinitionValidation } from './custom-resource-definition-validation.ts';
import { controllerRevisionValidation } from './controller-revision-validation.ts';
import { daemonSetValidation } from './daemon-set-validation.ts';
import { deploymentValidation } from './deployment-validation.ts';
import { endpointSliceValidation } from './endpoint-slice-validation.ts';
import { eventValidation } from './event-validation.ts';
import { jobValidation } from './job-validation.ts';
import { leaseValidation } from './lease-validation.ts';
import { namespaceValidation } from './namespace-validation.ts';
import { nodeValidation } from './node-validation.ts';
import { podValidation } from './pod-validation.ts';
import { podTemplateValidation } from './pod-template-validation.ts';
import { replicaSetValidation } from './replica-set-validation.ts';
import { replicationControllerValidation } from './replication-controller-validation.ts';
import { secretValidation } from './secret-validation.ts';
import { serviceAccountValidation } from './service-account-validation.ts';
import { serviceValidation } from './service-validation.ts';
import { statefulSetValidation } from './stateful-set-validation.ts';
import { clusterRoleBindingValidation } from './cluster-role-binding-validation.ts';
import { clusterRoleValidation } from './cluster-role-validation.ts';
import { roleBindingValidation } from './role-binding-validation.ts';
import { roleValidation } from './role-validation.ts';
import { limitRangeValidation } from './limit-range-validation.ts';
import { resourceQuotaValidation } from './resource-quota-validation.ts';
import { podDisruptionBudgetValidation } from './pod-disruption-budget-validation.ts';
import { priorityClassValidation } from './priority-class-validation.ts';
import { runtimeClassValidation } from './runtime-class-validation.ts';

const validations: { readonly [K in KindName]: KindValidation<K> } = {
  ConfigMap: configMapValidation,
  Event: eventValidation,
  Namespace: namespaceValidation,
  Node: nodeValidation,
  Pod: podValidation,
  PodTemplate: podTemplateValidation,
  ReplicationController: replicationControllerValidation,
  Secret: secretValidation,
  ServiceAccount: serviceAccountValidation,
  Service: serviceValidation,
  ControllerRevision: controllerRevisionValidation,
  DaemonSet: daemonSetValidation,
  Deployment: deploymentValidation,
  ReplicaSet: replicaSetValidation,
  StatefulSet: statefulSetValidation,
  CronJob: cronJobValidation,
  Job: jobValidation,
  Lease: leaseValidation,
  EndpointSlice: endpointSliceValidation,
  ClusterRoleBinding: clusterRoleBindingValidation,
  ClusterRole: clusterRoleValidation,
  RoleBinding: roleBindingValidation,
  Role: roleValidation,
  CustomResourceDefinition: customResourceDefinitionValidation,
  LimitRange: limitRangeValidation,
  ResourceQuota: resourceQuotaValidation,
  PodDisruptionBudget: podDisruptionBudgetValidation,
  PriorityClass: priorityClassValidation,
  RuntimeClass: runtimeClassValidation,
};

/** What is refused of every kind that is served. */
// A validation takes only objects of its own kind; who looks one up by kind has such an object.
export const kindValidations: KindValidations = new Map(Object.entries(validations) as unknown as readonly [KindName, KindValidation][]);
