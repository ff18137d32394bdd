import { DEFAULT_ACCOUNT } from '../policy/service-account.ts';
import type { KindMap } from '../api/object.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';

/** Gives every namespace its account `default`, again when it is taken away (pkg/controller/serviceaccount/serviceaccounts_controller.go). */
export const serviceAccountsController: ControllerDefinition = {
  name: 'serviceaccount-controller',
  eventSource: 'service-account-controller',
  watches: ['Namespace', 'ServiceAccount'],
  create: createServiceAccountsController,
};

function createServiceAccountsController({ client, enqueue }: ControllerContext): Controller {
  const enqueueIfMissing = ({ metadata }: KindMap['Namespace']): void => {
    const name = metadata.name ?? '';
    if (!client.get('ServiceAccount', name, DEFAULT_ACCOUNT)) enqueue(name);
  };

  return {
    watches: {
      Namespace({ type, object }) {
        if (type !== 'DELETED' && client.reachable()) enqueueIfMissing(object);
      },
      ServiceAccount({ type, object: { metadata } }) {
        if (type === 'DELETED' && metadata.name === DEFAULT_ACCOUNT) enqueue(metadata.namespace ?? '');
      },
    },
    resync() {
      if (client.reachable()) for (const namespace of client.list('Namespace')) enqueueIfMissing(namespace);
    },
    reconcile(name) {
      const namespace = client.get('Namespace', '', name);
      if (namespace?.status?.phase !== 'Active' || client.get('ServiceAccount', name, DEFAULT_ACCOUNT)) return;
      try {
        client.create<'ServiceAccount'>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: DEFAULT_ACCOUNT, namespace: name } });
      } catch (error) {
        if (!isNamespaceTerminating(error)) throw error;
      }
    },
  };
}
