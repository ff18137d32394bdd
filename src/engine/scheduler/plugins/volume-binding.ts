import { ALWAYS } from '../cluster-events.ts';
import type { Plugin } from '../plugin.ts';
import { missingClaim } from './volume-claims.ts';

/** Keeps pods waiting whose claims are not there (pkg/scheduler/framework/plugins/volumebinding: PreFilter). */
export function createVolumeBinding(): Plugin {
  return {
    name: 'VolumeBinding',
    preFilter({ pod }) {
      const missing = missingClaim(pod, () => true);
      return missing === undefined ? 'skip' : { refused: missing };
    },
    retryOn: { NodeAdd: ALWAYS, UpdateNodeLabel: ALWAYS },
  };
}
