import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { ROOT_CA_ANNOTATIONS, ROOT_CA_CONFIG_MAP, ROOT_CA_DATA, rootCaConfigMap } from '../policy/root-ca.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';

/** Puts the cluster's certificate into every namespace and keeps it as it is (pkg/controller/certificates/rootcacertpublisher/publisher.go). */
export const rootCaPublisher: ControllerDefinition = {
  name: 'root-ca-certificate-publisher-controller',
  eventSource: 'root-ca-cert-publisher',
  watches: ['Namespace', 'ConfigMap'],
  create: createRootCaPublisher,
};

function createRootCaPublisher({ client, enqueue }: ControllerContext): Controller {
  const enqueueIfWrong = (namespace: string): void => {
    const found = client.get('ConfigMap', namespace, ROOT_CA_CONFIG_MAP);
    if (!found || !isAsPublished(found)) enqueue(namespace);
  };

  return {
    watches: {
      Namespace({ type, object: { metadata } }) {
        if (type !== 'DELETED' && client.reachable()) enqueueIfWrong(metadata.name ?? '');
      },
      ConfigMap({ type, object }) {
        const { name, namespace = '' } = object.metadata;
        if (name === ROOT_CA_CONFIG_MAP && (type === 'DELETED' || !isAsPublished(object))) enqueue(namespace);
      },
    },
    resync() {
      if (client.reachable()) for (const { metadata } of client.list('Namespace')) enqueueIfWrong(metadata.name ?? '');
    },
    reconcile(name) {
      const namespace = client.get('Namespace', '', name);
      if (namespace?.status?.phase !== 'Active') return;
      const found = client.get('ConfigMap', name, ROOT_CA_CONFIG_MAP);
      try {
        if (!found) client.create(rootCaConfigMap(name));
        else client.update<'ConfigMap'>({ ...found, metadata: { ...found.metadata, annotations: { ...found.metadata.annotations, ...ROOT_CA_ANNOTATIONS } }, data: ROOT_CA_DATA });
      } catch (error) {
        if (!isNamespaceTerminating(error)) throw error;
      }
    },
  };
}

function isAsPublished({ data, metadata }: KindMap['ConfigMap']): boolean {
  return isSame(data, ROOT_CA_DATA) && Object.entries(ROOT_CA_ANNOTATIONS).every(([name, value]) => metadata.annotations?.[name] === value);
}
