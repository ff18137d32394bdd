import type { Column } from '../column.ts';
import type { KindName } from '../object.ts';
import { configMapColumns } from './config-map-columns.ts';
import { customResourceDefinitionColumns } from './custom-resource-definition-columns.ts';
import { deploymentColumns } from './deployment-columns.ts';
import { endpointSliceColumns } from './endpoint-slice-columns.ts';
import { eventColumns } from './event-columns.ts';
import { leaseColumns } from './lease-columns.ts';
import { namespaceColumns } from './namespace-columns.ts';
import { nodeColumns } from './node-columns.ts';
import { podColumns } from './pod-columns.ts';
import { replicaSetColumns } from './replica-set-columns.ts';
import { secretColumns } from './secret-columns.ts';
import { serviceColumns } from './service-columns.ts';
import { roleBindingColumns } from './role-binding-columns.ts';
import { roleColumns } from './role-columns.ts';

const columns: { readonly [K in KindName]?: readonly Column<K>[] } = {
  ConfigMap: configMapColumns,
  Event: eventColumns,
  Namespace: namespaceColumns,
  Node: nodeColumns,
  Pod: podColumns,
  Secret: secretColumns,
  Service: serviceColumns,
  Deployment: deploymentColumns,
  ReplicaSet: replicaSetColumns,
  Lease: leaseColumns,
  EndpointSlice: endpointSliceColumns,
  ClusterRoleBinding: roleBindingColumns,
  ClusterRole: roleColumns,
  RoleBinding: roleBindingColumns,
  Role: roleColumns,
  CustomResourceDefinition: customResourceDefinitionColumns,
};

/** The columns of every kind that is served. */
// A column prints only objects of its own kind; who looks one up by kind has such an object.
export const kindColumns: ReadonlyMap<KindName, readonly Column[]> = new Map(Object.entries(columns) as unknown as readonly [KindName, readonly Column[]][]);
