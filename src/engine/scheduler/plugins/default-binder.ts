import type { Plugin, PluginHandle } from '../plugin.ts';

/** Binds a pod through the binding subresource (pkg/scheduler/framework/plugins/defaultbinder). */
export function createDefaultBinder({ client }: PluginHandle): Plugin {
  return {
    name: 'DefaultBinder',
    retryOn: {},
    bind({ pod: { metadata } }, info) {
      client.bind(metadata.namespace ?? '', metadata.name ?? '', info.name);
      return true;
    },
  };
}
