import type { AdmissionPlugin } from '../api/admission.ts';
import type { Client } from '../api/api-server.ts';
import type { Store } from '../api/store.ts';
import { createLimitRanger } from './limit-ranger.ts';
import { createPriorityAdmission } from './priority.ts';
import { createQuotaAdmission } from './quota/admission.ts';
import { createRuntimeClassAdmission } from './runtime-class.ts';

/**
 * The plugins by which the API server admits pods, and what counts against quotas, in upstream's order (pkg/kubeapiserver/options/plugins.go);
 * ServiceAccount and DefaultTolerationSeconds come after them, with what every cluster has. `client` is the API server's own. Quotas come last: they
 * charge for what nobody will refuse any more.
 */
export function createPolicyPlugins(store: Store, client: Client): readonly AdmissionPlugin[] {
  return [createLimitRanger(store), createPriorityAdmission(store), createRuntimeClassAdmission(store), createQuotaAdmission(store, client)];
}
