import { createApiServer, StatusError, type Client } from '../../../../src/engine/api/api-server.ts';
import { decodeForWrite } from '../../../../src/engine/api/decode-request.ts';
import { createAdmission } from '../../../../src/engine/api/default-admission.ts';
import { kindColumns } from '../../../../src/engine/api/kinds/columns-registry.ts';
import { groupVersionOf } from '../../../../src/engine/api/kind-name.ts';
import type { KindDefinition } from '../../../../src/engine/api/kind-definition.ts';
import { lateKindDefinitions } from '../../../../src/engine/api/kinds/late-registry.ts';
import { kindDefinitions } from '../../../../src/engine/api/kinds/registry.ts';
import { kindValidations } from '../../../../src/engine/api/kinds/validation-registry.ts';
import type { KindMap, KindName } from '../../../../src/engine/api/object.ts';
import { createStore } from '../../../../src/engine/api/store.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createKernel } from '../../../../src/engine/kernel.ts';
import { DEFAULT_TIMINGS } from '../../../../src/engine/timings.ts';

/** An API server with the real kinds, and nobody else in the cluster. */
export interface ApiRig {
  /** What a controller has: not checked. */
  readonly controller: Client;
  /** What a person has. */
  readonly user: Client;
  /** What comes of a manifest that is sent, as stored. */
  create<K extends KindName>(manifest: Manifest<K>): KindMap[K];
  update<K extends KindName>(manifest: Manifest<K>): KindMap[K];
  /** The refusal without the words before it; '' when it is accepted. */
  refusal(send: () => unknown): string;
  /** The cells of a row as `kubectl get -o wide` has them, by column. */
  row(object: KindMap[KindName]): Record<string, string | number>;
}

export type Manifest<K extends KindName> = { readonly kind: K } & JsonObject;

const kinds: ReadonlyMap<KindName, KindDefinition> = new Map([...kindDefinitions, ...lateKindDefinitions.map((definition) => [definition.kind, definition] as const)]);

export function createApiRig(): ApiRig {
  const kernel = createKernel({ seed: 1, startMs: Date.parse('2026-01-05T10:00:00Z'), timings: DEFAULT_TIMINGS });
  const store = createStore();
  const clientFor = createApiServer({
    kernel, store, kinds, validation: () => kindValidations, admission: createAdmission(kernel, store), connectionOf: () => ({ isOpen: () => true }),
  });
  const controller = clientFor('controller');
  const user = clientFor('user', { trusted: false });
  for (const name of ['default', 'kube-system']) controller.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const decode = <K extends KindName>(manifest: Manifest<K>): KindMap[K] => {
    const definition = kinds.get(manifest.kind);
    return decodeForWrite({ apiVersion: definition ? groupVersionOf(definition) : 'v1', ...manifest }, kinds) as KindMap[K];
  };
  const withNamespace = <K extends KindName>(object: KindMap[K]): KindMap[K] => {
    if (!kinds.get(object.kind as K)?.namespaced) return object;
    return { ...object, metadata: { namespace: 'default', ...object.metadata } } as KindMap[K];
  };

  return {
    controller,
    user,
    create: (manifest) => user.create(withNamespace(decode(manifest))),
    update: (manifest) => user.update(withNamespace(decode(manifest))),
    refusal(send) {
      try {
        send();
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        return error.message.replace(/^\S+ "[^"]*" is invalid: /, '');
      }
      return '';
    },
    row(object) {
      const columns = kindColumns.get(object.kind as KindName) ?? [];
      return Object.fromEntries(columns.map((column) => [column.name, column.value(object as never, kernel.now())]));
    },
  };
}

/** The least that a pod template needs. */
export const template = (labels: Record<string, string>, spec: JsonObject = {}): JsonObject => ({ metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec } });
