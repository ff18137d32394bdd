import type { KindDefinition } from '../api/kind-definition.ts';
import type { KindMap, KindName } from '../api/object.ts';
import type { Store } from '../api/store.ts';
import { customKindName, customKindOf } from './custom-kind.ts';

type Definition = KindMap['CustomResourceDefinition'];

/** Keeps the served kinds in step with the established CustomResourceDefinitions of the store. Nothing is kept that these do not say. */
export function serveCustomKinds(store: Store, kinds: Map<KindName, KindDefinition>): void {
  function serve(definition: Definition): void {
    const isEstablished = definition.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
    const kind = isEstablished ? customKindOf(definition) : undefined;
    if (kind) kinds.set(kind.kind, kind);
  }
  for (const definition of store.select('CustomResourceDefinition')) serve(definition);
  store.watch(['CustomResourceDefinition'], ({ type, object, previous }) => {
    if (type === 'DELETED') kinds.delete(customKindName(object));
    else if (object.spec !== previous?.spec || object.status !== previous.status) serve(object);
  });
}
