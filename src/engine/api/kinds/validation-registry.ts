import type { KindValidation, KindValidations } from '../kind-validation.ts';
import type { KindName } from '../object.ts';
import { configMapValidation } from './config-map-validation.ts';
import { customResourceDefinitionValidation } from './custom-resource-definition-validation.ts';
import { deploymentValidation } from './deployment-validation.ts';
import { endpointSliceValidation } from './endpoint-slice-validation.ts';
import { eventValidation } from './event-validation.ts';
import { leaseValidation } from './lease-validation.ts';
import { namespaceValidation } from './namespace-validation.ts';
import { nodeValidation } from './node-validation.ts';
import { podValidation } from './pod-validation.ts';
import { replicaSetValidation } from './replica-set-validation.ts';
import { secretValidation } from './secret-validation.ts';
import { serviceValidation } from './service-validation.ts';
import { clusterRoleBindingValidation } from './cluster-role-binding-validation.ts';
import { clusterRoleValidation } from './cluster-role-validation.ts';
import { roleBindingValidation } from './role-binding-validation.ts';
import { roleValidation } from './role-validation.ts';

const validations: { readonly [K in KindName]?: KindValidation<K> } = {
  ConfigMap: configMapValidation,
  Event: eventValidation,
  Namespace: namespaceValidation,
  Node: nodeValidation,
  Pod: podValidation,
  Secret: secretValidation,
  Service: serviceValidation,
  Deployment: deploymentValidation,
  ReplicaSet: replicaSetValidation,
  Lease: leaseValidation,
  EndpointSlice: endpointSliceValidation,
  ClusterRoleBinding: clusterRoleBindingValidation,
  ClusterRole: clusterRoleValidation,
  RoleBinding: roleBindingValidation,
  Role: roleValidation,
  CustomResourceDefinition: customResourceDefinitionValidation,
};

/** What is refused of every kind that is served. */
// A validation takes only objects of its own kind; who looks one up by kind has such an object.
export const kindValidations: KindValidations = new Map(Object.entries(validations) as unknown as readonly [KindName, KindValidation][]);
