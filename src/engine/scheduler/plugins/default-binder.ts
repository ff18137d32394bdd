import type { Client } from '../../api/api-server.ts';
import type { KindMap } from '../../api/object.ts';

/** Binds a pod through the binding subresource; throws what the API answers (pkg/scheduler/framework/plugins/defaultbinder). */
export function bindByDefault(client: Client, pod: KindMap['Pod'], node: string): void {
  client.bind(pod.metadata.namespace ?? '', pod.metadata.name ?? '', node);
}

/** How the framework words that the binder failed. */
export function bindingFailure(error: Error): string {
  return `running Bind plugin "DefaultBinder": ${error.message}`;
}
