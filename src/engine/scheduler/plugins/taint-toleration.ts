import type { KindMap } from '../../api/object.ts';
import { normalizeByHighest, type Plugin, type PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';
import { areTolerated, isTolerated, keepsPodsAway, type Toleration } from '../../api/tolerations.ts';

const NONE: readonly Toleration[] = [];

/** Refuses nodes whose taints the pod does not tolerate; likes least those with most `PreferNoSchedule` (plugins/tainttoleration). */
export function createTaintToleration({ snapshot, refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'], resolvable: false });
  let softTolerations = NONE;

  return {
    name: 'TaintToleration',
    local: true,
    preFilter: () => (snapshot.hardTaintedNodes === 0 ? 'skip' : 'all'),
    filter: ({ pod }, info) => (areTolerated(pod.spec.tolerations, info.hardTaints) ? PASS : refused),
    scoring: {
      preScore({ pod }) {
        if (snapshot.softTaintedNodes === 0) return 0;
        softTolerations = pod.spec.tolerations?.filter(({ effect }) => !effect || effect === 'PreferNoSchedule') ?? NONE;
        return 'each';
      },
      score(_, info) {
        let count = 0;
        for (const taint of info.softTaints) if (!isTolerated(softTolerations, taint)) count++;
        return count;
      },
      normalize: (scores, count) => normalizeByHighest(scores, count, true),
    },
    retryOn: {
      NodeAdd: (pod, _, after) => isTolerable(pod, after),
      UpdateNodeTaint: (pod, before, after) => !isTolerable(pod, before) && isTolerable(pod, after),
      TargetPodToleration: () => true,
    },
  };
}

function isTolerable(pod: KindMap['Pod'], node: KindMap['Node'] | undefined): boolean {
  return node !== undefined && areTolerated(pod.spec.tolerations, (node.spec?.taints ?? []).filter(keepsPodsAway));
}
