import { isSame } from '../equality.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';

type PodTemplate = KindMap['PodTemplate'];

/** Sources: pkg/apis/core/v1/zz_generated.defaults.go, pkg/registry/core/podtemplate/strategy.go. */
export const podTemplateDefinition: KindDefinition<'PodTemplate'> = {
  kind: 'PodTemplate', group: '', version: 'v1', plural: 'podtemplates', singular: 'podtemplate', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: true,
  applyDefaults: withDefaults,
  prepareForCreate: (object) => object,
  // It has no spec: what counts is the template.
  prepareForUpdate(next, previous) {
    const defaulted = withDefaults(next);
    if (isSame(defaulted.template, previous.template)) return defaulted;
    return { ...defaulted, metadata: { ...defaulted.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
  },
};

function withDefaults(object: PodTemplate): PodTemplate {
  return withFields(object, { template: defaultPodTemplate(object.template) });
}
