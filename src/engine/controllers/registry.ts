import type { ControllerDefinition } from './controller.ts';
import { deploymentController } from './deployment/deployment.ts';
import { endpointSliceController } from './endpointslice.ts';
import { garbageCollectorController } from './garbage-collector.ts';
import { namespaceController } from './namespace.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle.ts';
import { podGcController } from './pod-gc.ts';
import { replicaSetController } from './replicaset.ts';
import { rootCaPublisher } from './root-ca-publisher.ts';
import { serviceAccountsController } from './service-accounts.ts';
import { taintEvictionController } from './taint-eviction.ts';

/** All controllers of the controller manager, in the order in which they hear of a change. */
export function createControllers(): readonly ControllerDefinition[] {
  return [
    deploymentController, replicaSetController, endpointSliceController, nodeLifecycleController, taintEvictionController, podGcController,
    garbageCollectorController, namespaceController, serviceAccountsController, rootCaPublisher,
  ];
}
