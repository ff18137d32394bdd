import { defaultTemplateSpec } from './defaults.ts';
import type { PodTemplate } from './pod-types.ts';
import { withFields } from './sharing.ts';

export type { PodTemplate };

/** A template with the defaults of its spec; the very same object when there is nothing to fill in. */
export function defaultPodTemplate(template: PodTemplate): PodTemplate {
  return withFields(template, { spec: defaultTemplateSpec(template.spec) });
}
