import type { KindDefinition } from '../kind-definition.ts';
import type { KindName } from '../object.ts';
import { configMapDefinition } from './config-map.ts';
import { deploymentDefinition } from './deployment.ts';
import { endpointSliceDefinition } from './endpoint-slice.ts';
import { eventDefinition } from './event.ts';
import { leaseDefinition } from './lease.ts';
import { namespaceDefinition } from './namespace.ts';
import { nodeDefinition } from './node.ts';
import { podDefinition } from './pod.ts';
import { replicaSetDefinition } from './replica-set.ts';
import { secretDefinition } from './secret.ts';
import { serviceAccountDefinition } from './service-account.ts';
import { serviceDefinition } from './service.ts';

/** Every kind that is served, in the order in which `kubectl api-resources` lists them. */
const definitions = [
  configMapDefinition,
  eventDefinition,
  namespaceDefinition,
  nodeDefinition,
  podDefinition,
  secretDefinition,
  serviceAccountDefinition,
  serviceDefinition,
  deploymentDefinition,
  replicaSetDefinition,
  leaseDefinition,
  endpointSliceDefinition,
];

// A definition takes only objects of its own kind; who looks one up by kind has such an object.
export const kindDefinitions: ReadonlyMap<KindName, KindDefinition> = new Map(definitions.map((definition) => [definition.kind, definition as unknown as KindDefinition]));
