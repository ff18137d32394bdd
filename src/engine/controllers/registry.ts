import type { ControllerDefinition } from './controller.ts';
import { deploymentController } from './deployment/deployment.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle.ts';
import { podGcController } from './pod-gc.ts';
import { replicaSetController } from './replicaset.ts';
import { rootCaPublisher } from './root-ca-publisher.ts';
import { serviceAccountsController } from './service-accounts.ts';
import { taintEvictionController } from './taint-eviction.ts';

/** The controllers that every cluster needs from its first moment, in the order in which they hear of a change. */
export function createControllers(): readonly ControllerDefinition[] {
  return [
    deploymentController, replicaSetController, nodeLifecycleController, taintEvictionController, podGcController,
    serviceAccountsController, rootCaPublisher,
  ];
}
