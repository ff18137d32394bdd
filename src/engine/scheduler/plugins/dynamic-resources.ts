import type { Plugin } from '../plugin.ts';

/** Has no resource claims to look after, and says so when no node would do (pkg/scheduler/framework/plugins/dynamicresources: PostFilter). */
export function createDynamicResources(): Plugin {
  return { name: 'DynamicResources', retryOn: {}, postFilter: () => ({ message: 'no new claims to deallocate' }) };
}
